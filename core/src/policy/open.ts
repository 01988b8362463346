import { formsThatHold } from './forms.js';
import type { OpenSpan, Policy, TimedRequest } from './policy.js';
import { BY_NOTHING, NO_LIMITS } from './refusals.js';
import type { Decision } from './types.js';

/**
 * Free text is allowed: inside a window, or where there is none.
 *
 * @param span What the contact's last act opened; undefined where there is no window.
 */
export function open(policy: Policy, request: TimedRequest, span: OpenSpan | undefined): Decision {
  const last = request.window.lastInboundAt ?? null;
  const { insideSet } = policy;
  const set = insideSet === 0 ? 0 : formsThatHold(policy, request, last) & insideSet;
  const notes = policy.notesOpen;
  if (span === undefined || last === null) {
    return {
      channel: policy.channel,
      verdict: 'open',
      ways: policy.waysInside[set]!,
      reason: 'no_window',
      closesAt: null,
      remaining: null,
      unlockedBy: BY_NOTHING,
      price: policy.priceOpen,
      notes,
      rule: policy.windowRef,
      limits: NO_LIMITS,
      closedAt: null,
      staleAt: null,
    };
  }
  const closesAt = last + span.lasts;
  return {
    channel: policy.channel,
    verdict: 'open',
    ways: policy.waysInside[set]!,
    reason: 'window_open',
    closesAt,
    remaining: span.limits.max === null ? null : span.limits.max - (request.window.outboundSinceInbound ?? 0),
    unlockedBy: BY_NOTHING,
    price: policy.priceOpen,
    notes: span.note === null ? notes : [...notes, span.note],
    rule: policy.windowRef,
    limits: span.limits,
    closedAt: null,
    staleAt: closesAt,
  };
}
