import type { TransportResponse } from '@outbound-composer/core/client';
import { describe, expect, it } from 'vitest';
import { waitingOut } from './waiting-out.js';

const request = { method: 'GET', path: '/v1/me', headers: {} };

/** Asks a gateway that gives these answers, one after the other, and notes the waits between them. */
async function ask(answers: TransportResponse[], { longest = 60_000, cancelled = false } = {}) {
  const waits: number[] = [];
  const transport = waitingOut(
    { times: 5, longest, sleep: async (milliseconds) => void waits.push(milliseconds) },
    () => cancelled,
    async () => answers.shift() ?? { status: 200, body: {} },
  );
  return { answer: await transport(request), waits };
}
const refusal = (status: number, retryAfter: string | null) => ({ status, retryAfter, body: {} });

describe('waiting out a gateway that has no room', () => {
  it.each([429, 503, 409])('waits as long as Retry-After says after %i', async (status) => {
    const { answer, waits } = await ask([refusal(status, '3'), refusal(status, '7')]);
    expect(answer.status).toBe(200);
    expect(waits).toEqual([3000, 7000]);
  });

  it('waits twice as long each time where 429 names no time', async () => {
    const { waits } = await ask([refusal(429, null), refusal(429, null), refusal(429, null)]);
    expect(waits).toEqual([1000, 2000, 4000]);
  });

  it.each([400, 404, 409, 422, 500, 503])(
    'does not ask again after %i without Retry-After',
    async (status) => {
      const { answer, waits } = await ask([refusal(status, null)]);
      expect(answer.status).toBe(status);
      expect(waits).toEqual([]);
    },
  );

  it('asks five times again and then gives the last answer', async () => {
    const { answer, waits } = await ask(Array.from({ length: 9 }, () => refusal(429, '1')));
    expect(answer.status).toBe(429);
    expect(waits).toHaveLength(5);
  });

  it('gives the answer at once where the wait would be longer than a minute', async () => {
    const { answer, waits } = await ask([refusal(429, '61')]);
    expect(answer.status).toBe(429);
    expect(waits).toEqual([]);
  });

  it('does not wait in an execution that was cancelled', async () => {
    const { answer, waits } = await ask([refusal(429, '1')], { cancelled: true });
    expect(answer.status).toBe(429);
    expect(waits).toEqual([]);
  });
});
