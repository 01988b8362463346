import { parseIso } from './iso.js';
import type { Instant } from './types.js';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Durations carry their unit where they are written: `hours(24)`, never `86400000`. */
export const minutes = (n: number): number => n * MINUTE;
export const hours = (n: number): number => n * HOUR;
export const days = (n: number): number => n * DAY;

/** The furthest a JavaScript date reaches, either side of 1970. */
const LIMIT = 8.64e15;

/**
 * Epoch milliseconds of an instant, or NaN when it is none. Text needs an offset: `2026-11-24T09:00` means
 * another moment in every time zone and is refused.
 *
 * @example toEpoch('2026-11-24T10:00:00+01:00') // 1795510800000
 */
export function toEpoch(value: unknown): number {
  if (typeof value === 'number') return isInstant(value) ? value : Number.NaN;
  return typeof value === 'string' ? parseIso(value) : Number.NaN;
}

/** Whether a number is within what a date can hold; NaN and the infinities are not. */
export function isInstant(value: number): boolean {
  return value >= -LIMIT && value <= LIMIT;
}

/** Midnight UTC of a date such as `2026-10-01`; providers seldom say in which zone their date begins. */
export function dateToEpoch(date: string): number {
  return toEpoch(`${date}T00:00:00Z`);
}

/** Midnight UTC of the first day of the month after `at`. Monthly counters start again there. */
export function nextMonth(at: number): number {
  const now = new Date(at);
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
}

/** ISO 8601 in UTC, as instants leave. */
export function toIso(at: Instant): string {
  return new Date(at).toISOString();
}

/** The earlier of two instants, where null is never. */
export function earliest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
