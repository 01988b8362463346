import { describe, expect, it } from 'vitest';
import { ago, ask, DAY, HOUR, NOON, SECOND, table } from '../ask.test.util.js';
import { nextChange } from '../next-change.js';

describe('RCS', () => {
  table('rcs', [
    ['needs no message of the contact', {}, 'open no_window free_form'],
    ['has no window', ago(365 * DAY), 'open no_window free_form'],
    ['ends with an opt-out', { consent: { optedOut: true } }, 'blocked opted_out'],
  ]);
});

describe('Apple Messages for Business', () => {
  const deleted = { consent: { threadDeleted: true } };
  table('apple_messages', [
    ['nobody can be written to first', {}, 'blocked no_inbound_yet'],
    ['a conversation has no end of its own', ago(365 * DAY), 'open no_window free_form'],
    ['a deleted conversation is over', { ...ago(HOUR), ...deleted }, 'blocked thread_deleted'],
    [
      'marketing needs the word subscribe',
      { ...ago(HOUR), purpose: 'marketing' },
      'blocked marketing_consent_required',
    ],
    [
      'and goes after it',
      { ...ago(HOUR), purpose: 'marketing', consent: { optedInMarketing: true } },
      'open no_window free_form',
    ],
  ]);

  it('asks for the prescribed notice where nobody asked', () => {
    expect(ask('apple_messages', { ...ago(HOUR), purpose: 'csat' }).notes.map((note) => note.code)).toEqual([
      'notice_required',
    ]);
    expect(ask('apple_messages', ago(HOUR)).notes).toEqual([]);
  });
});

describe('Zalo', () => {
  const sent = (outboundSinceInbound: number) => ({
    window: { lastInboundAt: NOON - HOUR, outboundSinceInbound },
  });
  table('zalo_oa', [
    ['somebody who never wrote can get a ZNS template', {}, 'restricted no_inbound_yet template(utility)'],
    ['a second before 48 hours the window is open', ago(2 * DAY - SECOND), 'open window_open free_form'],
    ['exactly at 48 hours only a template goes', ago(2 * DAY), 'restricted window_closed template(utility)'],
    ['a second after 48 hours as well', ago(2 * DAY + SECOND), 'restricted window_closed template(utility)'],
    ['the eighth answer may go', sent(7), 'open window_open free_form'],
    ['the ninth may not, a template may', sent(8), 'restricted quota_exhausted template(utility)'],
    ['marketing has no template', { ...ago(2 * DAY), purpose: 'marketing' }, 'blocked window_closed'],
  ]);

  it('used up, changes by itself when its 48 hours end', () => {
    const decision = ask('zalo_oa', sent(8));
    expect(nextChange(decision)).toBe(NOON + 47 * HOUR);
    expect(decision.rule.id).toBe('zalo_oa.window');
  });
});

describe('KakaoTalk', () => {
  /** A wall clock in Seoul, nine hours ahead of UTC. */
  const seoul = (hour: number, minute = 0, second = 0) => ({
    at: Date.UTC(2026, 10, 24, hour - 9, minute, second),
    purpose: 'marketing' as const,
    consent: { optedInMarketing: true },
  });
  table('kakaotalk', [
    ['information goes as a template, to anybody', {}, 'restricted template_only template(utility)'],
    ['at any hour', { at: seoul(3).at }, 'restricted template_only template(utility)'],
    ['a message of the contact opens no free text', ago(HOUR), 'restricted template_only template(utility)'],
    ['advertising needs consent', { purpose: 'marketing' }, 'blocked marketing_consent_required'],
    [
      'advertising goes a second before 20:00',
      seoul(19, 59, 59),
      'restricted template_only template(marketing)',
    ],
    ['not exactly at 20:00', seoul(20), 'blocked quiet_hours'],
    ['nor a second after', seoul(20, 0, 1), 'blocked quiet_hours'],
    ['nor a second before 9:00', seoul(8, 59, 59), 'blocked quiet_hours'],
    ['but exactly at 9:00', seoul(9), 'restricted template_only template(marketing)'],
    [
      'the recipient’s own zone does not matter',
      { ...seoul(21), recipient: { timeZone: 'Europe/Berlin', country: 'DE' } },
      'blocked quiet_hours',
    ],
  ]);

  it('names the end of the night, and closes when it begins', () => {
    expect(ask('kakaotalk', seoul(21)).unlockedBy).toEqual(['at:2026-11-25T00:00:00.000Z']);
    const day = ask('kakaotalk', seoul(10));
    expect(day.closesAt).toBe(seoul(20).at);
    expect(nextChange(day)).toBe(seoul(20).at);
    expect(ask('kakaotalk', { at: seoul(10).at })).toMatchObject({ closesAt: null, unlockedBy: [] });
  });
});

describe.each(['x', 'discord', 'slack'] as const)('%s', (channel) => {
  table(channel, [
    ['has no window', ago(365 * DAY), 'open no_window free_form'],
    ['needs no message of the contact', {}, 'open no_window free_form'],
    ['ends with a block', { consent: { blocked: true } }, 'blocked blocked_by_contact'],
  ]);
});

describe('X and Discord', () => {
  it('say that the recipient’s settings may refuse', () => {
    for (const channel of ['x', 'discord'] as const) {
      expect(ask(channel).notes.map((note) => note.code)).toEqual(['recipient_may_refuse']);
    }
  });
});
