import { describe, expect, it } from 'vitest';
import { ago, dayOf, timeLeft, timeLeftStep } from './time.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('what is left of a window', () => {
  it.each([
    [2 * DAY + 3 * HOUR + 59 * MINUTE, '2 days 3 hr'],
    [DAY, '1 day'],
    [DAY - 1, '23 hr 59 min'],
    [3 * HOUR, '3 hr'],
    [HOUR - 1, '59 min'],
    [10 * MINUTE, '10 min'],
    [10 * MINUTE - 1, '9 min 59 sec'],
    [MINUTE, '1 min'],
    [59 * SECOND + 999, '59 sec'],
    [SECOND, '1 sec'],
    [999, '0 sec'],
    [0, '0 sec'],
    [-5, '0 sec'],
  ])('of %d ms is never rounded up: %s', (ms, text) => {
    expect(timeLeft(ms, 'en')).toBe(text);
  });

  it('is said in the agent’s language', () => {
    expect(timeLeft(3 * HOUR + 12 * MINUTE, 'de')).toBe('3 Std. 12 Min.');
  });

  it('is looked at again at the very millisecond at which it says something else', () => {
    for (const ms of [
      30 * DAY + 5,
      DAY + 1,
      DAY,
      DAY - 1,
      11 * MINUTE,
      10 * MINUTE,
      9 * MINUTE + 123,
      1500,
      1000,
    ]) {
      const step = timeLeftStep(ms);
      expect(timeLeft(ms - step + 1, 'en'), `${ms} just before`).toBe(timeLeft(ms, 'en'));
      expect(timeLeft(ms - step, 'en'), `${ms} at the change`).not.toBe(timeLeft(ms, 'en'));
    }
  });
});

describe('how long ago something was', () => {
  const now = Date.parse('2026-11-24T09:00:00Z');
  it.each([
    [10 * SECOND, 'this minute'],
    [59 * MINUTE, '59 min. ago'],
    [23 * HOUR, '23 hr. ago'],
    [DAY, 'yesterday'],
    [44 * DAY, '44 days ago'],
    [60 * DAY, '2 mo. ago'],
    [800 * DAY, '2 yr. ago'],
  ])('%d ms: %s', (ms, text) => {
    expect(ago(new Date(now - ms).toISOString(), now, 'en')).toBe(text);
  });

  it('knows today and yesterday by the calendar, not by 24 hours', () => {
    const noon = new Date(2026, 10, 24, 12).getTime();
    expect(dayOf(new Date(2026, 10, 24, 0, 1).toISOString(), noon, 'en')).toEqual({ word: 'today' });
    expect(dayOf(new Date(2026, 10, 23, 23, 59).toISOString(), noon, 'en')).toEqual({ word: 'yesterday' });
    expect(dayOf(new Date(2026, 10, 22, 12).toISOString(), noon, 'en')).toEqual({
      date: 'Sunday, November 22',
    });
    expect(dayOf(new Date(2025, 10, 22, 12).toISOString(), noon, 'en')).toEqual({
      date: 'Saturday, November 22, 2025',
    });
  });
});
