import { earliest, toEpoch, toIso } from './instant.js';
import type { FullDecision, Policy, TimedRequest } from './policy.js';

/**
 * A restricted decision while something holds its forms back: the people of a day are reached, or the provider asked to
 * spare this contact marketing. Inside an open window neither counts.
 */
export function withHolds(
  decision: FullDecision,
  { recipientLimit, marketingCap }: Policy,
  { account, at, window }: TimedRequest,
): FullDecision {
  if (recipientLimit !== null && account?.recipientLimit != null) {
    const reached = account.recipientsLast24h ?? 0;
    // Anything but a number below the limit has reached it.
    if (!(reached >= 0 && reached < account.recipientLimit)) return held(decision, recipientLimit, null);
  }
  if (marketingCap !== null && window.marketingHeldUntil != null) {
    const until = toEpoch(window.marketingHeldUntil);
    // A time that cannot be read holds back until the contact writes.
    if (Number.isNaN(until)) return held(decision, marketingCap, null);
    if (at < until) {
      const unlockedBy = ['inbound', `at:${toIso(until)}`] as const;
      return { ...held(decision, marketingCap, until), unlockedBy };
    }
  }
  return decision;
}

/** A decision in whose place another stands, with the clocks and figures of its window. */
export function held(
  { limits, closedAt, staleAt }: FullDecision,
  instead: FullDecision,
  until: number | null,
): FullDecision {
  return { ...instead, limits, closedAt, staleAt: earliest(staleAt, until) };
}
