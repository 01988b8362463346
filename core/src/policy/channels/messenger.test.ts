import { describe, expect, it } from 'vitest';
import { ago, ask, DAY, HOUR, NOON, SECOND, table } from '../ask.test.util.js';
import { nextChange } from '../next-change.js';

const approved = { account: { humanAgentApproved: true } };
const utility = { account: { utilityMessaging: true } };

describe('Messenger’s 24 hours', () => {
  table('messenger', [
    ['nobody can be written to first', { ...approved, ...utility }, 'blocked no_inbound_yet'],
    ['a second before 24 hours the window is open', ago(DAY - SECOND), 'open window_open free_form'],
    ['exactly at 24 hours it is closed', ago(DAY), 'blocked window_closed'],
    ['a second after 24 hours it is closed', ago(DAY + SECOND), 'blocked window_closed'],
    [
      'a reaction opens it',
      { window: { lastInboundAt: NOON, opener: 'reaction' } },
      'open window_open free_form',
    ],
    ['a button opens it', { window: { lastInboundAt: NOON, opener: 'menu' } }, 'open window_open free_form'],
    [
      'an m.me code opens it',
      { window: { lastInboundAt: NOON, opener: 'qr' } },
      'open window_open free_form',
    ],
    ['a call does not', { window: { lastInboundAt: NOON, opener: 'call' } }, 'blocked window_closed'],
    [
      'after an ad only 24 hours are certain',
      { window: { lastInboundAt: NOON - DAY, opener: 'ad' } },
      'blocked window_closed',
    ],
    ['marketing is allowed inside it', { ...ago(HOUR), purpose: 'marketing' }, 'open window_open free_form'],
  ]);

  it('says that an ad may open it for longer', () => {
    for (const age of [HOUR, DAY]) {
      const { notes } = ask('messenger', { window: { lastInboundAt: NOON - age, opener: 'ad' } });
      expect(notes.map((note) => note.code)).toEqual(['ad_window_may_be_longer']);
    }
  });
});

describe('Messenger’s HUMAN_AGENT tag', () => {
  table('messenger', [
    ['is for a person after 24 hours', { ...ago(DAY), ...approved }, 'restricted window_closed HUMAN_AGENT'],
    ['lasts until 7 days', { ...ago(7 * DAY - SECOND), ...approved }, 'restricted window_closed HUMAN_AGENT'],
    ['ends exactly at 7 days', { ...ago(7 * DAY), ...approved }, 'blocked window_closed'],
    ['is over a second later', { ...ago(7 * DAY + SECOND), ...approved }, 'blocked window_closed'],
    [
      'is never for automations',
      { ...ago(DAY), ...approved, sender: 'automation' },
      'blocked sender_must_be_human',
    ],
    [
      'is not what keeps an automation from writing after 7 days',
      { ...ago(7 * DAY), ...approved, sender: 'automation' },
      'blocked window_closed',
    ],
    [
      'needs Meta’s permission',
      { ...ago(DAY), account: { humanAgentApproved: false } },
      'blocked window_closed',
    ],
    ['is not for marketing', { ...ago(DAY), ...approved, purpose: 'marketing' }, 'blocked window_closed'],
    [
      'may carry a survey that a person writes',
      { ...ago(DAY), ...approved, purpose: 'csat' },
      'restricted window_closed HUMAN_AGENT',
    ],
  ]);

  it('closes 7 days after the message', () => {
    const decision = ask('messenger', { ...ago(30 * HOUR), ...approved });
    expect(decision.closesAt).toBe(NOON - 30 * HOUR + 7 * DAY);
    expect(nextChange(decision)).toBe(decision.closesAt);
  });

  it('asks an automation for a person, until the tag ends', () => {
    const decision = ask('messenger', { ...ago(DAY), ...approved, sender: 'automation' });
    expect(decision.unlockedBy).toEqual(['inbound', 'human_sender']);
    expect(nextChange(decision)).toBe(NOON + 6 * DAY);
    expect(decision.rule.id).toBe('messenger.after_window.2026-04');
  });
});

describe('Messenger’s utility templates', () => {
  table('messenger', [
    ['go after the window', { ...ago(30 * DAY), ...utility }, 'restricted window_closed utility_template'],
    ['go inside it as well', { ...ago(HOUR), ...utility }, 'open window_open free_form utility_template'],
    ['are not for marketing', { ...ago(DAY), ...utility, purpose: 'marketing' }, 'blocked window_closed'],
    [
      'are all an automation has',
      { ...ago(DAY), account: { humanAgentApproved: true, utilityMessaging: true }, sender: 'automation' },
      'restricted window_closed utility_template',
    ],
    [
      'come after what a person may still word freely',
      { ...ago(DAY), account: { humanAgentApproved: true, utilityMessaging: true } },
      'restricted window_closed HUMAN_AGENT utility_template',
    ],
    [
      'go when the last message’s time cannot be read',
      { window: { lastInboundAt: 'yesterday' }, ...utility },
      'restricted invalid_timestamp utility_template',
    ],
  ]);
});

describe('Messenger’s other tags', () => {
  const retired = Date.UTC(2026, 3, 27);
  table('messenger', [
    [
      'were there until 27 April 2026',
      ago(30 * DAY, retired - 1),
      'restricted window_closed CONFIRMED_EVENT_UPDATE POST_PURCHASE_UPDATE ACCOUNT_UPDATE',
    ],
    ['are rejected from that day', ago(30 * DAY, retired), 'blocked window_closed'],
    [
      'were never for marketing',
      { ...ago(30 * DAY, retired - 1), purpose: 'marketing' },
      'blocked window_closed',
    ],
  ]);

  it('close on the day they end, and the decision says so', () => {
    const decision = ask('messenger', ago(30 * DAY, retired - DAY));
    expect(decision.closesAt).toBe(retired);
    expect(decision.notes.map((note) => note.code)).toContain('rule_changes_soon');
    expect(nextChange(decision)).toBe(retired);
  });

  it('are not announced more than 90 days before', () => {
    expect(ask('messenger', ago(200 * DAY, retired - 91 * DAY)).notes).toEqual([]);
    expect(ask('messenger', ago(200 * DAY, retired - 90 * DAY)).notes).toHaveLength(1);
  });
});
