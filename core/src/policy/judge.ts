import { closed, closedBecause } from './closed.js';
import { BY_INBOUND, BY_NOTHING } from './common.js';
import { isGranted } from './granted.js';
import { withHolds } from './hold.js';
import { isInstant, toEpoch, toIso } from './instant.js';
import { openAlways, openWithin } from './open.js';
import type { FullDecision, Policy, TimedRequest } from './policy.js';
import type { PolicyPreset } from './preset.js';
import { withFreeEntry } from './price.js';
import { purposePlace } from './purpose.js';
import { withQuietHours } from './quiet.js';
import { withQuota } from './quota.js';
import { badRequest, refusedByContact, refusedByRegulation } from './refusals.js';
import { withRuleChange } from './rule-change.js';
import { type Channel, type Decision, OPENERS, type OutboundRequest } from './types.js';

/**
 * Decides by one preset. `decide()` is this with the default preset; use it to keep a bundle to the channels of a
 * preset of your own (`definePreset`).
 *
 * Pure: reads no clock, touches nothing, and never throws. A question that cannot be understood is answered
 * `blocked`, with the field named in a note.
 */
export function judge(request: OutboundRequest, preset: PolicyPreset): Decision {
  const timelines = preset.timelines.get(request?.channel);
  const purpose = purposePlace(request?.purpose);
  if (
    timelines === undefined ||
    purpose < 0 ||
    (request.sender !== 'human' && request.sender !== 'automation') ||
    typeof request.window !== 'object' ||
    request.window === null
  ) {
    return misunderstood(request, preset, purpose);
  }
  const timed = isTimed(request) ? request : withEpochs(request);
  if (!isInstant(timed.at)) return timeless(request);
  const { latest, all } = timelines[purpose]!;
  // The last period has no end, so that no change of a rule is ahead of it.
  return timed.at >= latest.from ? decideBy(latest, timed) : beforeRuleChange(all, timed, preset);
}

/**
 * Instants are numbers from here on. A number of the caller's is passed on untouched, inside the request: handed down
 * as an argument of its own, each call would box it anew.
 */
function isTimed(request: OutboundRequest): request is TimedRequest {
  const { lastInboundAt } = request.window;
  return (
    typeof request.at === 'number' &&
    (typeof lastInboundAt === 'number' || lastInboundAt === null || lastInboundAt === undefined)
  );
}

/** Text read into numbers; what is no instant becomes NaN. */
function withEpochs(request: OutboundRequest): TimedRequest {
  const { at, window } = request;
  const given = window.lastInboundAt;
  const lastInboundAt = given === null || given === undefined ? null : toEpoch(given);
  return { ...request, at: toEpoch(at), window: { ...window, lastInboundAt } };
}

// A function of its own: a closure inside `judge` would cost every decision a context.
function beforeRuleChange(all: readonly Policy[], request: TimedRequest, preset: PolicyPreset): Decision {
  const policy = all.findLast(({ from }) => from <= request.at)!;
  const { until } = policy;
  return withRuleChange(decideBy(policy, request), until, request.at, () =>
    judge({ ...request, at: until }, preset),
  );
}

/** The questions in their order; the first that refuses decides. */
function decideBy(policy: Policy, request: TimedRequest): FullDecision {
  const { consent, account } = request;
  if (consent) {
    const refusal = refusedByContact(policy, consent);
    if (refusal !== null) return refusal;
  }
  if (policy.gated) {
    const refusal = refusedByRegulation(policy, request);
    if (refusal !== null) return refusal;
  }
  const { special } = policy;
  const decision = decideByWindow(
    special !== null && isGranted(account, special.flag) ? special.policy : policy,
    request,
  );
  return policy.adjusts ? adjusted(decision, policy, request) : decision;
}

/** What the contact did last, and whether it opened anything that is still open. */
function decideByWindow(policy: Policy, request: TimedRequest): FullDecision {
  const { at, window } = request;
  const { lastInboundAt: last, opener, outboundSinceInbound: sent } = window;
  if (last !== null && last !== undefined && !(last <= at && isInstant(last))) {
    return isInstant(last)
      ? closedBecause(policy, request, 'future_timestamp', [`at:${toIso(last)}`], null, last)
      : closedBecause(policy, request, 'invalid_timestamp', BY_INBOUND, null, null);
  }
  const byMessage = opener === undefined || opener === 'message';
  if (
    !(sent === undefined || (typeof sent === 'number' && sent >= 0)) ||
    !(byMessage || OPENERS.includes(opener))
  ) {
    return closedBecause(policy, request, 'invalid_request', BY_NOTHING, null, null);
  }
  if (policy.kind === 'template_only') {
    return closed(policy, request, policy.never, last ?? null, null, null);
  }
  if (last === null || last === undefined) {
    if (!policy.firstContact) return policy.never.blocked;
    return policy.kind === 'none'
      ? openAlways(policy, request)
      : closed(policy, request, policy.never, null, null, null);
  }
  if (policy.kind === 'none') return openAlways(policy, request);
  const span = byMessage ? policy.message : policy.spans[opener];
  if (span === undefined) {
    return closedBecause(policy, request, 'window_closed', BY_INBOUND, last, null);
  }
  const end = last + span.lasts;
  if (at >= end) return closed(policy, request, span.ended, last, end, null);
  return span.max !== null && span.max <= (sent ?? 0)
    ? closed(policy, request, span.used, last, null, end)
    : openWithin(policy, request, span, end);
}

/** What only few channels know: a hold, a free entry point, a plan's quota, quiet hours to come. */
function adjusted(decision: FullDecision, policy: Policy, request: TimedRequest): FullDecision {
  const spared = decision.verdict === 'blocked' || decision.reason === 'window_open';
  const held = spared ? decision : withHolds(decision, policy, request);
  if (policy.freeEntryPoint) return withFreeEntry(held, request);
  if (policy.quotaUsed !== null) return withQuota(held, policy.quotaUsed, request);
  return withQuietHours(held, policy, request);
}

/** Names the field that could not be understood. */
function misunderstood(request: OutboundRequest, preset: PolicyPreset, purpose: number): Decision {
  const asked = typeof request === 'object' && request !== null;
  const channel = asked ? request.channel : ('' as Channel);
  const no = (field: string, expected: string) => badRequest(channel, 'invalid_request', field, expected);
  if (!asked) return no('request', 'an object');
  if (!preset.timelines.has(channel)) return no('channel', `a channel of the preset ${preset.id}`);
  if (purpose < 0) return no('purpose', 'support, csat, vip_update or marketing');
  const { sender } = request;
  if (sender !== 'human' && sender !== 'automation') return no('sender', 'human or automation');
  return no('window', 'an object, empty when the contact never wrote');
}

function timeless({ channel }: OutboundRequest): Decision {
  return badRequest(channel, 'invalid_timestamp', 'at', 'epoch milliseconds or ISO 8601 text with an offset');
}
