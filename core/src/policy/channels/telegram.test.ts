import { describe, expect, it } from 'vitest';
import { ago, ask, DAY, NOON, SECOND, table } from '../ask.test.util.js';

const business = { account: { businessConnection: true } };

describe('Telegram', () => {
  table('telegram', [
    ['a bot cannot write before it was started', {}, 'blocked no_inbound_yet'],
    ['a started bot may write at once', ago(0), 'open no_window free_form'],
    ['and a year later', ago(365 * DAY), 'open no_window free_form'],
    ['automations as well', { ...ago(365 * DAY), sender: 'automation' }, 'open no_window free_form'],
    [
      'a Business connection a second before 24 hours',
      { ...ago(DAY - SECOND), ...business },
      'open window_open free_form',
    ],
    ['not exactly at 24 hours', { ...ago(DAY), ...business }, 'blocked window_closed'],
    ['nor a second after', { ...ago(DAY + SECOND), ...business }, 'blocked window_closed'],
    ['nor before the first message', business, 'blocked no_inbound_yet'],
    [
      'a plain bot that says so has no window',
      { ...ago(DAY), account: { businessConnection: false } },
      'open no_window free_form',
    ],
    ['a blocked bot may not', { ...ago(0), consent: { blocked: true } }, 'blocked blocked_by_contact'],
  ]);

  it('names the rule of Business connections where it decided', () => {
    expect(ask('telegram', { ...ago(DAY), ...business }).rule.id).toBe('telegram.business_connection');
    expect(ask('telegram', ago(DAY)).rule.id).toBe('telegram.window');
    expect(ask('telegram', { ...ago(SECOND), ...business }).closesAt).toBe(NOON - SECOND + DAY);
  });
});
