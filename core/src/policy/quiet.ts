import type { CompiledQuietHours, Policy } from './compile.js';
import { countryOf } from './country.js';
import { quietState } from './quiet-hours.js';
import type { Note, OutboundRequest } from './types.js';

/** Quiet hours as one request meets them. */
export interface Quiet {
  /** When the next ones begin that stop this purpose, epoch milliseconds; Infinity: none are in sight. */
  readonly next: number;
  /** Advice when it is quiet now and this purpose may be sent all the same. */
  readonly advice: Note | null;
}

/** Null where the channel has no quiet hours. Asked only where none of them stop this purpose now. */
export function quietFor(
  policy: Policy,
  request: OutboundRequest,
  at: number,
  purpose: number,
): Quiet | null {
  if (policy.quietHours.length === 0) return null;
  let next = Number.POSITIVE_INFINITY;
  let advice: Note | null = null;
  for (const hours of policy.quietHours) {
    if (!protects(hours, request)) continue;
    const state = stateFor(hours, request, at);
    if ((hours.purposeMask & (1 << purpose)) !== 0)
      next = Math.min(next, state?.next ?? Number.POSITIVE_INFINITY);
    else if (state !== null && state.until !== null) advice = hours.advice;
  }
  return { next, advice };
}

/** Whether these hours are kept for this recipient; one of unknown country is protected. */
export function protects(hours: CompiledQuietHours, { recipient }: OutboundRequest): boolean {
  const country = countryOf(recipient?.country);
  return hours.countries === null || country === '' || hours.countries.includes(country);
}

/** Null when the time zone is unknown. */
export function stateFor(hours: CompiledQuietHours, { recipient }: OutboundRequest, at: number) {
  const zone = hours.zone ?? recipient?.timeZone;
  return typeof zone === 'string' ? quietState(hours, at, zone) : null;
}
