import type { Transport, TransportResponse } from '@outbound-composer/core/client';

export interface Waiting {
  /** How often a request is asked again at most. */
  readonly times: number;
  /** The longest time to wait before one of them, in milliseconds. */
  readonly longest: number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/**
 * Asks again, after the time the gateway names, where it says that it did not take the request: 429, and 503 or
 * 409 with `Retry-After`. A request that waits is repeated with the same Idempotency-Key.
 */
export function waitingOut(waiting: Waiting, cancelled: () => boolean, ask: Transport): Transport {
  return async (request) => {
    for (let asked = 1; ; asked++) {
      const answer = await ask(request);
      const wait = waitBeforeNext(answer, asked);
      if (wait === null || wait > waiting.longest || asked > waiting.times || cancelled()) return answer;
      await waiting.sleep(wait);
    }
  };
}

/** Milliseconds, or null where asking again does not help. */
function waitBeforeNext({ status, retryAfter }: TransportResponse, asked: number): number | null {
  const seconds = retryAfter ? Number(retryAfter) : Number.NaN;
  if (status !== 429 && status !== 503 && status !== 409) return null;
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  return status === 429 ? 1000 * 2 ** (asked - 1) : null;
}
