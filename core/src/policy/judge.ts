import { closed } from './closed.js';
import type { CompiledWindow, Policy } from './compile.js';
import { toEpoch } from './instant.js';
import { open } from './open.js';
import type { PolicyPreset } from './preset.js';
import { purposePlace } from './purpose.js';
import { openByQuota } from './quota.js';
import { badRequest, refusedByContact, refusedByRegulation } from './refusals.js';
import { withRuleChange } from './rule-change.js';
import {
  type Channel,
  type Decision,
  OPENERS,
  type OutboundRequest,
  type Reason,
  type WindowState,
} from './types.js';

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
  const { channel } = request;
  const timeline = preset.timelines.get(channel);
  const purpose = purposePlace(request.purpose);
  const at = toEpoch(request.at);
  if (
    timeline === undefined ||
    purpose < 0 ||
    (request.sender !== 'human' && request.sender !== 'automation') ||
    typeof request.window !== 'object' ||
    request.window === null ||
    Number.isNaN(at)
  ) {
    return misunderstood(request, preset, purpose);
  }
  let index = timeline.length - 1;
  while (at < timeline[index]!.from) index--;
  const policy = timeline[index]!;
  const decision = decideBy(policy, request, at, purpose);
  if (policy.until === Number.POSITIVE_INFINITY) return decision;
  return withRuleChange(decision, policy.until, at, () => judge({ ...request, at: policy.until }, preset));
}

/** The questions in their order; the first that refuses decides. */
function decideBy(policy: Policy, request: OutboundRequest, at: number, purpose: number): Decision {
  const { consent } = request;
  // Anything but a plain no counts as said: a stray "true" from a form must not open a channel.
  if (
    consent &&
    (consent.blocked || consent.optedOut || consent.optedOutMarketing || consent.threadDeleted)
  ) {
    const refusal = refusedByContact(policy, consent, purpose);
    if (refusal !== null) return refusal;
  }
  if ((policy.gatedPurposes & (1 << purpose)) === 0) return decideByWindow(policy, request, at, purpose);
  return refusedByRegulation(policy, request, at, purpose) ?? decideByWindow(policy, request, at, purpose);
}

function decideByWindow(policy: Policy, request: OutboundRequest, at: number, purpose: number): Decision {
  const window = windowFor(policy, request);
  const state = request.window;
  const given = state.lastInboundAt;
  if (given === null || given === undefined) {
    const fault = faultIn(state);
    if (fault !== null) return closed(policy, window, request, at, Number.NaN, purpose, fault, undefined);
    if (window.kind !== 'none') {
      const reason = window.kind === 'template_only' ? 'template_only' : 'no_inbound_yet';
      return closed(policy, window, request, at, Number.NaN, purpose, reason, undefined);
    }
    if (!window.firstContact) {
      return closed(policy, window, request, at, Number.NaN, purpose, 'no_inbound_yet', undefined);
    }
    return windowless(policy, window, request, at, Number.NaN, purpose);
  }
  const last = toEpoch(given);
  if (!(last <= at)) {
    const reason = last > at ? 'future_timestamp' : 'invalid_timestamp';
    return closed(policy, window, request, at, Number.NaN, purpose, reason, undefined);
  }
  const fault = faultIn(state);
  if (fault !== null) return closed(policy, window, request, at, Number.NaN, purpose, fault, undefined);
  if (window.kind === 'none') return windowless(policy, window, request, at, last, purpose);
  if (window.kind === 'template_only') {
    return closed(policy, window, request, at, last, purpose, 'template_only', undefined);
  }
  const { opener } = state;
  const span = opener === undefined || opener === 'message' ? window.message : window.spans[opener];
  if (span === undefined || at >= last + span.lasts) {
    return closed(policy, window, request, at, last, purpose, 'window_closed', span);
  }
  if (span.max <= (state.outboundSinceInbound ?? 0)) {
    return closed(policy, window, request, at, last, purpose, 'quota_exhausted', span);
  }
  return open(policy, window, request, at, last, purpose, span);
}

function windowFor(policy: Policy, { account }: OutboundRequest): CompiledWindow {
  const { special } = policy;
  return special !== null && account?.[special.flag] === true ? special.window : policy.window;
}

function windowless(
  policy: Policy,
  window: CompiledWindow,
  request: OutboundRequest,
  at: number,
  last: number,
  purpose: number,
): Decision {
  const decision = open(policy, window, request, at, last, purpose, undefined);
  return policy.quota === null ? decision : openByQuota(decision, policy, policy.quota, request, at, purpose);
}

/** A count or an opener that is none. A wrong state is never open. */
function faultIn({ outboundSinceInbound: sent, opener }: WindowState): Reason | null {
  if (sent !== undefined && !(typeof sent === 'number' && sent >= 0)) return 'invalid_request';
  if (opener === undefined || opener === 'message' || OPENERS.includes(opener)) return null;
  return 'invalid_request';
}

/** Names the field that could not be understood. */
function misunderstood(request: OutboundRequest, preset: PolicyPreset, purpose: number): Decision {
  const { channel } = request;
  const no = (field: string, expected: string) => badRequest(channel, 'invalid_request', field, expected);
  if (!preset.timelines.has(channel)) return no('channel', `a channel of the preset ${preset.id}`);
  if (purpose < 0) return no('purpose', 'support, csat, vip_update or marketing');
  if (request.sender !== 'human' && request.sender !== 'automation')
    return no('sender', 'human or automation');
  if (typeof request.window !== 'object' || request.window === null) {
    return no('window', 'an object, empty when the contact never wrote');
  }
  return badRequest(channel, 'invalid_timestamp', 'at', 'epoch milliseconds or ISO 8601 text with an offset');
}
