import { fieldNote } from './common.js';
import { isAmong } from './country.js';
import { toIso } from './instant.js';
import { made } from './made.js';
import type { FullDecision, Policy, TimedRequest } from './policy.js';
import { stateFor } from './quiet.js';
import type { Channel, Consent, Reason } from './types.js';

/** Everything that refuses before a window is looked at: a bad question, the contact's own word, the law. */

/** The answer to a question that is none; its note names the field. */
export function badRequest(channel: Channel, reason: Reason, field: string, expected: string): FullDecision {
  return made({ channel, reason, notes: [fieldNote(reason, field, expected)] });
}

/** The contact blocked us, opted out, or deleted the conversation. Null: nothing of it matters here. */
export function refusedByContact(policy: Policy, consent: Consent): FullDecision | null {
  // Anything but a plain no counts as said: a stray "true" from a form must not open a channel.
  if (consent.blocked) return policy.blockedByContact;
  if (consent.optedOut && policy.optedOut !== null) return policy.optedOut;
  if (consent.optedOutMarketing && policy.optedOutMarketing !== null) return policy.optedOutMarketing;
  return consent.threadDeleted ? policy.threadDeleted : null;
}

/** Excluded regions and countries, marketing without consent, quiet hours. Null: none of them. */
export function refusedByRegulation(policy: Policy, request: TimedRequest): FullDecision | null {
  const { exclusions, consentRequired, curfews } = policy;
  for (let index = 0; index < exclusions.length; index++) {
    const { accountRegions, recipientCountries, ofRegion, ofCountry } = exclusions[index]!;
    if (isAmong(accountRegions, request.account?.region)) return ofRegion;
    if (isAmong(recipientCountries, request.recipient?.country)) return ofCountry;
  }
  if (consentRequired !== null && request.consent?.optedInMarketing !== true) return consentRequired;
  for (let index = 0; index < curfews.length; index++) {
    const hours = curfews[index]!;
    const state = stateFor(hours, request);
    if (state === null) return hours.zoneRequired;
    const until = state?.until ?? null;
    if (until !== null) {
      const unlockedBy = [`at:${toIso(until)}` as const];
      return { ...hours.zoneRequired, reason: 'quiet_hours', unlockedBy, staleAt: until };
    }
  }
  return null;
}
