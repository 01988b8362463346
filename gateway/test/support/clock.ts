export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The instant at which tests take place unless they say otherwise. */
export const NOON = Date.parse('2026-11-24T12:00:00.000Z');

export interface TestClock {
  (): number;
  advance(milliseconds: number): void;
  set(instant: number): void;
}

/** A clock that stands still until it is moved. */
export function testClock(at: number = NOON): TestClock {
  let now = at;
  return Object.assign(() => now, {
    advance: (milliseconds: number) => {
      now += milliseconds;
    },
    set: (instant: number) => {
      now = instant;
    },
  });
}
