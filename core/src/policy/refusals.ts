import { COMMON_REQUEST, type Policy } from './compile.js';
import { countryOf } from './country.js';
import { toIso } from './instant.js';
import { NOTHING_TO_PAY } from './price.js';
import { MARKETING } from './purpose.js';
import { protects, stateFor } from './quiet.js';
import type {
  Channel,
  Consent,
  Decision,
  Note,
  OutboundRequest,
  Reason,
  RuleRef,
  UnlockedBy,
  Way,
  WindowLimits,
} from './types.js';

/** Everything that refuses before a window is looked at: a bad question, the contact's own word, the law. */

export const NO_WAYS: readonly Way[] = Object.freeze([]);
export const NO_LIMITS: WindowLimits = Object.freeze({ lasts: null, max: null });
export const BY_NOTHING: readonly UnlockedBy[] = Object.freeze([]);
export const BY_INBOUND: readonly UnlockedBy[] = Object.freeze(['inbound']);
const BY_OPT_IN: readonly UnlockedBy[] = Object.freeze(['opt_in']);

/** A `blocked` decision. */
function refusal(
  channel: Channel,
  reason: Reason,
  unlockedBy: readonly UnlockedBy[],
  rule: RuleRef,
  notes: readonly Note[],
  staleAt: number | null,
): Decision {
  return {
    channel,
    verdict: 'blocked',
    ways: NO_WAYS,
    reason,
    closesAt: null,
    remaining: null,
    unlockedBy,
    price: NOTHING_TO_PAY,
    notes,
    rule,
    limits: NO_LIMITS,
    closedAt: null,
    staleAt,
  };
}

/** The answer to a question that is none; its note names the field. */
export function badRequest(channel: Channel, reason: Reason, field: string, expected: string): Decision {
  return refusal(channel, reason, BY_NOTHING, COMMON_REQUEST, [fieldNote(reason, field, expected)], null);
}

/** What was wrong with a question, and what would be right; for developers, so in English alone. */
export function fieldNote(code: string, field: string, expected: string): Note {
  return { code, text: `${field} must be ${expected}.` };
}

/** The contact blocked us, opted out, or deleted the conversation. Null: nothing of it matters here. */
export function refusedByContact(policy: Policy, consent: Consent, purpose: number): Decision | null {
  const { ref, optOutMask, threadDeletionEnds } = policy.consent;
  const no = (reason: Reason, unlockedBy: readonly UnlockedBy[]) =>
    refusal(policy.channel, reason, unlockedBy, ref, policy.notes.blocked[purpose]!, null);
  if (consent.blocked) return no('blocked_by_contact', BY_INBOUND);
  if (consent.optedOut && (optOutMask & (1 << purpose)) !== 0) return no('opted_out', BY_OPT_IN);
  if (consent.optedOutMarketing && purpose === MARKETING) return no('opted_out', BY_OPT_IN);
  if (consent.threadDeleted && threadDeletionEnds) return no('thread_deleted', BY_INBOUND);
  return null;
}

/** Excluded regions and countries, marketing without consent, quiet hours. Null: none of them. */
export function refusedByRegulation(
  policy: Policy,
  request: OutboundRequest,
  at: number,
  purpose: number,
): Decision | null {
  const bit = 1 << purpose;
  const no = (
    reason: Reason,
    unlockedBy: readonly UnlockedBy[],
    ref: RuleRef,
    staleAt: number | null = null,
  ) => refusal(policy.channel, reason, unlockedBy, ref, policy.notes.blocked[purpose]!, staleAt);
  for (const { purposeMask, accountRegions, recipientCountries, ref } of policy.exclusions) {
    if ((purposeMask & bit) === 0) continue;
    if (accountRegions?.includes(countryOf(request.account?.region))) {
      return no('account_region_excluded', BY_NOTHING, ref);
    }
    if (recipientCountries?.includes(countryOf(request.recipient?.country))) {
      return no('recipient_country_excluded', BY_NOTHING, ref);
    }
  }
  const { marketingNeedsOptIn, ref } = policy.consent;
  if (marketingNeedsOptIn && purpose === MARKETING && request.consent?.optedInMarketing !== true) {
    return no('marketing_consent_required', BY_OPT_IN, ref);
  }
  for (const hours of policy.quietHours) {
    if ((hours.purposeMask & bit) === 0 || !protects(hours, request)) continue;
    const state = stateFor(hours, request, at);
    if (state === null) return no('time_zone_required', BY_NOTHING, hours.ref);
    if (state.until !== null) return no('quiet_hours', [`at:${toIso(state.until)}`], hours.ref, state.until);
  }
  return null;
}
