import { COMMON_REQUEST } from './compile.js';
import { isAmong } from './country.js';
import { toIso } from './instant.js';
import type { Policy, TimedRequest } from './policy.js';
import { NOTHING_TO_PAY } from './price.js';
import { protects, stateFor } from './quiet.js';
import type {
  Channel,
  Consent,
  Decision,
  Note,
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

/** A `blocked` decision by a rule of the channel. */
function refuse(
  policy: Policy,
  rule: RuleRef,
  reason: Reason,
  unlockedBy: readonly UnlockedBy[],
  staleAt: number | null = null,
): Decision {
  return {
    channel: policy.channel,
    verdict: 'blocked',
    ways: NO_WAYS,
    reason,
    closesAt: null,
    remaining: null,
    unlockedBy,
    price: NOTHING_TO_PAY,
    notes: policy.notesBlocked,
    rule,
    limits: NO_LIMITS,
    closedAt: null,
    staleAt,
  };
}

/** The answer to a question that is none; its note names the field. */
export function badRequest(channel: Channel, reason: Reason, field: string, expected: string): Decision {
  return {
    channel,
    verdict: 'blocked',
    ways: NO_WAYS,
    reason,
    closesAt: null,
    remaining: null,
    unlockedBy: BY_NOTHING,
    price: NOTHING_TO_PAY,
    notes: [fieldNote(reason, field, expected)],
    rule: COMMON_REQUEST,
    limits: NO_LIMITS,
    closedAt: null,
    staleAt: null,
  };
}

/** What was wrong with a question, and what would be right; for developers, so in English alone. */
export function fieldNote(code: string, field: string, expected: string): Note {
  return { code, text: `${field} must be ${expected}.` };
}

/** The contact blocked us, opted out, or deleted the conversation. Null: nothing of it matters here. */
export function refusedByContact(policy: Policy, consent: Consent): Decision | null {
  if (consent.blocked) return refuse(policy, policy.consentRef, 'blocked_by_contact', BY_INBOUND);
  if (consent.optedOut && policy.optOutStops)
    return refuse(policy, policy.consentRef, 'opted_out', BY_OPT_IN);
  if (consent.optedOutMarketing && policy.marketing)
    return refuse(policy, policy.consentRef, 'opted_out', BY_OPT_IN);
  if (consent.threadDeleted && policy.threadDeletionEnds)
    return refuse(policy, policy.consentRef, 'thread_deleted', BY_INBOUND);
  return null;
}

/** Excluded regions and countries, marketing without consent, quiet hours. Null: none of them. */
export function refusedByRegulation(policy: Policy, request: TimedRequest): Decision | null {
  const { exclusions, curfews } = policy;
  for (let index = 0; index < exclusions.length; index++) {
    const { accountRegions, recipientCountries, ref } = exclusions[index]!;
    if (isAmong(accountRegions, request.account?.region))
      return refuse(policy, ref, 'account_region_excluded', BY_NOTHING);
    if (isAmong(recipientCountries, request.recipient?.country))
      return refuse(policy, ref, 'recipient_country_excluded', BY_NOTHING);
  }
  if (policy.needsOptIn && request.consent?.optedInMarketing !== true) {
    return refuse(policy, policy.consentRef, 'marketing_consent_required', BY_OPT_IN);
  }
  for (let index = 0; index < curfews.length; index++) {
    const hours = curfews[index]!;
    if (!protects(hours, request)) continue;
    const state = stateFor(hours, request);
    if (state === null) return refuse(policy, hours.ref, 'time_zone_required', BY_NOTHING);
    if (state.until !== null)
      return refuse(policy, hours.ref, 'quiet_hours', [`at:${toIso(state.until)}`], state.until);
  }
  return null;
}
