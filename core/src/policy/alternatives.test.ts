import { describe, expect, it } from 'vitest';
import { alternatives } from './alternatives.js';
import { ago, DAY, HOUR, NOON } from './ask.test.util.js';
import { nextChange } from './next-change.js';
import { channelPolicy, definePreset } from './preset.js';
import { respondIo } from './presets/respond-io.js';
import { ALWAYS, type DatedRule } from './rule.js';
import type { Channel, Decision, OutboundRequest } from './types.js';
import { upcoming } from './upcoming.js';

const request = (channel: Channel, more: Partial<OutboundRequest> = {}): OutboundRequest => ({
  at: NOON,
  sender: 'human',
  purpose: 'support',
  window: {},
  ...more,
  channel,
});
const order = (...requests: OutboundRequest[]) =>
  alternatives(requests).map(({ decision }) => decision.channel);

describe('A contact’s channels', () => {
  it('come open first, then restricted, then blocked', () => {
    expect(order(request('instagram'), request('whatsapp'), request('email'))).toEqual([
      'email',
      'whatsapp',
      'instagram',
    ]);
  });

  it('come freely worded before worded already', () => {
    expect(
      order(
        request('whatsapp'),
        request('viber', ago(DAY)),
        request('instagram', { ...ago(DAY), account: { humanAgentApproved: true } }),
        request('messenger', { ...ago(DAY), account: { utilityMessaging: true } }),
      ),
    ).toEqual(['instagram', 'viber', 'whatsapp', 'messenger']);
  });

  it('come free before unknown before paid, whatever the order they were asked in', () => {
    expect(order(request('email'), request('sms'), request('website_chat'), request('rcs'))).toEqual([
      'website_chat',
      'email',
      'sms',
      'rcs',
    ]);
    expect(order(request('sms'), request('email'))).toEqual(['email', 'sms']);
    expect(order(request('email'), request('website_chat'))).toEqual(['website_chat', 'email']);
  });

  it('come with the form that leaves most to the agent first', () => {
    const forms = {
      free: request('email'),
      tag: request('instagram', { ...ago(DAY), account: { humanAgentApproved: true } }),
      bot: request('viber', ago(DAY)),
      template: request('whatsapp', ago(DAY)),
      utility: request('messenger', { ...ago(DAY), account: { utilityMessaging: true } }),
      none: request('wechat'),
    };
    const best = [forms.free, forms.tag, forms.bot, forms.template, forms.utility, forms.none];
    const names = best.map(({ channel }) => channel);
    expect(order(...best)).toEqual(names);
    expect(order(...best.toReversed())).toEqual(names);
  });

  it('come free before paid', () => {
    expect(order(request('sms'), request('email'), request('website_chat'))).toEqual([
      'website_chat',
      'email',
      'sms',
    ]);
  });

  it('come with more time left first', () => {
    expect(
      order(request('messenger', ago(HOUR)), request('tiktok', ago(HOUR)), request('website_chat')),
    ).toEqual(['website_chat', 'tiktok', 'messenger']);
  });

  it('keep their order when equal, and know where they stood', () => {
    const ranked = alternatives([request('slack'), request('discord'), request('x')]);
    expect(ranked.map(({ index, request: { channel } }) => [index, channel])).toEqual([
      [0, 'slack'],
      [1, 'discord'],
      [2, 'x'],
    ]);
  });

  it('are ranked by the preset given', () => {
    const late = [request('messenger', ago(30 * DAY)), request('whatsapp', ago(30 * DAY))];
    expect(alternatives(late).map(({ index }) => index)).toEqual([1, 0]);
    expect(alternatives(late, respondIo).map(({ index }) => index)).toEqual([0, 1]);
  });

  it('may be none', () => {
    expect(alternatives([])).toEqual([]);
  });
});

describe('The next change of a decision that came over a wire', () => {
  const wired = (more: Partial<Decision>): Decision => {
    const { decision } = alternatives([request('email')])[0]!;
    const { staleAt: _left, ...rest } = decision;
    return { ...rest, ...more };
  };

  it.each([
    ['is when it closes', { closesAt: NOON }, NOON],
    ['is when it unlocks', { unlockedBy: ['inbound', 'at:2026-11-24T12:00:00Z'] as const }, NOON],
    [
      'is the earlier of both',
      { closesAt: NOON, unlockedBy: ['at:2026-11-24T11:00:00Z'] as const },
      NOON - HOUR,
    ],
    ['is none without either', { unlockedBy: ['inbound'] as const }, null],
  ])('%s', (_title, more, expected) => {
    expect(nextChange(wired(more))).toBe(expected);
  });
});

describe('Upcoming changes', () => {
  it('are those of the next 90 days, the nearest first', () => {
    const at = Date.UTC(2026, 9, 1) - 90 * DAY;
    const changes = upcoming('whatsapp', at);
    expect(changes.map(({ change, rule }) => [change, rule.id])).toEqual([
      ['ends', 'whatsapp.price.2025-07'],
      ['begins', 'whatsapp.price.2026-10'],
    ]);
    expect(changes[0]!.at).toBe(Date.UTC(2026, 9, 1));
    expect(upcoming('whatsapp', at - 1)).toEqual([]);
    expect(upcoming('whatsapp', Date.UTC(2026, 9, 1))).toEqual([]);
    expect(upcoming('whatsapp', Date.UTC(2026, 9, 1) - 1)).toHaveLength(2);
  });

  it('come in the order of their days, whatever that of the rules', () => {
    const rule = (id: string, validFrom: string, validTo: string | null): DatedRule => ({
      id,
      validFrom,
      validTo,
      says: { note: { code: id, text: id } },
      source: 'https://example.com/',
    });
    const sms = channelPolicy('sms', [
      { ...rule('always', ALWAYS, null), says: { window: 'none' } },
      rule('last', '2027-01-20', null),
      rule('first', '2026-12-10', '2027-01-10'),
      rule('second', '2026-12-20', null),
    ]);
    const changes = upcoming('sms', NOON, definePreset('mine', sms));
    expect(changes.map(({ change, rule: { id } }) => `${id} ${change}`)).toEqual([
      'first begins',
      'second begins',
      'first ends',
      'last begins',
    ]);
  });

  it('are taken from text too, and from any preset', () => {
    expect(upcoming('messenger', '2026-04-01T00:00:00Z')).toHaveLength(2);
    expect(upcoming('messenger', '2026-04-01T00:00:00Z', respondIo)).toEqual([]);
  });

  it('need an instant and a channel of the preset', () => {
    expect(() => upcoming('email', 'soon')).toThrow(
      'at must be epoch milliseconds or ISO 8601 text with an offset, got soon',
    );
    expect(() => upcoming('fax' as 'email', 0)).toThrow('channel must be one of the preset current, got fax');
  });
});
