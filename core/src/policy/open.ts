import { formsThatHold } from './forms.js';
import { completed } from './made.js';
import type { FullDecision, OpenSpan, Policy, TimedRequest } from './policy.js';

/** Free text is allowed because no window is kept. */
export function openAlways(policy: Policy, request: TimedRequest): FullDecision {
  const { noWindow } = policy;
  if (policy.insideSet === 0) return noWindow;
  return completed(noWindow, waysInside(policy, request), noWindow.price, null, null, null, null);
}

/** Free text is allowed inside the window that the contact's last act opened. */
export function openWithin(
  policy: Policy,
  request: TimedRequest,
  { open, max }: OpenSpan,
  closesAt: number,
): FullDecision {
  const left = max === null ? null : max - (request.window.outboundSinceInbound ?? 0);
  const ways = policy.insideSet === 0 ? open.ways : waysInside(policy, request);
  return completed(open, ways, open.price, closesAt, left, null, closesAt);
}

/** Free text and the forms beside it. */
function waysInside(policy: Policy, request: TimedRequest) {
  const set = formsThatHold(policy, request, request.window.lastInboundAt ?? null) & policy.insideSet;
  return policy.waysInside[set]!;
}
