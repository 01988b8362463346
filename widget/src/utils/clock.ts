/** Where the element takes its time and its timers from, so that tests and playgrounds can hold them. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls back once after `ms` milliseconds. */
  after(ms: number, callback: () => void): unknown;
  cancel(timer: unknown): void;
}

// A timer above this many milliseconds fires at once (the delay is a signed 32-bit number).
const LONGEST_TIMER = 2_147_483_647;

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, callback) => setTimeout(callback, Math.min(ms, LONGEST_TIMER)),
  cancel: (timer) => clearTimeout(timer as number),
};
