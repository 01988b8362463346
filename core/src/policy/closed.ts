import { allowanceOf } from './allowance.js';
import { COMMON_REQUEST, type CompiledWindow, type OpenSpan, type Policy } from './compile.js';
import { firstEnd, formsThatHold, humanFormEnd } from './forms.js';
import { nextMonth, toEpoch, toIso } from './instant.js';
import { notesFor } from './notes.js';
import { freeEntryEnd, NOTHING_TO_PAY, priceAt } from './price.js';
import { quietFor } from './quiet.js';
import { BY_INBOUND, BY_NOTHING, fieldNote, NO_LIMITS, NO_WAYS } from './refusals.js';
import type { Decision, Note, OutboundRequest, Reason, RuleRef, UnlockedBy } from './types.js';

const BY_INBOUND_OR_PERSON: readonly UnlockedBy[] = Object.freeze(['inbound', 'human_sender']);
const BY_TERMS: readonly UnlockedBy[] = Object.freeze(['accept_terms', 'inbound', 'next_month']);

/**
 * No free text: whichever other forms hold, or nothing.
 *
 * @param last Epoch milliseconds of the contact's last act; NaN when there is none or it cannot be trusted.
 * @param span What that act opened, if anything.
 */
export function closed(
  policy: Policy,
  window: CompiledWindow,
  request: OutboundRequest,
  at: number,
  last: number,
  purpose: number,
  reason: Reason,
  span: OpenSpan | undefined,
): Decision {
  const notYetOurs = reason === 'no_inbound_yet' && !window.firstContact;
  const set = notYetOurs || policy.forms.length === 0 ? 0 : formsThatHold(policy, request, at, last, purpose);
  if (set === 0) return nothing(policy, window, request, at, last, purpose, reason, span);
  const { allowance, price } = policy;
  const quiet = quietFor(policy, request, at, purpose);
  const closesAt = finite(
    Math.min(firstEnd(policy, set, last), quiet === null ? Number.POSITIVE_INFINITY : quiet.next),
  );
  const freeUntil = price.freeEntryPoint ? freeEntryEnd(request.window, at, null) : null;
  const left = allowance === null ? null : allowanceOf(allowance, request.account);
  if (left !== null && !left.allowed) return termsRequired(policy, at, last, purpose, reason, span);
  return {
    channel: policy.channel,
    verdict: 'restricted',
    ways: policy.waysOutside[set]!,
    reason,
    closesAt,
    remaining: left === null ? null : left.remaining,
    unlockedBy: unlocks(reason, request),
    price: left === null ? priceAt(price.outside, freeUntil) : left.price,
    notes: withFault(notesFor(policy.notes.restricted[purpose]!, span, quiet), reason),
    rule: ruleFor(reason, window, policy.formsRef),
    limits: limitsFor(window, span),
    closedAt: closedAt(reason, last, span),
    staleAt: earliest(earliest(closesAt, freeUntil), changesAt(reason, request, last, span)),
  };
}

/** Nothing can be sent, unless a person could where an automation may not. */
function nothing(
  policy: Policy,
  window: CompiledWindow,
  request: OutboundRequest,
  at: number,
  last: number,
  purpose: number,
  reason: Reason,
  span: OpenSpan | undefined,
): Decision {
  const personUntil =
    request.sender === 'automation' && policy.forms.length > 0
      ? humanFormEnd(policy, request, at, last, purpose)
      : null;
  const ask = personUntil !== null;
  return {
    channel: policy.channel,
    verdict: 'blocked',
    ways: NO_WAYS,
    reason: ask ? 'sender_must_be_human' : reason,
    closesAt: null,
    remaining: reason === 'quota_exhausted' ? 0 : null,
    unlockedBy: ask ? BY_INBOUND_OR_PERSON : unlocks(reason, request),
    price: NOTHING_TO_PAY,
    notes: withFault(notesFor(policy.notes.blocked[purpose]!, span, null), reason),
    rule: ask ? policy.formsRef : ruleFor(reason, window, window.ref),
    limits: limitsFor(window, span),
    closedAt: closedAt(reason, last, span),
    staleAt: ask ? personUntil : changesAt(reason, request, last, span),
  };
}

/** A month's allowance is used up and its terms are not accepted. */
function termsRequired(
  policy: Policy,
  at: number,
  last: number,
  purpose: number,
  reason: Reason,
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
    notes: notesFor(policy.notes.blocked[purpose]!, span, null),
    rule: policy.formsRef,
    limits: NO_LIMITS,
    closedAt: closedAt(reason, last, span),
    staleAt: nextMonth(at),
  };
}

/** What changes by itself: a count stops mattering when its window ends, a future timestamp becomes the past. */
function changesAt(
  reason: Reason,
  request: OutboundRequest,
  last: number,
  span: OpenSpan | undefined,
): number | null {
  if (reason === 'future_timestamp') return toEpoch(request.window.lastInboundAt);
  return reason === 'quota_exhausted' && span !== undefined ? last + span.lasts : null;
}

/** What would bring free text back. */
function unlocks(reason: Reason, request: OutboundRequest): readonly UnlockedBy[] {
  if (reason === 'future_timestamp') return [`at:${toIso(toEpoch(request.window.lastInboundAt))}`];
  return reason === 'invalid_request' || reason === 'template_only' ? BY_NOTHING : BY_INBOUND;
}

/** The rule that says so: ours for a bad state, the window's for a count, else the one given. */
function ruleFor(reason: Reason, window: CompiledWindow, otherwise: RuleRef): RuleRef {
  if (reason === 'invalid_request') return COMMON_REQUEST;
  return reason === 'quota_exhausted' ? window.ref : otherwise;
}

function limitsFor(window: CompiledWindow, span: OpenSpan | undefined) {
  const decisive = span ?? window.message;
  return decisive === undefined ? NO_LIMITS : decisive.limits;
}

function closedAt(reason: Reason, last: number, span: OpenSpan | undefined): number | null {
  return reason === 'window_closed' && span !== undefined ? last + span.lasts : null;
}

function withFault(notes: readonly Note[], reason: Reason): readonly Note[] {
  if (reason !== 'invalid_request') return notes;
  return [fieldNote(reason, 'window', 'a count from 0 and a known opener, or neither'), ...notes];
}

function earliest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

function finite(instant: number): number | null {
  return instant === Number.POSITIVE_INFINITY ? null : instant;
}
