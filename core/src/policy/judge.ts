import { closed } from './closed.js';
import { isGranted } from './granted.js';
import { isInstant, toEpoch } from './instant.js';
import { open } from './open.js';
import { type Policy, policyAt, type TimedRequest } from './policy.js';
import type { PolicyPreset } from './preset.js';
import { withFreeEntry } from './price.js';
import { purposePlace } from './purpose.js';
import { withQuietHours } from './quiet.js';
import { withQuota } from './quota.js';
import { badRequest, refusedByContact, refusedByRegulation } from './refusals.js';
import { withRuleChange } from './rule-change.js';
import { type Channel, type Decision, OPENERS, type Opener, type OutboundRequest } from './types.js';

/**
 * Decides by one preset. `decide()` is this with the default preset; use it to keep a bundle to the channels of a
 * preset of your own (`definePreset`).
 *
 * Pure: reads no clock, touches nothing, and never throws. A question that cannot be understood is answered
 * `blocked`, with the field named in a note.
 */
export function judge(request: OutboundRequest, preset: PolicyPreset): Decision {
  if (typeof request !== 'object' || request === null) {
    return badRequest('' as Channel, 'invalid_request', 'request', 'an object');
  }
  const timelines = preset.timelines.get(request.channel);
  const purpose = purposePlace(request.purpose);
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
  if (!isInstant(timed.at)) {
    return badRequest(
      request.channel,
      'invalid_timestamp',
      'at',
      'epoch milliseconds or ISO 8601 text with an offset',
    );
  }
  const policy = policyAt(timelines[purpose]!, timed.at);
  const decision = decideBy(policy, timed);
  return policy.until === Number.POSITIVE_INFINITY
    ? decision
    : beforeRuleChange(decision, policy, timed, preset);
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
function beforeRuleChange(
  decision: Decision,
  { until }: Policy,
  request: TimedRequest,
  preset: PolicyPreset,
): Decision {
  return withRuleChange(decision, until, request.at, () => judge({ ...request, at: until }, preset));
}

/** The questions in their order; the first that refuses decides. */
function decideBy(policy: Policy, request: TimedRequest): Decision {
  const { consent } = request;
  // Anything but a plain no counts as said: a stray "true" from a form must not open a channel.
  if (
    consent &&
    (consent.blocked || consent.optedOut || consent.optedOutMarketing || consent.threadDeleted)
  ) {
    const refusal = refusedByContact(policy, consent);
    if (refusal !== null) return refusal;
  }
  if (policy.gated) {
    const refusal = refusedByRegulation(policy, request);
    if (refusal !== null) return refusal;
  }
  const { special } = policy;
  const decision =
    special !== null && isGranted(request.account, special.flag)
      ? decideByWindow(special.policy, request)
      : decideByWindow(policy, request);
  return policy.adjusts ? adjusted(decision, policy, request) : decision;
}

/** What the contact did last, and whether it opened anything that is still open. */
function decideByWindow(policy: Policy, request: TimedRequest): Decision {
  const { lastInboundAt: last, opener, outboundSinceInbound: sent } = request.window;
  if (last !== null && last !== undefined && !(last <= request.at && isInstant(last))) {
    return closed(policy, request, isInstant(last) ? 'future_timestamp' : 'invalid_timestamp', undefined);
  }
  if (!isCount(sent) || !isOpener(opener)) return closed(policy, request, 'invalid_request', undefined);
  if (policy.kind === 'template_only') return closed(policy, request, 'template_only', undefined);
  if (last === null || last === undefined) {
    return policy.kind === 'none' && policy.firstContact
      ? open(policy, request, undefined)
      : closed(policy, request, 'no_inbound_yet', undefined);
  }
  if (policy.kind === 'none') return open(policy, request, undefined);
  const span = opener === undefined || opener === 'message' ? policy.message : policy.spans[opener];
  if (span === undefined || request.at >= last + span.lasts)
    return closed(policy, request, 'window_closed', span);
  if (span.max <= (sent ?? 0)) return closed(policy, request, 'quota_exhausted', span);
  return open(policy, request, span);
}

/** Messages of ours since the contact's last act; none when left out. */
function isCount(sent: unknown): boolean {
  return sent === undefined || (typeof sent === 'number' && sent >= 0);
}

function isOpener(opener: Opener | undefined): boolean {
  return opener === undefined || opener === 'message' || OPENERS.includes(opener);
}

/** What only few channels know: a free entry point, a plan's quota, quiet hours to come. */
function adjusted(decision: Decision, policy: Policy, request: TimedRequest): Decision {
  if (policy.freeEntryPoint) return withFreeEntry(decision, request);
  if (policy.quota !== null) return withQuota(decision, policy, policy.quota, request);
  return withQuietHours(decision, policy, request);
}

/** Names the field that could not be understood. */
function misunderstood(request: OutboundRequest, preset: PolicyPreset, purpose: number): Decision {
  const { channel, sender } = request;
  const no = (field: string, expected: string) => badRequest(channel, 'invalid_request', field, expected);
  if (!preset.timelines.has(channel)) return no('channel', `a channel of the preset ${preset.id}`);
  if (purpose < 0) return no('purpose', 'support, csat, vip_update or marketing');
  if (sender !== 'human' && sender !== 'automation') return no('sender', 'human or automation');
  return no('window', 'an object, empty when the contact never wrote');
}
