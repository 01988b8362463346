import { allowanceOf } from './allowance.js';
import { COMMON_REQUEST, type CompiledWindow, type OpenSpan, type Policy } from './compile.js';
import { firstEnd, formsThatHold, humanFormEnd } from './forms.js';
import { DAY, nextMonth, toEpoch, toIso } from './instant.js';
import type { PolicyPreset } from './preset.js';
import { freeEntryEnd, NOTHING_TO_PAY, priceInside, priceOutside } from './price.js';
import {
  BY_INBOUND,
  BY_NOTHING,
  badRequest,
  NO_LIMITS,
  NO_NOTES,
  NO_WAYS,
  nextCurfew,
  quietAdvice,
  refusedByContact,
  refusedByRegulation,
} from './refusals.js';
import {
  type Decision,
  type Note,
  OPENERS,
  type OutboundRequest,
  type Price,
  type Reason,
  type UnlockedBy,
} from './types.js';

const BY_INBOUND_OR_PERSON: readonly UnlockedBy[] = Object.freeze(['inbound', 'human_sender']);
const BY_TERMS: readonly UnlockedBy[] = Object.freeze(['accept_terms', 'inbound', 'next_month']);
const BY_NEXT_MONTH: readonly UnlockedBy[] = Object.freeze(['next_month']);
const PLAN: Price = Object.freeze({ kind: 'free', reason: 'plan_allowance' });
const OVERAGE: Price = Object.freeze({ kind: 'paid', reason: 'plan_overage' });

/** How long before a rule changes a decision says so. */
const SOON = 90 * DAY;

/**
 * Decides by one preset. `decide()` is this with the default preset; use it to keep a bundle to the channels of a
 * preset of your own (`definePreset`).
 *
 * Pure: reads no clock, touches nothing, and never throws. A question that cannot be understood is answered
 * `blocked`, with the field named in a note.
 */
export function judge(request: OutboundRequest, preset: PolicyPreset): Decision {
  if (typeof request !== 'object' || request === null) {
    return badRequest('' as OutboundRequest['channel'], 'invalid_request', 'request', 'an object');
  }
  const { channel, window: state } = request;
  const bit = purposeBit(request.purpose);
  const timeline = typeof channel === 'string' ? preset.channels[channel]?.timeline : undefined;
  if (timeline === undefined)
    return badRequest(channel, 'invalid_request', 'channel', `a channel of the preset ${preset.id}`);
  if (bit === 0)
    return badRequest(channel, 'invalid_request', 'purpose', 'support, csat, vip_update or marketing');
  if (request.sender !== 'human' && request.sender !== 'automation') {
    return badRequest(channel, 'invalid_request', 'sender', 'human or automation');
  }
  if (typeof state !== 'object' || state === null) {
    return badRequest(channel, 'invalid_request', 'window', 'an object with lastInboundAt');
  }
  const at = toEpoch(request.at);
  if (Number.isNaN(at)) {
    return badRequest(
      channel,
      'invalid_timestamp',
      'at',
      'epoch milliseconds or ISO 8601 text with an offset',
    );
  }
  let index = timeline.length - 1;
  while (at < timeline[index]!.from) index--;
  const policy = timeline[index]!;
  const decision = decideBy(policy, request, at, bit);
  return policy.until === Number.POSITIVE_INFINITY
    ? decision
    : withRuleChange(decision, policy, request, at, preset);
}

/** The questions in their order; the first that refuses decides. */
function decideBy(policy: Policy, request: OutboundRequest, at: number, bit: number): Decision {
  const marketing = request.purpose === 'marketing';
  const byContact = refusedByContact(policy, request, bit, marketing);
  if (byContact !== null) return byContact;
  let curfew = Number.POSITIVE_INFINITY;
  let advice = NO_NOTES;
  if ((policy.gatedPurposes & bit) !== 0) {
    const byRegulation = refusedByRegulation(policy, request, at, bit, marketing);
    if (byRegulation !== null) return byRegulation;
    if (policy.quietHours.length > 0) {
      curfew = nextCurfew(policy, request, at, bit);
      advice = quietAdvice(policy, request, at, bit);
    }
  }

  const { special } = policy;
  const window =
    special !== null && request.account?.[special.flag] === true ? special.window : policy.window;
  const state = request.window;
  const given = state.lastInboundAt;
  const never = given === null || given === undefined;
  const last = never ? Number.NaN : toEpoch(given);
  const fault = faultIn(request, at, never, last);
  if (fault !== null)
    return closed(policy, window, request, at, Number.NaN, bit, fault, undefined, curfew, advice);
  if (window.kind === 'none') {
    if (never && !window.firstContact) {
      return closed(policy, window, request, at, last, bit, 'no_inbound_yet', undefined, curfew, advice);
    }
    return policy.quota === null
      ? open(policy, window, request, at, last, bit, undefined, curfew, advice)
      : openByQuota(policy, window, request, at, last, bit, curfew, advice);
  }
  if (window.kind === 'template_only') {
    return closed(policy, window, request, at, last, bit, 'template_only', undefined, curfew, advice);
  }
  if (never)
    return closed(policy, window, request, at, last, bit, 'no_inbound_yet', undefined, curfew, advice);
  const { opener } = state;
  const span = opener === undefined || opener === 'message' ? window.message : window.spans[opener];
  if (span === undefined || at >= last + span.lasts) {
    return closed(policy, window, request, at, last, bit, 'window_closed', span, curfew, advice);
  }
  if (span.max <= (state.outboundSinceInbound ?? 0)) {
    return closed(policy, window, request, at, last, bit, 'quota_exhausted', span, curfew, advice);
  }
  return open(policy, window, request, at, last, bit, span, curfew, advice);
}

