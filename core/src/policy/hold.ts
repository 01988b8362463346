import { earliest, toEpoch, toIso } from './instant.js';
import type { FullDecision, Policy, TimedRequest } from './policy.js';

/**
 * A decision outside an open window while something holds it back: the people of a day are reached, or the provider
 * asked to spare this contact marketing.
 */
export function withHolds(
  decision: FullDecision,
  { recipientLimit, marketingCap }: Policy,
  { account, at, window }: TimedRequest,
): FullDecision {
  if (recipientLimit !== null) {
    const limit = Math.min(account?.recipientLimit ?? Infinity, recipientLimit.bound);
    const reached = account?.recipientsLast24h ?? 0;
    // Where anything is limited, whatever is no number below the limit has reached it.
    if (limit !== Infinity && !(reached >= 0 && reached < limit))
      return held(decision, recipientLimit.refusal, null);
  }
  if (marketingCap !== null && window.marketingRefusedAt != null) {
    const until = toEpoch(window.marketingRefusedAt) + marketingCap.bound;
    // A time that cannot be read holds back until the contact writes.
    const unread = Number.isNaN(until);
    if (unread || at < until) {
      const refused = held(decision, marketingCap.refusal, unread ? null : until);
      return unread ? refused : { ...refused, unlockedBy: ['inbound', `at:${toIso(until)}`] };
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
