import { describe, expect, it } from 'vitest';
import { instantOf, isTimeZone, localTime } from './local-time.js';

const iso = (local: string, zone: string) => new Date(instantOf(local, zone)).toISOString();

describe('the recipient’s clock', () => {
  it.each([
    ['2026-11-25T09:00', 'Europe/Berlin', '2026-11-25T08:00:00.000Z'],
    ['2026-07-25T09:00', 'Europe/Berlin', '2026-07-25T07:00:00.000Z'],
    ['2026-11-25T00:30', 'Asia/Kathmandu', '2026-11-24T18:45:00.000Z'],
    ['2026-11-25T23:30', 'Pacific/Auckland', '2026-11-25T10:30:00.000Z'],
  ])('shows %s in %s at %s', (local, zone, instant) => {
    expect(iso(local, zone)).toBe(instant);
    expect(localTime(Date.parse(instant), zone)).toBe(local);
  });

  it('means one hour later by an hour that is left out, and the first of one that comes twice', () => {
    expect(iso('2027-03-28T02:30', 'Europe/Berlin')).toBe('2027-03-28T01:30:00.000Z');
    expect(iso('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
  });

  it('knows what is no hour and what is no zone', () => {
    expect(instantOf('', 'Europe/Berlin')).toBeNaN();
    expect(isTimeZone('Mars/Olympus')).toBe(false);
  });
});
