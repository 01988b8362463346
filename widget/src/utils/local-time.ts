const HOUR = 3_600_000;

/** The agent's own zone, as an IANA name. */
export const ownTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Whether it is a zone that this browser knows. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** What a clock shows at an instant: `localTime(…, 'Europe/Berlin') // '2026-11-25T09:00'`. */
export function localTime(instant: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(instant);
  const of = (wanted: string) => parts.find(({ type }) => type === wanted)?.value ?? '';
  return `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
}

/**
 * When a clock shows `2026-11-25T09:00`, in epoch milliseconds, as the gateway means it: what a change to daylight
 * saving leaves out is one hour later, what comes twice is meant the first time. NaN: no day and hour.
 */
export function instantOf(local: string, timeZone: string): number {
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc)) return asUtc;
  const offsetAt = (instant: number) => Date.parse(`${localTime(instant, timeZone)}Z`) - instant;
  const near = asUtc - offsetAt(asUtc);
  const instant = asUtc - offsetAt(near);
  return localTime(instant - HOUR, timeZone) === local ? instant - HOUR : instant;
}
