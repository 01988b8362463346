import { DAY, MINUTE } from './instant.js';
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
  const local = at + offset;
  const minute = Math.floor((((local % DAY) + DAY) % DAY) / MINUTE);
  const overnight = hours.from > hours.to;
  const quiet = overnight
    ? minute >= hours.from || minute < hours.to
    : minute >= hours.from && minute < hours.to;
  return quiet
    ? { until: nextWallClock(at, local, hours.to, zone), next: null }
    : { until: null, next: nextWallClock(at, local, hours.from, zone) };
}

/** The next instant after `at` at which clocks in that zone show `minute` of the day. */
function nextWallClock(at: number, local: number, minute: number, zone: string): number {
  const midnight = Math.floor(local / DAY) * DAY;
  for (const day of [midnight, midnight + DAY]) {
    const wall = day + minute * MINUTE;
    // The offset at the goal can differ from the one now (daylight saving), so it is asked there.
    const guess = wall - (zoneOffset(zone, wall) ?? 0);
    const instant = wall - (zoneOffset(zone, guess) ?? 0);
    if (instant > at) return instant;
  }
  return midnight + 2 * DAY;
}

const formats = new Map<string, Intl.DateTimeFormat>();
/** Offsets change on quarter hours, so one answer holds for all of one. */
const QUARTER = 15 * MINUTE;
const latest = new Map<string, { readonly quarter: number; readonly offset: number }>();

/** Milliseconds to add to UTC to read a wall clock in that zone, or null when the zone is unknown. */
function zoneOffset(zone: string, at: number): number | null {
  const quarter = Math.floor(at / QUARTER);
  const known = latest.get(zone);
  if (known !== undefined && known.quarter === quarter) return known.offset;
  const format = formatOf(zone);
  if (format === null) return null;
  const name = format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const parts = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(name);
  if (parts === null) return null;
  const seconds = Number(parts[2] ?? 0) * 3600 + Number(parts[3] ?? 0) * 60 + Number(parts[4] ?? 0);
  const offset = (parts[1] === '-' ? -seconds : seconds) * 1000;
  latest.set(zone, { quarter, offset });
  return offset;
}

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    formats.set(zone, format);
    return format;
  } catch {
    // RangeError: no such zone.
    return null;
  }
}
