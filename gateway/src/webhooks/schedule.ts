const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Before the second attempt, the third, and so on; the attempts of one delivery span about a day and a half. */
const DELAYS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR] as const;

export const MAX_TRIES = DELAYS.length + 1;

/** A subscription that nothing got through to for so long is disabled. */
export const DISABLE_AFTER_MS = 5 * 24 * HOUR;

const LONGEST_WAIT = 24 * HOUR;
/** What waits together should not come back together. */
const SPREAD = 0.2;

/**
 * Milliseconds until the next attempt, or null when there is none.
 *
 * @param tries Attempts so far.
 * @param retryAfter The receiver's header, seconds or a date; a longer wait than ours is honoured.
 * @param random From 0 inclusive to 1 exclusive.
 */
export function delayAfter(
  tries: number,
  retryAfter: string | null,
  now: number,
  random: () => number = Math.random,
): number | null {
  const delay = DELAYS[tries - 1];
  if (delay === undefined) return null;
  return Math.max(delay * (1 + SPREAD * random()), asked(retryAfter, now));
}

function asked(retryAfter: string | null, now: number): number {
  if (retryAfter === null) return 0;
  const wait = /^\d+$/.test(retryAfter) ? Number(retryAfter) * SECOND : Date.parse(retryAfter) - now;
  return Number.isNaN(wait) ? 0 : Math.min(Math.max(0, wait), LONGEST_WAIT);
}
