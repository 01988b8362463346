import { DAY, HOUR, MINUTE } from '../policy/instant.js';

/** How to say figures: a BCP 47 tag such as `de-AT`, and the zone in which instants are shown. */
export interface Speech {
  readonly locale: string;
  readonly timeZone: string;
}

const cache = new Map<string, Intl.DateTimeFormat>();

/** An instant with weekday, date, time and zone, e.g. "Tue, 24 Nov, 14:00 UTC". */
export function instant(at: number, { locale, timeZone }: Speech): string {
  const key = JSON.stringify([locale, timeZone]);
  let format = cache.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale, {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      timeZoneName: 'short',
      timeZone,
    });
    cache.set(key, format);
  }
  return format.format(at);
}

/** A duration in the largest unit that fits a whole number of times; up to two days in hours, as people say. */
export function duration(ms: number, locale: string): string {
  const [length, unit] =
    ms > 2 * DAY && ms % DAY === 0 ? [DAY, 'day'] : ms % HOUR === 0 ? [HOUR, 'hour'] : [MINUTE, 'minute'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(ms / length);
}

export function oneOf(items: readonly string[], locale: string): string {
  return new Intl.ListFormat(locale, { type: 'disjunction' }).format(items);
}

/** The language of a BCP 47 tag: `de` of `de-AT`. */
export function languageOf(locale: string): string {
  return locale.slice(0, 2).toLowerCase();
}
