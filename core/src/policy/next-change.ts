import { toEpoch } from './instant.js';
import type { Decision } from './types.js';

/**
 * When a shown decision turns stale without anything happening, so that a countdown needs no polling: decide again
 * then. Null: not before an event or a changed fact. Exact: one millisecond earlier the answer is still the same.
 *
 * Where a month's count decided, it is the start of the next month (UTC), when the counts handed in start again.
 * A decision that came over a wire without `staleAt` is read from its `closesAt` and `unlockedBy`.
 *
 * @returns Epoch milliseconds.
 */
export function nextChange(decision: Decision): number | null {
  if (decision.staleAt !== undefined) return decision.staleAt;
  let next = decision.closesAt ?? Infinity;
  for (const unlock of decision.unlockedBy) {
    if (unlock.startsWith('at:')) next = Math.min(next, toEpoch(unlock.slice(3)));
  }
  return Number.isFinite(next) ? next : null;
}
