import { describe, expect, it } from 'vitest';
import { ago, ask, DAY, HOUR, NOON, SECOND, table } from '../ask.test.util.js';

const sent = (outboundSinceInbound: number) => ({
  window: { lastInboundAt: NOON - HOUR, outboundSinceInbound },
});

describe('TikTok', () => {
  table('tiktok', [
    ['nobody can be written to first', {}, 'blocked no_inbound_yet'],
    ['a second before 48 hours the window is open', ago(2 * DAY - SECOND), 'open window_open free_form'],
    ['exactly at 48 hours it is closed', ago(2 * DAY), 'blocked window_closed'],
    ['a second after 48 hours it is closed', ago(2 * DAY + SECOND), 'blocked window_closed'],
    ['the tenth message may go', sent(9), 'open window_open free_form'],
    ['the eleventh may not', sent(10), 'blocked quota_exhausted'],
    [
      'a comment or a follow opens nothing',
      { window: { lastInboundAt: NOON, opener: 'follow' } },
      'blocked window_closed',
    ],
    [
      'an account in Germany has no access',
      { ...ago(HOUR), account: { region: 'DE' } },
      'blocked account_region_excluded',
    ],
    [
      'nor one in the United Kingdom',
      { ...ago(HOUR), account: { region: 'GB' } },
      'blocked account_region_excluded',
    ],
    [
      'nor one in Switzerland, written small',
      { ...ago(HOUR), account: { region: 'ch' } },
      'blocked account_region_excluded',
    ],
    [
      'one in the United States has',
      { ...ago(HOUR), account: { region: 'US' } },
      'open window_open free_form',
    ],
  ]);

  it('counts what is left, and lists every country of the EEA', () => {
    expect(ask('tiktok', sent(3)).remaining).toBe(7);
    const eea =
      'AT BE BG HR CY CZ DK EE FI FR DE GR HU IS IE IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE'.split(' ');
    for (const region of eea) {
      expect(ask('tiktok', { ...ago(HOUR), account: { region } }), region).toMatchObject({
        reason: 'account_region_excluded',
        unlockedBy: [],
      });
    }
  });
});
