import { DAY, MINUTE, SECOND } from './instant.js';
import type { CompiledQuietHours } from './policy.js';

/** What a wall clock in that zone means for quiet hours. Instants are epoch milliseconds. */
export interface QuietState {
  /** Quiet until then; null: not quiet now. */
  readonly until: number | null;
  /** When the next quiet hours begin; null while they last. */
  readonly next: number | null;
}

/**
 * Whether a wall clock stands in the quiet hours: from `from`, included, to `to`, not included.
 *
 * @returns null when the zone is no IANA name this runtime knows.
 * @example quietState({ from: 21 * 60, to: 8 * 60 }, Date.UTC(2026, 10, 24, 22), 'Etc/UTC')?.until // 8:00 next day
 */
export function quietState(
  hours: Pick<CompiledQuietHours, 'from' | 'to'>,
  at: number,
  zone: string,
): QuietState | null {
  const offset = zoneOffset(zone, at);
  if (offset === null) return null;
  const { from, to } = hours;
  const local = at + offset;
  const midnight = Math.floor(local / DAY) * DAY;
  const minute = (local - midnight) / MINUTE;
  const quiet = from > to ? minute >= from || minute < to : minute >= from && minute < to;
  const wall = midnight + (quiet ? to : from) * MINUTE;
  let change = (wall > local ? wall : wall + DAY) - offset;
  if (zoneOffset(zone, change) !== offset) {
    // The clocks change on the way, and may jump over the minute or show it twice: it is asked again from there.
    change = Math.floor(at / QUARTER) * QUARTER;
    do change += QUARTER;
    while (zoneOffset(zone, change) === offset);
    const then = quietState(hours, change, zone);
    if ((then?.next === null) === quiet) return then;
  }
  return quiet ? { until: change, next: null } : { until: null, next: change };
}

/** Offsets change on quarter hours, so one answer holds for all of one. */
const QUARTER = 15 * MINUTE;
const zones = new Map<
  string,
  { readonly format: Intl.DateTimeFormat; quarter: number; offset: number | null }
>();

/** Milliseconds to add to UTC to read a wall clock in that zone, or null when the zone is unknown. */
function zoneOffset(zone: string, at: number): number | null {
  let known = zones.get(zone);
  if (known === undefined) {
    try {
      const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
      known = { format, quarter: Number.NaN, offset: null };
    } catch {
      // RangeError: no such zone.
      return null;
    }
    zones.set(zone, known);
  }
  const quarter = Math.floor(at / QUARTER);
  if (known.quarter !== quarter) {
    known.quarter = quarter;
    known.offset = offsetIn(known.format.format(at));
  }
  return known.offset;
}

/** The offset at the end of a text such as `11/24/2026, GMT-05:00`. */
function offsetIn(text: string): number | null {
  const parts = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text);
  if (parts === null) return null;
  const [, sign, hours = 0, minutes = 0, seconds = 0] = parts;
  const offset = (Number(hours) * 60 + Number(minutes)) * MINUTE + Number(seconds) * SECOND;
  return sign === '-' ? -offset : offset;
}
