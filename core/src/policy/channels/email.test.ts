import { describe, expect, it } from 'vitest';
import { ago, ask, DAY, table } from '../ask.test.util.js';

const unsubscribed = { consent: { optedOut: true } };

describe('E-mail', () => {
  table('email', [
    ['needs no message of the contact', {}, 'open no_window free_form'],
    ['has no window', ago(365 * DAY), 'open no_window free_form'],
    [
      'the answer to a request goes to those who unsubscribed',
      { ...ago(DAY), ...unsubscribed },
      'open no_window free_form',
    ],
    ['a survey does not', { ...unsubscribed, purpose: 'csat' }, 'blocked opted_out'],
    ['nor an update nobody asked for', { ...unsubscribed, purpose: 'vip_update' }, 'blocked opted_out'],
    ['nor marketing', { ...unsubscribed, purpose: 'marketing' }, 'blocked opted_out'],
    ['nothing goes to those who blocked us', { consent: { blocked: true } }, 'blocked blocked_by_contact'],
  ]);

  it('reminds of one-click unsubscribing where mail is subscription mail', () => {
    const codes = (purpose: 'marketing' | 'support') =>
      ask('email', { purpose }).notes.map((note) => note.code);
    expect(codes('marketing')).toEqual(['one_click_unsubscribe_required']);
    expect(codes('support')).toEqual([]);
  });
});
