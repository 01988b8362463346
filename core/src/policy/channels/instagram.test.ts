import { describe, expect, it } from 'vitest';
import { ago, ask, DAY, HOUR, NOON, SECOND, table } from '../ask.test.util.js';

const approved = { account: { humanAgentApproved: true } };

describe('Instagram', () => {
  table('instagram', [
    ['nobody can be written to first', approved, 'blocked no_inbound_yet'],
    ['a second before 24 hours the window is open', ago(DAY - SECOND), 'open window_open free_form'],
    ['exactly at 24 hours it is closed', ago(DAY), 'blocked window_closed'],
    ['a second after 24 hours it is closed', ago(DAY + SECOND), 'blocked window_closed'],
    [
      'a person may answer with the tag after 24 hours',
      { ...ago(DAY), ...approved },
      'restricted window_closed HUMAN_AGENT',
    ],
    [
      'until a second before 7 days',
      { ...ago(7 * DAY - SECOND), ...approved },
      'restricted window_closed HUMAN_AGENT',
    ],
    ['not exactly at 7 days', { ...ago(7 * DAY), ...approved }, 'blocked window_closed'],
    ['nor a second after', { ...ago(7 * DAY + SECOND), ...approved }, 'blocked window_closed'],
    [
      'an automation may not',
      { ...ago(DAY), ...approved, sender: 'automation' },
      'blocked sender_must_be_human',
    ],
    [
      'a story mention opens the window',
      { window: { lastInboundAt: NOON, opener: 'story' } },
      'open window_open free_form',
    ],
    ['a reaction does not', { window: { lastInboundAt: NOON, opener: 'reaction' } }, 'blocked window_closed'],
    [
      'after an ad only 24 hours are certain',
      { window: { lastInboundAt: NOON - DAY, opener: 'ad' } },
      'blocked window_closed',
    ],
    [
      'utility templates do not exist',
      { ...ago(DAY), account: { utilityMessaging: true } },
      'blocked window_closed',
    ],
    [
      'a deleted conversation is closed',
      { ...ago(HOUR), consent: { threadDeleted: true } },
      'blocked thread_deleted',
    ],
  ]);

  it('has nothing after its window until the contact writes', () => {
    expect(ask('instagram', ago(DAY))).toMatchObject({ ways: [], unlockedBy: ['inbound'] });
  });
});
