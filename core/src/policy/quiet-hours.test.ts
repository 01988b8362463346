import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from './instant.js';
import { quietState } from './quiet-hours.js';

const midnight = Date.UTC(2026, 10, 24);
const clock = (hour: number, minute = 0) => hour * 60 + minute;

describe('Quiet hours over midnight', () => {
  const night = { from: clock(21), to: clock(8) };
  it.each([
    ['the last quiet minute', 8 * HOUR - 1, { until: midnight + 8 * HOUR, next: null }],
    ['the first loud one', 8 * HOUR, { until: null, next: midnight + 21 * HOUR }],
    ['the last loud minute', 21 * HOUR - 1, { until: null, next: midnight + 21 * HOUR }],
    ['the first quiet one', 21 * HOUR, { until: midnight + DAY + 8 * HOUR, next: null }],
    ['midnight', 0, { until: midnight + 8 * HOUR, next: null }],
  ])('%s', (_title, offset, expected) => {
    expect(quietState(night, midnight + offset, 'UTC')).toEqual(expected);
  });
});

describe('Quiet hours within a day', () => {
  const noon = { from: clock(12), to: clock(14, 30) };
  it.each([
    ['before', 12 * HOUR - 1, { until: null, next: midnight + 12 * HOUR }],
    ['at the start', 12 * HOUR, { until: midnight + 14.5 * HOUR, next: null }],
    ['at the end', 14.5 * HOUR, { until: null, next: midnight + DAY + 12 * HOUR }],
    ['in the evening', 20 * HOUR, { until: null, next: midnight + DAY + 12 * HOUR }],
    ['just before the end', 14.5 * HOUR - 1, { until: midnight + 14.5 * HOUR, next: null }],
  ])('%s', (_title, offset, expected) => {
    expect(quietState(noon, midnight + offset, 'UTC')).toEqual(expected);
  });

  it('of no length are none', () => {
    expect(quietState({ from: clock(9), to: clock(9) }, midnight + 9 * HOUR, 'UTC')).toEqual({
      until: null,
      next: midnight + DAY + 9 * HOUR,
    });
  });
});

describe('Time zones', () => {
  const night = { from: clock(21), to: clock(8) };

  it.each([
    ['Asia/Kolkata', 5.5 * HOUR],
    ['America/St_Johns', -3.5 * HOUR],
    ['Asia/Kathmandu', 5.75 * HOUR],
    ['Pacific/Kiritimati', 14 * HOUR],
    ['Etc/GMT+12', -12 * HOUR],
  ])('%s is %d milliseconds from UTC', (zone, offset) => {
    const at = midnight + 12 * HOUR - offset;
    expect(quietState(night, at, zone)).toEqual({ until: null, next: midnight + 21 * HOUR - offset });
  });

  it('may have been off by seconds: Monrovia until 1972', () => {
    const at = Date.UTC(1971, 5, 1, 12);
    expect(quietState(night, at, 'Africa/Monrovia')?.next).toBe(Date.UTC(1971, 5, 1, 21, 44, 30));
  });

  it('that do not exist are not guessed', () => {
    expect(quietState(night, midnight, 'Mars/Olympus')).toBeNull();
    expect(quietState(night, midnight, '')).toBeNull();
  });

  it('are asked anew when the clocks change', () => {
    const before = Date.UTC(2026, 2, 29, 0, 59);
    expect(quietState(night, before, 'Europe/Berlin')?.until).toBe(Date.UTC(2026, 2, 29, 6));
    expect(quietState(night, before - DAY, 'Europe/Berlin')?.until).toBe(Date.UTC(2026, 2, 28, 7));
    expect(quietState(night, before + MINUTE, 'Europe/Berlin')?.until).toBe(Date.UTC(2026, 2, 29, 6));
    expect(quietState(night, Date.UTC(2026, 2, 28, 12), 'Europe/Berlin')?.next).toBe(
      Date.UTC(2026, 2, 28, 20),
    );
    expect(quietState(night, Date.UTC(2026, 2, 29, 12), 'Europe/Berlin')?.next).toBe(
      Date.UTC(2026, 2, 29, 19),
    );
  });

  it('are asked minute by minute on the days on which clocks change', () => {
    const spans = [
      { from: clock(21), to: clock(8) },
      { from: clock(22), to: clock(2, 30) },
      { from: clock(1, 20), to: clock(1, 40) },
      { from: clock(23), to: clock(0) },
    ];
    const days = [
      ['America/New_York', Date.UTC(2026, 2, 8)],
      ['America/New_York', Date.UTC(2026, 10, 1)],
      ['Africa/Cairo', Date.UTC(2026, 3, 24)],
      ['Africa/Cairo', Date.UTC(2026, 9, 30)],
      ['Australia/Lord_Howe', Date.UTC(2026, 3, 5)],
      ['Pacific/Apia', Date.UTC(2011, 11, 30)],
    ] as const;
    for (const [zone, day] of days) {
      const wall = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
      const start = day - DAY;
      const shown = Array.from({ length: (4 * DAY) / MINUTE }, (_, minute) => {
        const [hour, rest] = wall.format(start + minute * MINUTE).split(':');
        return clock(Number(hour), Number(rest));
      });
      for (const { from, to } of spans) {
        const quiet = shown.map((minute) =>
          from > to ? minute >= from || minute < to : minute >= from && minute < to,
        );
        for (let minute = 0; minute < (2 * DAY) / MINUTE; minute += 7) {
          const change = start + quiet.indexOf(!quiet[minute], minute) * MINUTE;
          expect(
            quietState({ from, to }, start + minute * MINUTE, zone),
            `${zone} ${from} ${minute}`,
          ).toEqual(quiet[minute] ? { until: change, next: null } : { until: null, next: change });
        }
      }
    }
  });

  it('before 1970 have days too', () => {
    expect(quietState(night, -HOUR, 'UTC')).toEqual({ until: 8 * HOUR, next: null });
    expect(quietState(night, -4 * HOUR, 'UTC')).toEqual({ until: null, next: -3 * HOUR });
  });
});
