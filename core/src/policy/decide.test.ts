import { describe, expect, it } from 'vitest';
import { ago, ask, type Case, DAY, HOUR, line, NOON } from './ask.test.util.js';
import { decide } from './decide.js';
import { judge } from './judge.js';
import { current } from './presets/current.js';
import { respondIo } from './presets/respond-io.js';
import { CHANNELS, OPENERS, type OutboundRequest, PURPOSES, REASONS, type Reason } from './types.js';

const good: OutboundRequest = {
  at: NOON,
  channel: 'whatsapp',
  sender: 'human',
  purpose: 'support',
  window: { lastInboundAt: NOON - HOUR },
};
/** As if it came from somewhere without types. */
const from = (value: unknown): OutboundRequest => value as OutboundRequest;

describe('A question that cannot be understood is blocked, and the field is named', () => {
  it.each([
    ['no request', undefined, 'request'],
    ['null', null, 'request'],
    ['a word', 'whatsapp', 'request'],
    ['no fields', {}, 'channel'],
    ['an unknown channel', { ...good, channel: 'fax' }, 'channel'],
    ['a channel named like a part of every object', { ...good, channel: 'constructor' }, 'channel'],
    ['a channel that is no text', { ...good, channel: Symbol('x') }, 'channel'],
    ['an unknown sender', { ...good, sender: 'robot' }, 'sender'],
    ['no sender', { ...good, sender: undefined }, 'sender'],
    ['an unknown purpose', { ...good, purpose: 'spam' }, 'purpose'],
    ['no purpose', { ...good, purpose: undefined }, 'purpose'],
    ['no window', { ...good, window: undefined }, 'window'],
    ['a window that is null', { ...good, window: null }, 'window'],
    ['a window that is a number', { ...good, window: 7 }, 'window'],
    ['a negative count', { ...good, window: { ...good.window, outboundSinceInbound: -1 } }, 'window'],
    ['a count that is text', { ...good, window: { ...good.window, outboundSinceInbound: '3' } }, 'window'],
    [
      'a count that is NaN',
      { ...good, window: { ...good.window, outboundSinceInbound: Number.NaN } },
      'window',
    ],
    ['an unknown opener', { ...good, window: { ...good.window, opener: 'wave' } }, 'window'],
  ])('%s', (_title, request, field) => {
    const decision = decide(from(request));
    expect(decision.verdict).not.toBe('open');
    expect(decision.reason).toBe('invalid_request');
    expect(decision.rule.id).toBe('common.valid_request');
    expect(decision.notes[0]?.text).toMatch(new RegExp(`^${field} must be `));
    expect(decision.unlockedBy).toEqual([]);
  });

  it('a bad count on a channel without other forms is blocked', () => {
    expect(line(ask('email', { window: { outboundSinceInbound: -1 } }))).toBe('blocked invalid_request');
    expect(line(ask('email', { ...ago(HOUR), window: { opener: 'wave' as 'call' } }))).toBe(
      'blocked invalid_request',
    );
  });

  it('consent, account and recipient may be null or missing', () => {
    expect(decide(from({ ...good, consent: null, account: null, recipient: null })).verdict).toBe('open');
    expect(
      line(ask('sms', from({ purpose: 'marketing', recipient: null, consent: { optedInMarketing: true } }))),
    ).toBe('blocked time_zone_required');
  });

  it('a recipient’s country that is no text is an unknown one', () => {
    const recipient = { country: 49 as unknown as string };
    expect(line(ask('whatsapp', { ...ago(DAY), recipient }))).toMatch(/marketing/);
  });
});

