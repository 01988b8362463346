import { expect, test } from 'vitest';
import { delayAfter, MAX_TRIES } from '../../src/webhooks/schedule.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const never = () => 0;
const most = () => 0.999_999;

test('the waits grow from five seconds to fourteen hours, spread by a fifth at most', () => {
  const waits = Array.from({ length: MAX_TRIES }, (_, index) => delayAfter(index + 1, null, NOW, never));
  expect(waits.map((wait) => wait && wait / 1000)).toEqual([
    5,
    300,
    1800,
    7200,
    18_000,
    36_000,
    50_400,
    null,
  ]);
  expect(delayAfter(1, null, NOW, most)).toBeGreaterThan(5_900);
  expect(delayAfter(1, null, NOW, most)).toBeLessThan(6_000);
});

test.each([
  ['120', 120_000],
  ['Tue, 24 Nov 2026 12:10:00 GMT', 600_000],
  ['1', 5_000],
  ['soon', 5_000],
  ['99999999', 86_400_000],
])('a receiver that asks for %s waits %i ms', (retryAfter, wait) => {
  expect(delayAfter(1, retryAfter, NOW, never)).toBe(wait);
});