/** What is wrong with the state of the window; a wrong state is never open. */
function faultIn({ window }: OutboundRequest, at: number, never: boolean, last: number): Reason | null {
  if (!never) {
    if (Number.isNaN(last)) return 'invalid_timestamp';
    if (last > at) return 'future_timestamp';
  }
  const { outboundSinceInbound: sent, opener } = window;
  if (sent !== undefined && !(typeof sent === 'number' && sent >= 0)) return 'invalid_request';
  if (opener !== undefined && opener !== 'message' && !OPENERS.includes(opener)) return 'invalid_request';
  return null;
}

/** Free text is allowed. */
function open(
  policy: Policy,
  window: CompiledWindow,
  request: OutboundRequest,
  at: number,
  last: number,
  bit: number,
  span: OpenSpan | undefined,
  curfew: number,
  advice: readonly Note[],
): Decision {
  const set = policy.insideSet === 0 ? 0 : formsThatHold(policy, request, at, last, bit) & policy.insideSet;
  const windowEnd = span === undefined ? Number.POSITIVE_INFINITY : last + span.lasts;
  const closes = Math.min(curfew, windowEnd);
  const freeEnd = policy.price.freeEntryPoint ? freeEntryEnd(policy, at, request.window, windowEnd) : at;
  const stale = freeEnd > at && freeEnd < closes ? freeEnd : closes;
  return {
    channel: policy.channel,
    verdict: 'open',
    ways: policy.waysInside[set]!,
    reason: span === undefined ? 'no_window' : 'window_open',
    closesAt: finite(closes),
    remaining:
      span === undefined || span.max === Number.POSITIVE_INFINITY
        ? null
        : span.max - (request.window.outboundSinceInbound ?? 0),
    unlockedBy: BY_NOTHING,
    price: priceInside(policy, at, freeEnd),
    notes: notesFor(policy.notes.open[purposeIndex(bit)]!, span, advice),
    rule: window.ref,
    limits: span === undefined ? NO_LIMITS : span.limits,
    closedAt: null,
    staleAt: finite(stale),
  };
}

/** Free text as long as the plan's messages of this month last. */
function openByQuota(
  policy: Policy,
  window: CompiledWindow,
  request: OutboundRequest,
  at: number,
  last: number,
  bit: number,
  curfew: number,
  advice: readonly Note[],
): Decision {
  const decision = open(policy, window, request, at, last, bit, undefined, curfew, advice);
  const quota = request.account?.monthlyQuota;
  if (quota === null || quota === undefined) return decision;
  const sent = request.account?.monthlySent ?? 0;
  if (!isCount(quota) || !isCount(sent)) {
    return badRequest(
      policy.channel,
      'invalid_request',
      'account.monthlyQuota and monthlySent',
      'numbers from 0',
    );
  }
  if (sent < quota) return { ...decision, remaining: quota - sent, price: PLAN };
  if (request.account?.overageAllowed === true) return { ...decision, price: OVERAGE };
  return {
    ...decision,
    verdict: 'blocked',
    ways: NO_WAYS,
    reason: 'quota_exhausted',
    closesAt: null,
    remaining: 0,
    unlockedBy: BY_NEXT_MONTH,
    price: NOTHING_TO_PAY,
    notes: notesFor(policy.notes.blocked[purposeIndex(bit)]!, undefined, NO_NOTES),
    rule: policy.quota!,
    staleAt: nextMonth(at),
  };
}

