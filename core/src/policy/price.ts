import type { Policy } from './compile.js';
import { toEpoch } from './instant.js';
import type { Price, WindowState } from './types.js';

/** Permission and price are two clocks: nothing here can open or close anything. */

const FREE_ENTRY_POINT: Price = Object.freeze({ kind: 'free', reason: 'free_entry_point' });
export const NOTHING_TO_PAY: Price = Object.freeze({ kind: 'unknown', reason: 'nothing_can_be_sent' });

/**
 * When the free entry point ends, or -Infinity when none runs. While the window that a click-to-WhatsApp ad opened
 * is open it runs for certain: either our reply starts it now, or it started with an earlier one.
 */
export function freeEntryEnd(policy: Policy, at: number, state: WindowState, windowEnd: number): number {
  if (!policy.price.freeEntryPoint) return Number.NEGATIVE_INFINITY;
  const told = state.freeEntryPointUntil == null ? Number.NaN : toEpoch(state.freeEntryPointUntil);
  const byAd = state.opener === 'ad' && at < windowEnd ? windowEnd : Number.NEGATIVE_INFINITY;
  return at < told ? Math.max(told, byAd) : byAd;
}

/** Price of free text while it is allowed. */
export function priceInside(policy: Policy, at: number, freeEnd: number): Price {
  return at < freeEnd ? FREE_ENTRY_POINT : policy.price.open;
}

/** Price of the best form outside the window. */
export function priceOutside(policy: Policy, at: number, freeEnd: number): Price {
  return at < freeEnd ? FREE_ENTRY_POINT : policy.price.outside;
}
