import { allowanceOf } from './allowance.js';
import { COMMON_REQUEST } from './compile.js';
import { firstEnd, formsThatHold, humanFormEnd } from './forms.js';
import { earliest, nextMonth, toIso } from './instant.js';
import type { OpenSpan, Policy, TimedRequest } from './policy.js';
import { NOTHING_TO_PAY } from './price.js';
import { BY_INBOUND, BY_NOTHING, fieldNote, NO_LIMITS, NO_WAYS } from './refusals.js';
import type { Decision, Note, Reason, RuleRef, UnlockedBy, WindowLimits } from './types.js';

const BY_INBOUND_OR_PERSON: readonly UnlockedBy[] = Object.freeze(['inbound', 'human_sender']);
const BY_TERMS: readonly UnlockedBy[] = Object.freeze(['accept_terms', 'inbound', 'next_month']);
const BAD_STATE = fieldNote('invalid_request', 'window', 'a count from 0 and a known opener, or neither');

/**
 * No free text: whichever other forms hold, or nothing.
 *
 * @param reason Why there is none.
 * @param span What the contact's last act opened, if anything.
 */
export function closed(
  policy: Policy,
  request: TimedRequest,
  reason: Reason,
  span: OpenSpan | undefined,
): Decision {
  const last = trustedLast(request, reason);
  const notYetOurs = reason === 'no_inbound_yet' && !policy.firstContact;
  const set = notYetOurs || policy.forms.length === 0 ? 0 : formsThatHold(policy, request, last);
  if (set === 0) return nothing(policy, request, reason, last, span);
  const left = policy.allowance === null ? null : allowanceOf(policy.allowance, request.account);
  if (left !== null && !left.allowed) return termsRequired(policy, request, reason, last, span);
  const closesAt = firstEnd(policy, set, last);
  return {
    channel: policy.channel,
    verdict: 'restricted',
    ways: policy.waysOutside[set]!,
    reason,
    closesAt,
    remaining: left === null ? null : left.remaining,
    unlockedBy: unlocks(reason, request),
    price: left === null ? policy.priceOutside : left.price,
    notes: notesFor(policy.notesRestricted, span, reason),
    rule: ruleFor(reason, policy, policy.formsRef),
    limits: limitsFor(policy, span),
    closedAt: reason === 'window_closed' ? endOf(last, span) : null,
    staleAt: earliest(closesAt, changesAt(reason, request, last, span)),
  };
}

/** Nothing can be sent, unless a person could where an automation may not. */
function nothing(
  policy: Policy,
  request: TimedRequest,
  reason: Reason,
  last: number | null,
  span: OpenSpan | undefined,
): Decision {
  const asksPerson = request.sender === 'automation' && policy.forms.length > 0;
  const personUntil = asksPerson ? humanFormEnd(policy, request, last) : null;
  return {
    channel: policy.channel,
    verdict: 'blocked',
    ways: NO_WAYS,
    reason: personUntil === null ? reason : 'sender_must_be_human',
    closesAt: null,
    remaining: reason === 'quota_exhausted' ? 0 : null,
    unlockedBy: personUntil === null ? unlocks(reason, request) : BY_INBOUND_OR_PERSON,
    price: NOTHING_TO_PAY,
    notes: notesFor(policy.notesBlocked, span, reason),
    rule: personUntil === null ? ruleFor(reason, policy, policy.windowRef) : policy.formsRef,
    limits: limitsFor(policy, span),
    closedAt: reason === 'window_closed' ? endOf(last, span) : null,
    staleAt: personUntil === null ? changesAt(reason, request, last, span) : finite(personUntil),
  };
}

/** A month's allowance is used up and its terms are not accepted. */
function termsRequired(
  policy: Policy,
  request: TimedRequest,
  reason: Reason,
  last: number | null,
  span: OpenSpan | undefined,
): Decision {
  return {
    channel: policy.channel,
    verdict: 'blocked',
    ways: NO_WAYS,
    reason: 'terms_required',
    closesAt: null,
    remaining: 0,
    unlockedBy: BY_TERMS,
    price: NOTHING_TO_PAY,
    notes: notesFor(policy.notesBlocked, span, reason),
    rule: policy.formsRef,
    limits: NO_LIMITS,
    closedAt: reason === 'window_closed' ? endOf(last, span) : null,
    staleAt: earliest(changesAt(reason, request, last, span), nextMonth(request.at)),
  };
}

/** The contact's last act, or null when there is none or the state around it is wrong. */
function trustedLast({ window }: TimedRequest, reason: Reason): number | null {
  switch (reason) {
    case 'invalid_timestamp':
    case 'future_timestamp':
    case 'invalid_request':
      return null;
    default:
      return window.lastInboundAt ?? null;
  }
}

function endOf(last: number | null, span: OpenSpan | undefined): number | null {
  return last === null || span === undefined ? null : last + span.lasts;
}

/** What changes by itself: a count stops mattering when its window ends, a future timestamp becomes the past. */
function changesAt(
  reason: Reason,
  { window }: TimedRequest,
  last: number | null,
  span: OpenSpan | undefined,
): number | null {
  if (reason === 'future_timestamp') return window.lastInboundAt ?? null;
  return reason === 'quota_exhausted' ? endOf(last, span) : null;
}

/** What would bring free text back. */
function unlocks(reason: Reason, { window }: TimedRequest): readonly UnlockedBy[] {
  if (reason === 'future_timestamp') return [`at:${toIso(window.lastInboundAt!)}`];
  return reason === 'invalid_request' || reason === 'template_only' ? BY_NOTHING : BY_INBOUND;
}

/** The rule that says so: ours for a bad state, the window's for a count, else the one given. */
function ruleFor(reason: Reason, policy: Policy, otherwise: RuleRef): RuleRef {
  if (reason === 'invalid_request') return COMMON_REQUEST;
  return reason === 'quota_exhausted' ? policy.windowRef : otherwise;
}

function limitsFor(policy: Policy, span: OpenSpan | undefined): WindowLimits {
  const decisive = span ?? policy.message;
  return decisive === undefined ? NO_LIMITS : decisive.limits;
}

/** Shared unless the opener or a bad state adds something. */
function notesFor(base: readonly Note[], span: OpenSpan | undefined, reason: Reason): readonly Note[] {
  if (reason === 'invalid_request') return [BAD_STATE, ...base];
  return span === undefined || span.note === null ? base : [...base, span.note];
}

function finite(instant: number): number | null {
  return instant === Number.POSITIVE_INFINITY ? null : instant;
}
