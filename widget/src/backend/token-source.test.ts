import { describe, expect, it, vi } from 'vitest';
import type { Clock } from '../utils/clock.js';
import { TokenSource } from './token-source.js';

const NOW = Date.parse('2026-11-24T09:00:00Z');
const clock: Clock = { now: () => NOW, after: () => null, cancel: () => {} };
const token = (name: string, endsIn: number) =>
  `${name}.${Buffer.from(JSON.stringify({ exp: (NOW + endsIn) / 1000 })).toString('base64url')}.sig`;

describe('the agent’s token', () => {
  it('is used while it lasts', async () => {
    const getToken = vi.fn(() => 'new');
    const first = token('first', 60_000);
    expect(await new TokenSource(first, getToken, clock).current()).toBe(first);
    expect(getToken).not.toHaveBeenCalled();
  });

  it('is renewed shortly before it ends, once for all who ask meanwhile', async () => {
    const getToken = vi.fn(async () => token('next', 600_000));
    const tokens = new TokenSource(token('first', 15_000), getToken, clock);
    const [one, two] = await Promise.all([tokens.current(), tokens.current()]);
    expect(one).toBe(two);
    expect(getToken).toHaveBeenCalledTimes(1);
    expect(await tokens.current()).toBe(one);
  });

  it('is asked for when there is none yet', async () => {
    expect(await new TokenSource(null, () => 'opaque', clock).current()).toBe('opaque');
  });

  it('is used to its end where the page gives no other', async () => {
    const last = token('last', 1_000);
    expect(await new TokenSource(last, null, clock).current()).toBe(last);
  });

  it('is asked for again after the page could not give one', async () => {
    const getToken = vi
      .fn<() => Promise<string>>()
      .mockRejectedValueOnce(new Error('signed out'))
      .mockResolvedValueOnce('back');
    const tokens = new TokenSource(null, getToken, clock);
    await expect(tokens.current()).rejects.toThrow('signed out');
    expect(await tokens.current()).toBe('back');
  });
});