/** No free text: whichever other forms hold, or nothing. */
function closed(
  policy: Policy,
  window: CompiledWindow,
  request: OutboundRequest,
  at: number,
  last: number,
  bit: number,
  reason: Reason,
  span: OpenSpan | undefined,
  curfew: number,
  advice: readonly Note[],
): Decision {
  const refused = reason === 'no_inbound_yet' && !window.firstContact;
  const set = refused ? 0 : formsThatHold(policy, request, at, last, bit);
  const windowEnd = span === undefined ? Number.NaN : last + span.lasts;
  const limits = (span ?? window.message)?.limits ?? NO_LIMITS;
  const closedAt = reason === 'window_closed' && span !== undefined ? windowEnd : null;
  const rule =
    reason === 'invalid_request'
      ? COMMON_REQUEST
      : set === 0 || reason === 'quota_exhausted'
        ? window.ref
        : policy.formsRef;
  // What changes by itself: the count stops mattering when its window ends, a future timestamp becomes the past.
  let stale = reason === 'quota_exhausted' ? windowEnd : Number.POSITIVE_INFINITY;
  if (reason === 'future_timestamp') stale = toEpoch(request.window.lastInboundAt);

  if (set === 0) {
    const personUntil = request.sender === 'automation' ? humanFormEnd(policy, request, at, last, bit) : null;
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
      notes: notesFor(policy.notes.blocked[purposeIndex(bit)]!, span, advice),
      rule: ask ? policy.formsRef : rule,
      limits,
      closedAt,
      staleAt: finite(ask ? Math.min(stale, personUntil) : Math.min(stale, curfew)),
    };
  }

  const allowance = policy.allowance === null ? null : allowanceOf(policy.allowance, request.account);
  if (allowance !== null && !allowance.allowed) {
    return {
      channel: policy.channel,
      verdict: 'blocked',
      ways: NO_WAYS,
      reason: 'terms_required',
      closesAt: null,
      remaining: 0,
      unlockedBy: BY_TERMS,
      price: NOTHING_TO_PAY,
      notes: notesFor(policy.notes.blocked[purposeIndex(bit)]!, span, advice),
      rule: policy.formsRef,
      limits,
      closedAt,
      staleAt: nextMonth(at),
    };
  }
  const freeEnd = policy.price.freeEntryPoint
    ? freeEntryEnd(policy, at, request.window, Number.NEGATIVE_INFINITY)
    : at;
  const closes = Math.min(firstEnd(policy, set, last), curfew);
  if (freeEnd > at) stale = Math.min(stale, freeEnd);
  return {
    channel: policy.channel,
    verdict: 'restricted',
    ways: policy.waysOutside[set]!,
    reason,
    closesAt: finite(closes),
    remaining: allowance === null ? null : allowance.remaining,
    unlockedBy: unlocks(reason, request),
    price: allowance === null ? priceOutside(policy, at, freeEnd) : allowance.price,
    notes: notesFor(policy.notes.restricted[purposeIndex(bit)]!, span, advice),
    rule,
    limits,
    closedAt,
    staleAt: finite(Math.min(stale, closes)),
  };
}

/** What would bring free text back. */
function unlocks(reason: Reason, request: OutboundRequest): readonly UnlockedBy[] {
  if (reason === 'future_timestamp') return [`at:${toIso(toEpoch(request.window.lastInboundAt))}`];
  return reason === 'invalid_request' || reason === 'template_only' ? BY_NOTHING : BY_INBOUND;
}

/** Before a rule changes, the decision names that day, if it makes a difference, and says so when it is near. */
function withRuleChange(
  decision: Decision,
  policy: Policy,
  request: OutboundRequest,
  at: number,
  preset: PolicyPreset,
): Decision {
  const { until } = policy;
  const earlier = decision.staleAt ?? null;
  if (earlier !== null && earlier < until) return decision;
  const after = judge({ ...request, at: until }, preset);
  if (saysTheSame(decision, after)) return { ...decision, staleAt: after.staleAt ?? null };
  const stricter =
    after.ways.length < decision.ways.length || (decision.verdict === 'open' && after.verdict !== 'open');
  return {
    ...decision,
    closesAt: stricter ? until : decision.closesAt,
    staleAt: until,
    notes: until - at > SOON ? decision.notes : [...decision.notes, changesOn(until)],
  };
}

/** Whether two decisions are the same to whoever looks at them: everything but notes and sources. */
export function saysTheSame(a: Decision, b: Decision): boolean {
  return (
    a.verdict === b.verdict &&
    a.reason === b.reason &&
    a.remaining === b.remaining &&
    a.price.kind === b.price.kind &&
    a.price.reason === b.price.reason &&
    a.ways.length === b.ways.length &&
    a.ways.every((way, index) => sameWay(way, b.ways[index]!))
  );
}

function sameWay(a: Decision['ways'][number], b: Decision['ways'][number]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function changesOn(until: number): Note {
  const day = toIso(until).slice(0, 10);
  return {
    code: 'rule_changes_soon',
    text: `A rule of this channel changes on ${day}.`,
    de: `Eine Regel dieses Kanals ändert sich am ${day}.`,
  };
}

function notesFor(
  base: readonly Note[],
  span: OpenSpan | undefined,
  advice: readonly Note[],
): readonly Note[] {
  const own = span === undefined ? null : span.note;
  if (own === null && advice.length === 0) return base;
  return own === null ? [...base, ...advice] : [...base, own, ...advice];
}

/** One bit a purpose, in the order of `PURPOSES`; 0 for none of them. */
function purposeBit(purpose: unknown): number {
  switch (purpose) {
    case 'support':
      return 1;
    case 'csat':
      return 2;
    case 'vip_update':
      return 4;
    case 'marketing':
      return 8;
    default:
      return 0;
  }
}

function purposeIndex(bit: number): number {
  return bit === 8 ? 3 : bit >> 1;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value);
}

function finite(instant: number): number | null {
  return instant === Number.POSITIVE_INFINITY ? null : instant;
}
