import { describe, expect, it } from 'vitest';
import { ago, ask, DAY, HOUR, MINUTE, NOON, SECOND, table } from '../ask.test.util.js';
import { nextChange } from '../next-change.js';
import type { Opener } from '../types.js';

const sent = (outboundSinceInbound: number, opener: Opener = 'message', age = HOUR, at = NOON) => ({
  at,
  window: { lastInboundAt: at - age, opener, outboundSinceInbound },
});

describe('WeChat', () => {
  const change = Date.UTC(2023, 5, 12);
  table('wechat', [
    ['nobody can be written to first', {}, 'blocked no_inbound_yet'],
    ['a second before 48 hours the window is open', ago(2 * DAY - SECOND), 'open window_open free_form'],
    ['exactly at 48 hours it is closed', ago(2 * DAY), 'blocked window_closed'],
    ['a second after 48 hours it is closed', ago(2 * DAY + SECOND), 'blocked window_closed'],
    ['the fifth message may go', sent(4), 'open window_open free_form'],
    ['the sixth may not', sent(5), 'blocked quota_exhausted'],
    ['nor any after it', sent(6), 'blocked quota_exhausted'],
    ['whichever ends first closes it', sent(0, 'message', 2 * DAY), 'blocked window_closed'],
    ['a used-up window that is over is closed by time', sent(5, 'message', 2 * DAY), 'blocked window_closed'],
    [
      'until 12 June 2023 the sixth could go',
      sent(5, 'message', HOUR, change - 1),
      'open window_open free_form',
    ],
    ['and the twenty-first could not', sent(20, 'message', HOUR, change - 1), 'blocked quota_exhausted'],
    ['from that day the sixth cannot', sent(5, 'message', HOUR, change), 'blocked quota_exhausted'],
    [
      'a payment opened nothing known before that day',
      sent(0, 'payment', HOUR, change - 1),
      'blocked window_closed',
    ],
    ['after a payment any number may go', sent(500, 'payment'), 'open window_open free_form'],
    ['for a second less than 48 hours', sent(0, 'payment', 2 * DAY - SECOND), 'open window_open free_form'],
    ['and not exactly at 48 hours', sent(0, 'payment', 2 * DAY), 'blocked window_closed'],
    ['a reaction opens nothing', sent(0, 'reaction'), 'blocked window_closed'],
  ]);

  describe.each(['menu', 'follow', 'qr'] as const)('after %s', (opener) => {
    table('wechat', [
      [
        'the third message may go within a minute',
        sent(2, opener, MINUTE - SECOND),
        'open window_open free_form',
      ],
      ['the fourth may not', sent(3, opener, SECOND), 'blocked quota_exhausted'],
      ['exactly after a minute nothing may', sent(0, opener, MINUTE), 'blocked window_closed'],
      ['a second later neither', sent(0, opener, MINUTE + SECOND), 'blocked window_closed'],
      ['it was so before June 2023', sent(3, opener, SECOND, change - 1), 'blocked quota_exhausted'],
    ]);
  });

  it('counts what is left', () => {
    expect(ask('wechat', sent(0)).remaining).toBe(5);
    expect(ask('wechat', sent(4)).remaining).toBe(1);
    expect(ask('wechat', sent(5)).remaining).toBe(0);
    expect(ask('wechat', sent(0, 'payment')).remaining).toBeNull();
  });

  it('is reset by a reply: both the 48 hours and the count', () => {
    const used = ask('wechat', sent(5, 'message', HOUR));
    expect(used.unlockedBy).toEqual(['inbound']);
    const replied = ask('wechat', ago(0));
    expect(replied).toMatchObject({ verdict: 'open', remaining: 5, closesAt: NOON + 2 * DAY });
  });

  it('used up, changes by itself only when its 48 hours end', () => {
    const used = ask('wechat', sent(5, 'message', HOUR));
    expect(nextChange(used)).toBe(NOON + 47 * HOUR);
    expect(used.rule.id).toBe('wechat.window.2023-06');
  });

  it('open on the eve of the stricter count, closes when the day comes', () => {
    const decision = ask('wechat', sent(10, 'message', HOUR, change - HOUR));
    expect(decision).toMatchObject({ verdict: 'open', closesAt: change });
    expect(nextChange(decision)).toBe(change);
  });

  it('says that a payment counts for service accounts only', () => {
    expect(ask('wechat', sent(0, 'payment')).notes.map((note) => note.code)).toEqual([
      'service_account_only',
    ]);
  });
});
