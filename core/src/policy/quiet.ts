import { countryOf } from './country.js';
import { earliest } from './instant.js';
import type { CompiledQuietHours, FullDecision, Policy, TimedRequest } from './policy.js';
import { type QuietState, quietState } from './quiet-hours.js';

/**
 * A decision where quiet hours exist and none of them stop it now: it closes when the next ones begin. Purposes they do
 * not stop get advice while they last.
 */
export function withQuietHours(
  decision: FullDecision,
  { curfews, advisedHours }: Policy,
  request: TimedRequest,
): FullDecision {
  if (decision.verdict === 'blocked') return decision;
  let adjusted = decision;
  for (let index = 0; index < curfews.length; index++) {
    const next = stateFor(curfews[index]!, request)?.next ?? null;
    const { closesAt, staleAt } = adjusted;
    if (next !== null) {
      adjusted = { ...adjusted, closesAt: earliest(closesAt, next), staleAt: earliest(staleAt, next) };
    }
  }
  for (let index = 0; index < advisedHours.length; index++) {
    const hours = advisedHours[index]!;
    const until = stateFor(hours, request)?.until ?? null;
    if (until !== null) adjusted = { ...adjusted, notes: [...adjusted.notes, hours.advice!] };
  }
  return adjusted;
}

/**
 * What these hours mean for this recipient; one of unknown country is protected. Undefined: they do not protect this one.
 * Null: the time zone is unknown.
 */
export function stateFor(
  hours: CompiledQuietHours,
  { at, recipient }: TimedRequest,
): QuietState | null | undefined {
  if (hours.countries !== null) {
    const country = countryOf(recipient?.country);
    if (country !== '' && !hours.countries.includes(country)) return undefined;
  }
  const zone = hours.zone ?? recipient?.timeZone;
  return typeof zone === 'string' ? quietState(hours, at, zone) : null;
}
