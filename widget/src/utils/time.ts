const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>();

/** Making a format takes a hundred times as long as using it. */
function cached<T extends Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>(
  key: string,
  make: () => T,
): T {
  let format = formats.get(key);
  if (!format) {
    format = make();
    formats.set(key, format);
  }
  return format as T;
}

function unit(locale: string, value: number, name: string): string {
  const format = cached(
    `${locale} ${name}`,
    () =>
      // Narrow German units are no shorter and less readable than short ones.
      new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }),
  );
  return format.format(value);
}

/** What is left, in its two largest units: `2 days 3 hr`, `3 hr 12 min`, `4 min 9 sec`. Never rounds up. */
export function timeLeft(ms: number, locale: string): string {
  const left = Math.max(0, ms);
  const [days, hours, minutes, seconds] = [
    Math.floor(left / DAY),
    Math.floor((left % DAY) / HOUR),
    Math.floor((left % HOUR) / MINUTE),
    Math.floor((left % MINUTE) / SECOND),
  ];
  const parts: [number, string][] =
    days > 0
      ? [
          [days, 'day'],
          [hours, 'hour'],
        ]
      : hours > 0
        ? [
            [hours, 'hour'],
            [minutes, 'minute'],
          ]
        : minutes >= 10
          ? [[minutes, 'minute']]
          : [
              [minutes, 'minute'],
              [seconds, 'second'],
            ];
  const shown = parts.filter(([value], index) => value > 0 || (index === parts.length - 1 && left < MINUTE));
  return shown.map(([value, name]) => unit(locale, value, name)).join(' ');
}

/** Milliseconds until `timeLeft` says something else. */
export function timeLeftStep(ms: number): number {
  const step = ms >= DAY ? HOUR : ms >= 10 * MINUTE ? MINUTE : SECOND;
  return (ms % step) + 1;
}

/** `3 days ago`, `in 2 hours`. */
export function ago(instant: string, now: number, locale: string): string {
  const format = cached(
    `${locale} ago`,
    () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }),
  );
  const ms = Date.parse(instant) - now;
  const size = Math.abs(ms);
  if (size < MINUTE) return format.format(0, 'minute');
  if (size < HOUR) return format.format(Math.trunc(ms / MINUTE), 'minute');
  if (size < DAY) return format.format(Math.trunc(ms / HOUR), 'hour');
  if (size < 45 * DAY) return format.format(Math.trunc(ms / DAY), 'day');
  if (size < 365 * DAY) return format.format(Math.trunc(ms / (30 * DAY)), 'month');
  return format.format(Math.trunc(ms / (365 * DAY)), 'year');
}

/** `24 Nov, 14:05`, with the year when it is another one. */
export function dateTime(instant: string, now: number, locale: string): string {
  const year =
    new Date(instant).getFullYear() === new Date(now).getFullYear() ? undefined : ('numeric' as const);
  return cached(
    `${locale} date ${year}`,
    () =>
      new Intl.DateTimeFormat(locale, {
        ...(year && { year }),
        month: 'short',
        day: 'numeric',
        hour: 'numeric',
        minute: '2-digit',
      }),
  ).format(Date.parse(instant));
}

/** `14:05`, by the agent's clock or that of another zone. */
export function clockTime(instant: string, locale: string, timeZone?: string): string {
  return cached(
    `${locale} time ${timeZone}`,
    () => new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone }),
  ).format(Date.parse(instant));
}

/** `Tuesday, 24 November`; for today and yesterday the caller has words of its own. */
export function dayOf(
  instant: string,
  now: number,
  locale: string,
): { word: 'today' | 'yesterday' } | { date: string } {
  const day = new Date(instant);
  const today = new Date(now);
  const yesterday = new Date(now);
  yesterday.setDate(today.getDate() - 1);
  if (day.toDateString() === today.toDateString()) return { word: 'today' };
  if (day.toDateString() === yesterday.toDateString()) return { word: 'yesterday' };
  const year = day.getFullYear() === today.getFullYear() ? undefined : ('numeric' as const);
  return {
    date: cached(
      `${locale} day ${year}`,
      () =>
        new Intl.DateTimeFormat(locale, {
          ...(year && { year }),
          weekday: 'long',
          day: 'numeric',
          month: 'long',
        }),
    ).format(day),
  };
}
