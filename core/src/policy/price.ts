import { toEpoch } from './instant.js';
import type { Price, WindowState } from './types.js';

/** Permission and price are two clocks: nothing here can open or close anything. */

const FREE_ENTRY_POINT: Price = Object.freeze({ kind: 'free', reason: 'free_entry_point' });
export const NOTHING_TO_PAY: Price = Object.freeze({ kind: 'unknown', reason: 'nothing_can_be_sent' });

/**
 * When the free entry point ends, or null when none runs. Inside the window that a click-to-WhatsApp ad opened it
 * runs for certain: either our reply starts it now, or an earlier one did.
 *
 * @param windowEnd Null when no window is open.
 */
export function freeEntryEnd(state: WindowState, at: number, windowEnd: number | null): number | null {
  const told = state.freeEntryPointUntil == null ? Number.NaN : toEpoch(state.freeEntryPointUntil);
  const end = at < told ? told : null;
  if (state.opener !== 'ad' || windowEnd === null) return end;
  return end === null || end < windowEnd ? windowEnd : end;
}

/** The price while a free entry point runs, and otherwise. */
export function priceAt(otherwise: Price, freeUntil: number | null): Price {
  return freeUntil === null ? otherwise : FREE_ENTRY_POINT;
}