describe('The clock', () => {
  it.each([
    ['text that is no time', 'now'],
    ['text without an offset, which is another moment in each zone', '2026-11-24T12:00:00'],
    ['a date alone', '2026-11-24'],
    ['the 30th of February', '2026-02-30T00:00:00Z'],
    ['the 0th', '2026-01-00T00:00:00Z'],
    ['a month 13', '2026-13-01T00:00:00Z'],
    ['hour 24', '2026-01-01T24:00:00Z'],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a moment after the last that dates hold', 8.64e15 + 1],
    ['a moment before the first that dates hold', -8.64e15 - 1],
    ['a date object', new Date(NOON)],
    ['a big integer', 1n],
    ['null', null],
    ['nothing', undefined],
  ])('%s is refused', (_title, at) => {
    const decision = decide(from({ ...good, at }));
    expect(line(decision)).toBe('blocked invalid_timestamp');
    expect(decision.notes[0]?.text).toMatch(/^at must be /);
  });

  it.each([
    ['2026-11-24T12:00:00Z'],
    ['2026-11-24T12:00:00.000Z'],
    ['2026-11-24T12:00Z'],
    ['2026-11-24T13:00:00+01:00'],
    ['2026-11-24T06:30:00.0-05:30'],
  ])('%s is noon', (at) => {
    expect(decide({ ...good, at })).toEqual(decide({ ...good, at: NOON }));
    const window = { lastInboundAt: at };
    expect(decide({ ...good, at: NOON + HOUR, window }).closesAt).toBe(NOON + DAY);
  });

  it.each([
    ['2028', 'window_closed'],
    ['2026', 'invalid_timestamp'],
    ['2000', 'future_timestamp'],
    ['1900', 'invalid_timestamp'],
  ])('29 February exists in leap years: %s', (year, reason) => {
    expect(decide({ ...good, at: `${year}-02-29T00:00:00Z` }).reason).toBe(reason);
  });

  it('reaches back before any rule’s date', () => {
    expect(decide({ ...good, at: -1000, window: { lastInboundAt: -2000 } }).verdict).toBe('open');
    expect(decide({ ...good, at: -8.64e15, window: {} }).reason).toBe('no_inbound_yet');
    expect(decide({ ...good, at: 8.64e15, window: {} }).reason).toBe('no_inbound_yet');
  });
});

describe('The time of the contact’s last message', () => {
  const bad = ['yesterday', '', Number.NaN, Number.POSITIVE_INFINITY, '2026-11-24T11:00:00', {}, false];

  it.each(CHANNELS)('never opens %s when it cannot be read', (channel) => {
    for (const lastInboundAt of bad) {
      const decision = ask(channel, { window: { lastInboundAt: lastInboundAt as string } });
      expect(decision.reason).toBe('invalid_timestamp');
      expect(decision.verdict).not.toBe('open');
      expect(decision.unlockedBy).toEqual(['inbound']);
      expect(decision.closesAt).toBeNull();
      expect(decision.closedAt).toBeNull();
    }
  });

  it.each(CHANNELS)('never opens %s when it lies in the future', (channel) => {
    const decision = ask(channel, {
      window: { lastInboundAt: NOON + 1 },
      account: { humanAgentApproved: true },
    });
    expect(decision.reason).toBe('future_timestamp');
    expect(decision.verdict).not.toBe('open');
    expect(decision.ways).not.toContainEqual({ form: 'tag', tag: 'HUMAN_AGENT' });
    expect(decision.unlockedBy).toEqual(['at:2026-11-24T12:00:00.001Z']);
    expect(decision.staleAt).toBe(NOON + 1);
  });

  it('may be this very moment', () => {
    expect(ask('whatsapp', ago(0))).toMatchObject({ verdict: 'open', closesAt: NOON + DAY });
  });

  it.each(CHANNELS)('missing and null are the same on %s', (channel) => {
    const never = ask(channel, { window: { lastInboundAt: null } });
    expect(ask(channel, { window: {} })).toEqual(never);
    expect(ask(channel, { window: { lastInboundAt: undefined } })).toEqual(never);
    expect(never.closesAt).toBeNull();
  });
});

describe('What the contact said', () => {
  it.each(CHANNELS)('a block ends everything on %s', (channel) => {
    for (const purpose of PURPOSES) {
      const decision = ask(channel, {
        ...ago(HOUR),
        purpose,
        consent: { blocked: true, optedInMarketing: true },
      });
      expect(line(decision)).toBe('blocked blocked_by_contact');
      expect(decision.unlockedBy).toEqual(['inbound']);
    }
  });

  it.each(CHANNELS)('an opt-out ends marketing on %s', (channel) => {
    const decision = ask(channel, {
      ...ago(HOUR),
      purpose: 'marketing',
      consent: { optedOut: true, optedInMarketing: true },
    });
    expect(line(decision)).toBe('blocked opted_out');
    expect(decision.unlockedBy).toEqual(['opt_in']);
  });

  it.each(CHANNELS.filter((channel) => channel !== 'email'))('an opt-out ends support on %s', (channel) => {
    expect(line(ask(channel, { ...ago(HOUR), consent: { optedOut: true } }))).toBe('blocked opted_out');
  });

  it('a stray yes counts as said', () => {
    expect(line(ask('email', from({ consent: { blocked: 'true' } })))).toBe('blocked blocked_by_contact');
  });

  it('a stray yes to marketing does not', () => {
    const consent = { optedInMarketing: 'true' as unknown as boolean };
    expect(line(ask('sms', { purpose: 'marketing', consent }))).toBe('blocked marketing_consent_required');
  });

  it('a deleted conversation matters only where the provider says so', () => {
    const ended = CHANNELS.filter(
      (channel) => ask(channel, { ...ago(0), consent: { threadDeleted: true } }).verdict === 'blocked',
    );
    expect(ended).toEqual(['instagram', 'apple_messages']);
  });
});

