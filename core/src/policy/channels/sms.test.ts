import { describe, expect, it } from 'vitest';
import { ago, ask, DAY, HOUR, SECOND, table } from '../ask.test.util.js';
import { nextChange } from '../next-change.js';

/** In New York, which is five hours behind UTC in winter. */
const newYork = (hour: number, minute = 0, second = 0) => ({
  at: Date.UTC(2026, 10, 24, hour + 5, minute, second),
  purpose: 'marketing' as const,
  consent: { optedInMarketing: true },
  recipient: { timeZone: 'America/New_York', country: 'US' },
});

describe('SMS', () => {
  table('sms', [
    ['needs no message of the contact', {}, 'open no_window free_form'],
    ['has no window', ago(365 * DAY), 'open no_window free_form'],
    ['STOP ends support too', { consent: { optedOut: true } }, 'blocked opted_out'],
    ['marketing needs consent', { purpose: 'marketing' }, 'blocked marketing_consent_required'],
  ]);
});

describe('SMS quiet hours in the recipient’s time zone', () => {
  table('sms', [
    ['a second before 21:00 marketing may go', newYork(20, 59, 59), 'open no_window free_form'],
    ['exactly at 21:00 it may not', newYork(21), 'blocked quiet_hours'],
    ['a second after 21:00 it may not', newYork(21, 0, 1), 'blocked quiet_hours'],
    ['after midnight it may not', newYork(24, 30), 'blocked quiet_hours'],
    ['a second before 8:00 it may not', newYork(7, 59, 59), 'blocked quiet_hours'],
    ['exactly at 8:00 it may', newYork(8), 'open no_window free_form'],
    ['a second after 8:00 it may', newYork(8, 0, 1), 'open no_window free_form'],
    ['support may go at night', { ...newYork(23), purpose: 'support' }, 'open no_window free_form'],
    [
      'marketing to an unknown zone may not',
      { ...newYork(12), recipient: { country: 'US' } },
      'blocked time_zone_required',
    ],
    [
      'nor to a zone that does not exist',
      { ...newYork(12), recipient: { timeZone: 'Mars/Olympus' } },
      'blocked time_zone_required',
    ],
    [
      'a recipient of unknown country is protected',
      { ...newYork(23), recipient: { timeZone: 'America/New_York' } },
      'blocked quiet_hours',
    ],
    [
      'a recipient elsewhere is not',
      { ...newYork(23), recipient: { timeZone: 'Europe/Berlin', country: 'DE' } },
      'open no_window free_form',
    ],
    [
      'Puerto Rico is',
      { ...newYork(23), recipient: { timeZone: 'America/Puerto_Rico', country: 'PR' } },
      'blocked quiet_hours',
    ],
  ]);

  it('say when they end', () => {
    const decision = ask('sms', newYork(23));
    expect(decision.unlockedBy).toEqual(['at:2026-11-25T13:00:00.000Z']);
    expect(nextChange(decision)).toBe(Date.UTC(2026, 10, 25, 13));
    expect(decision.rule.id).toBe('sms.quiet_hours');
  });

  it('close an open day when they begin', () => {
    const decision = ask('sms', newYork(12));
    expect(decision.closesAt).toBe(Date.UTC(2026, 10, 25, 2));
    expect(nextChange(decision)).toBe(decision.closesAt);
  });

  it('advise against support at night, and only then', () => {
    const night = { ...newYork(23), purpose: 'support' as const };
    const advice = (asked: Parameters<typeof ask>[1]) => ask('sms', asked).notes.map((note) => note.code);
    expect(advice(night)).toEqual(['quiet_hours_advice']);
    expect(advice({ ...night, at: newYork(12).at })).toEqual([]);
    expect(advice({ ...night, recipient: { country: 'US' } })).toEqual([]);
    expect(advice({ ...night, recipient: { timeZone: 'Europe/Berlin', country: 'DE' } })).toEqual([]);
    expect(ask('sms', night).closesAt).toBeNull();
  });

  it('follow the clocks through the change to summer time', () => {
    // 8 March 2026: 2:00 becomes 3:00 in New York, so the night is an hour shorter.
    const at = Date.UTC(2026, 2, 8, 4);
    const decision = ask('sms', { ...newYork(23), at });
    expect(decision.unlockedBy).toEqual(['at:2026-03-08T12:00:00.000Z']);
  });

  it.each([
    ['UTC', 21 * HOUR],
    ['Asia/Kathmandu', (21 - 5.75) * HOUR],
    ['Pacific/Kiritimati', (21 - 14) * HOUR],
    ['America/St_Johns', (21 + 3.5) * HOUR - DAY],
    ['Pacific/Pago_Pago', (21 + 11) * HOUR - DAY],
  ])('begin at 21:00 in %s', (timeZone, utcOfDay) => {
    const begin = Date.UTC(2026, 10, 24) + utcOfDay;
    const asked = { ...newYork(0), recipient: { timeZone } };
    expect(ask('sms', { ...asked, at: begin - SECOND }).verdict).toBe('open');
    expect(ask('sms', { ...asked, at: begin }).reason).toBe('quiet_hours');
    expect(ask('sms', { ...asked, at: begin - SECOND }).closesAt).toBe(begin);
  });
});
