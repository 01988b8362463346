import { NOTHING } from './common.js';
import type { FullDecision } from './policy.js';
import type { Decision, Price, Way } from './types.js';

/**
 * A decision made before anybody asks: handed out as it is when nothing of the question shows in it, otherwise copied
 * by `completed`. Frozen, because many share it.
 *
 * @param says In what it differs from a plain refusal.
 */
export function made(says: Partial<Decision>): FullDecision {
  return Object.freeze({ ...NOTHING, ...says });
}

/** A decision that was made beforehand, with the clocks and counts of this question. */
export function completed(
  { channel, verdict, reason, unlockedBy, notes, rule, limits }: FullDecision,
  ways: readonly Way[],
  price: Price,
  closesAt: number | null,
  remaining: number | null,
  closedAt: number | null,
  staleAt: number | null,
): FullDecision {
  return {
    channel,
    verdict,
    ways,
    reason,
    closesAt,
    remaining,
    unlockedBy,
    price,
    notes,
    rule,
    limits,
    closedAt,
    staleAt,
  };
}
