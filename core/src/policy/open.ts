import type { CompiledWindow, OpenSpan, Policy } from './compile.js';
import { formsThatHold } from './forms.js';
import { notesFor } from './notes.js';
import { freeEntryEnd, priceAt } from './price.js';
import { type Quiet, quietFor } from './quiet.js';
import { BY_NOTHING, NO_LIMITS } from './refusals.js';
import type { Decision, OutboundRequest } from './types.js';

/**
 * Free text is allowed: inside a window, or where there is none.
 *
 * @param last Epoch milliseconds of the contact's last act, NaN when there is none.
 * @param span What that act opened; undefined where there is no window.
 */
export function open(
  policy: Policy,
  window: CompiledWindow,
  request: OutboundRequest,
  at: number,
  last: number,
  purpose: number,
  span: OpenSpan | undefined,
): Decision {
  const { channel, insideSet, price } = policy;
  const quiet = quietFor(policy, request, at, purpose);
  const closesAt = earlier(span === undefined ? null : last + span.lasts, quiet);
  const freeUntil = price.freeEntryPoint ? freeEntryEnd(request.window, at, closesAt) : null;
  return {
    channel,
    verdict: 'open',
    ways: policy.waysInside[
      insideSet === 0 ? 0 : formsThatHold(policy, request, at, last, purpose) & insideSet
    ]!,
    reason: span === undefined ? 'no_window' : 'window_open',
    closesAt,
    remaining:
      span === undefined || span.limits.max === null
        ? null
        : span.max - (request.window.outboundSinceInbound ?? 0),
    unlockedBy: BY_NOTHING,
    price: priceAt(price.open, freeUntil),
    notes: notesFor(policy.notes.open[purpose]!, span, quiet),
    rule: window.ref,
    limits: span === undefined ? NO_LIMITS : span.limits,
    closedAt: null,
    staleAt: freeUntil !== null && (closesAt === null || freeUntil < closesAt) ? freeUntil : closesAt,
  };
}

/** The window's end, or the beginning of quiet hours before it. */
function earlier(end: number | null, quiet: Quiet | null): number | null {
  if (quiet === null || quiet.next === Number.POSITIVE_INFINITY) return end;
  return end === null || quiet.next < end ? quiet.next : end;
}
