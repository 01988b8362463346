import { COMMON_REQUEST, type CompiledQuietHours, type Policy } from './compile.js';
import { countryOf } from './country.js';
import { toIso } from './instant.js';
import { NOTHING_TO_PAY } from './price.js';
import { quietState } from './quiet-hours.js';
import type {
  Channel,
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
export const NO_NOTES: readonly Note[] = Object.freeze([]);
export const NO_LIMITS: WindowLimits = Object.freeze({ lasts: null, max: null });
export const BY_NOTHING: readonly UnlockedBy[] = Object.freeze([]);
export const BY_INBOUND: readonly UnlockedBy[] = Object.freeze(['inbound']);
const BY_OPT_IN: readonly UnlockedBy[] = Object.freeze(['opt_in']);

/** A `blocked` decision. */
export function refusal(
  channel: Channel,
  reason: Reason,
  unlockedBy: readonly UnlockedBy[],
  rule: RuleRef,
  notes: readonly Note[],
  staleAt: number | null = null,
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
  return refusal(channel, reason, BY_NOTHING, COMMON_REQUEST, [fieldNote(reason, field, expected)]);
}

/** What was wrong with a question, and what would be right. */
export function fieldNote(code: string, field: string, expected: string): Note {
  return { code, text: `${field} must be ${expected}.`, de: `${field} muss so aussehen: ${expected}.` };
}

/** The contact blocked us, opted out, or deleted the conversation. */
export function refusedByContact(
  policy: Policy,
  request: OutboundRequest,
  bit: number,
  marketing: boolean,
): Decision | null {
  const { consent } = request;
  if (consent == null) return null;
  const notes = policy.notes.blocked[bit === 8 ? 3 : bit >> 1]!;
  // Anything but a plain no counts as said: a stray "true" from a form must not open a channel.
  if (consent.blocked)
    return refusal(policy.channel, 'blocked_by_contact', BY_INBOUND, policy.consent.ref, notes);
  if (
    (consent.optedOut && (policy.consent.optOutMask & bit) !== 0) ||
    (consent.optedOutMarketing && marketing)
  ) {
    return refusal(policy.channel, 'opted_out', BY_OPT_IN, policy.consent.ref, notes);
  }
  if (consent.threadDeleted && policy.consent.threadDeletionEnds) {
    return refusal(policy.channel, 'thread_deleted', BY_INBOUND, policy.consent.ref, notes);
  }
  return null;
}

/** Excluded regions and countries, marketing without consent, quiet hours. */
export function refusedByRegulation(
  policy: Policy,
  request: OutboundRequest,
  at: number,
  bit: number,
  marketing: boolean,
): Decision | null {
  const notes = policy.notes.blocked[bit === 8 ? 3 : bit >> 1]!;
  const country = countryOf(request.recipient?.country);
  for (const exclusion of policy.exclusions) {
    if ((exclusion.purposeMask & bit) === 0) continue;
    if (exclusion.accountRegions?.includes(countryOf(request.account?.region))) {
      return refusal(policy.channel, 'account_region_excluded', BY_NOTHING, exclusion.ref, notes);
    }
    if (exclusion.recipientCountries?.includes(country)) {
      return refusal(policy.channel, 'recipient_country_excluded', BY_NOTHING, exclusion.ref, notes);
    }
  }
  if (marketing && policy.consent.marketingNeedsOptIn && request.consent?.optedInMarketing !== true) {
    return refusal(policy.channel, 'marketing_consent_required', BY_OPT_IN, policy.consent.ref, notes);
  }
  for (const hours of policy.quietHours) {
    if ((hours.purposeMask & bit) === 0 || !protects(hours, country)) continue;
    const state = stateFor(hours, request, at);
    if (state === null) return refusal(policy.channel, 'time_zone_required', BY_NOTHING, hours.ref, notes);
    if (state.until !== null) {
      return refusal(
        policy.channel,
        'quiet_hours',
        [`at:${toIso(state.until)}`],
        hours.ref,
        notes,
        state.until,
      );
    }
  }
  return null;
}

/** When the next quiet hours for this purpose begin, or Infinity. Asked only where none of them last now. */
export function nextCurfew(policy: Policy, request: OutboundRequest, at: number, bit: number): number {
  let next = Number.POSITIVE_INFINITY;
  const country = countryOf(request.recipient?.country);
  for (const hours of policy.quietHours) {
    if ((hours.purposeMask & bit) === 0 || !protects(hours, country)) continue;
    next = Math.min(next, stateFor(hours, request, at)?.next ?? Number.POSITIVE_INFINITY);
  }
  return next;
}

/** Advice for purposes that may be sent during quiet hours, where it would be kinder to wait. */
export function quietAdvice(
  policy: Policy,
  request: OutboundRequest,
  at: number,
  bit: number,
): readonly Note[] {
  const country = countryOf(request.recipient?.country);
  for (const hours of policy.quietHours) {
    if (hours.advice === null || (hours.purposeMask & bit) !== 0 || !protects(hours, country)) continue;
    if ((stateFor(hours, request, at)?.until ?? null) !== null) return [hours.advice];
  }
  return NO_NOTES;
}

function protects(hours: CompiledQuietHours, country: string): boolean {
  return hours.countries === null || country === '' || hours.countries.includes(country);
}

function stateFor(hours: CompiledQuietHours, request: OutboundRequest, at: number) {
  const zone = hours.zone ?? request.recipient?.timeZone;
  return typeof zone === 'string' ? quietState(hours, at, zone) : null;
}
