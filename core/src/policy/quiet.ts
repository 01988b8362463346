import { countryOf } from './country.js';
import { earliest } from './instant.js';
import type { CompiledQuietHours, Policy, TimedRequest } from './policy.js';
import { quietState } from './quiet-hours.js';
import type { Decision, OutboundRequest } from './types.js';

/**
 * A decision where quiet hours exist and none of them stop it now: it closes when the next ones begin. Purposes they do
 * not stop get advice while they last.
 */
export function withQuietHours(decision: Decision, policy: Policy, request: TimedRequest): Decision {
  if (decision.verdict === 'blocked') return decision;
  let adjusted = decision;
  const { curfews, advisedHours } = policy;
  for (let index = 0; index < curfews.length; index++) {
    const hours = curfews[index]!;
    const next = protects(hours, request) ? (stateFor(hours, request)?.next ?? null) : null;
    if (next === null) continue;
    adjusted = {
      ...adjusted,
      closesAt: earliest(adjusted.closesAt, next),
      staleAt: earliest(adjusted.staleAt ?? null, next),
    };
  }
  for (let index = 0; index < advisedHours.length; index++) {
    const hours = advisedHours[index]!;
    if (hours.advice === null || !protects(hours, request)) continue;
    const until = stateFor(hours, request)?.until ?? null;
    if (until !== null) adjusted = { ...adjusted, notes: [...adjusted.notes, hours.advice] };
  }
  return adjusted;
}

/** Whether these hours are kept for this recipient; one of unknown country is protected. */
export function protects(hours: CompiledQuietHours, { recipient }: OutboundRequest): boolean {
  if (hours.countries === null) return true;
  const country = countryOf(recipient?.country);
  return country === '' || hours.countries.includes(country);
}

/** Null when the time zone is unknown. */
export function stateFor(hours: CompiledQuietHours, { at, recipient }: TimedRequest) {
  const zone = hours.zone ?? recipient?.timeZone;
  return typeof zone === 'string' ? quietState(hours, at, zone) : null;
}