describe('A decision', () => {
  it('has forms exactly when it is not blocked, and free text exactly when it is open', () => {
    for (const channel of CHANNELS) {
      for (const age of [0, 30 * HOUR, 30 * DAY]) {
        const { verdict, ways } = ask(channel, ago(age));
        expect(ways.length === 0).toBe(verdict === 'blocked');
        expect(ways[0]?.form === 'free_form').toBe(verdict === 'open');
      }
    }
  });

  it('names a rule that can be looked up', () => {
    for (const preset of [current, respondIo]) {
      for (const channel of CHANNELS) {
        const { rule } = ask(channel, ago(HOUR), preset);
        expect(preset.channels[channel]?.rules.map(({ id }) => id)).toContain(rule.id);
        expect(rule.source).toMatch(/^https?:\/\//);
      }
    }
  });

  it('dates a rule that nobody dated from the first day that computers count', () => {
    expect(decide(good).rule).toMatchObject({
      id: 'whatsapp.window',
      validFrom: '1970-01-01',
      validTo: null,
    });
  });

  it('is by the current rules unless told', () => {
    expect(decide(good)).toEqual(judge(good, current));
    const late = { ...good, channel: 'messenger', window: { lastInboundAt: NOON - 30 * DAY } } as const;
    expect(decide(late).verdict).toBe('blocked');
    expect(decide(late, respondIo).verdict).toBe('restricted');
  });

  it('leaves the question as it was', () => {
    const request = Object.freeze({
      ...good,
      at: '2026-11-24T12:00:00Z',
      window: Object.freeze({ lastInboundAt: '2026-11-24T11:00:00Z' }),
    });
    expect(decide(request).verdict).toBe('open');
  });
});

describe('Every reason', () => {
  const asked: Record<Reason, readonly [Parameters<typeof ask>[0], Case]> = {
    no_window: ['email', {}],
    window_open: ['whatsapp', ago(HOUR)],
    window_closed: ['whatsapp', ago(DAY)],
    no_inbound_yet: ['whatsapp', {}],
    quota_exhausted: ['wechat', { window: { lastInboundAt: NOON, outboundSinceInbound: 5 } }],
    opted_out: ['sms', { consent: { optedOut: true } }],
    blocked_by_contact: ['line', { consent: { blocked: true } }],
    quiet_hours: [
      'sms',
      { purpose: 'marketing', consent: { optedInMarketing: true }, recipient: { timeZone: 'Asia/Tokyo' } },
    ],
    sender_must_be_human: [
      'instagram',
      { ...ago(DAY), sender: 'automation', account: { humanAgentApproved: true } },
    ],
    terms_required: ['viber', { ...ago(DAY), account: { monthlyBotInitiated: 10_000 } }],
    marketing_consent_required: ['whatsapp', { purpose: 'marketing' }],
    recipient_country_excluded: [
      'whatsapp',
      { purpose: 'marketing', consent: { optedInMarketing: true }, recipient: { country: 'US' } },
    ],
    account_region_excluded: ['tiktok', { account: { region: 'FR' } }],
    thread_deleted: ['apple_messages', { consent: { threadDeleted: true } }],
    time_zone_required: ['sms', { purpose: 'marketing', consent: { optedInMarketing: true } }],
    template_only: ['kakaotalk', {}],
    invalid_timestamp: ['email', { at: 'x' }],
    future_timestamp: ['email', { window: { lastInboundAt: NOON + 1 } }],
    invalid_request: ['email', { sender: 'x' as 'human' }],
  };

  it.each(REASONS)('%s can be met', (reason) => {
    const [channel, request] = asked[reason];
    expect(ask(channel, request).reason).toBe(reason);
  });

  it('and every opener is understood everywhere', () => {
    for (const channel of CHANNELS) {
      for (const opener of OPENERS) {
        expect(ask(channel, { window: { lastInboundAt: NOON, opener } }).reason).not.toBe('invalid_request');
      }
    }
  });
});
