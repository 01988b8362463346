import { earliest, toEpoch } from './instant.js';
import type { FullDecision, TimedRequest } from './policy.js';
import type { Price } from './types.js';

/** Permission and price are two clocks: nothing here can open or close anything. */

const FREE_ENTRY_POINT: Price = Object.freeze({ kind: 'free', reason: 'free_entry_point' });

/**
 * A decision while a free entry point runs. Inside the window that a click-to-WhatsApp ad opened it runs for certain:
 * either our reply starts it now, or an earlier one did.
 */
export function withFreeEntry(decision: FullDecision, { at, window }: TimedRequest): FullDecision {
  const byAd = window.opener === 'ad' && decision.verdict === 'open';
  if ((window.freeEntryPointUntil == null && !byAd) || decision.verdict === 'blocked') return decision;
  const told = toEpoch(window.freeEntryPointUntil);
  const until = Math.max(Number.isNaN(told) ? at : told, (byAd ? decision.closesAt : null) ?? at);
  if (until <= at) return decision;
  return { ...decision, price: FREE_ENTRY_POINT, staleAt: earliest(decision.staleAt, until) };
}
