import { describe, expect, it } from 'vitest';
import { ago, ask, type Case, DAY, HOUR, line, NOON } from './ask.test.util.js';
import { decide } from './decide.js';
import { judge } from './judge.js';
import { channelPolicy, definePreset } from './preset.js';
import { current } from './presets/current.js';
import { ALWAYS, type Says } from './rule.js';
import type { Channel, OutboundRequest } from './types.js';

/** A preset of one channel that says only these things. */
function presetSaying(channel: Channel, ...sayings: readonly Says[]) {
  const rules = sayings.map((says, index) => ({
    id: `mine.${index}`,
    validFrom: ALWAYS,
    validTo: null,
    says,
    source: 'https://example.com/',
  }));
  return definePreset('mine', channelPolicy(channel, rules));
}

describe('What a blocked decision says besides', () => {
  it('costs nothing, for nothing can be sent', () => {
    const nothing = { kind: 'unknown', reason: 'nothing_can_be_sent' };
    expect(ask('instagram', ago(DAY)).price).toEqual(nothing);
    expect(ask('sms', { consent: { blocked: true } }).price).toEqual(nothing);
    expect(ask('email', { at: 'x' }).price).toEqual(nothing);
  });

  it('is closed since the end of a window, and only then', () => {
    expect(ask('instagram', ago(30 * HOUR)).closedAt).toBe(NOON - 6 * HOUR);
    expect(ask('instagram', { window: { lastInboundAt: NOON, opener: 'call' } }).closedAt).toBeNull();
    expect(
      ask('wechat', { window: { lastInboundAt: NOON - HOUR, outboundSinceInbound: 5 } }).closedAt,
    ).toBeNull();
    expect(
      ask('zalo_oa', { window: { lastInboundAt: NOON - HOUR, outboundSinceInbound: 8 } }).closedAt,
    ).toBeNull();
    expect(ask('whatsapp').closedAt).toBeNull();
    const viber: Case = { ...ago(30 * HOUR), account: { monthlyBotInitiated: 10_000 } };
    expect(ask('viber', viber).closedAt).toBe(NOON - 6 * HOUR);
    const garbled: Case = { window: { lastInboundAt: 'x' }, account: { monthlyBotInitiated: 10_000 } };
    expect(ask('viber', garbled)).toMatchObject({ reason: 'terms_required', closedAt: null });
  });

  it('counts what remains only where a count decided', () => {
    expect(ask('instagram', ago(DAY)).remaining).toBeNull();
    expect(ask('wechat', ago(2 * DAY)).remaining).toBeNull();
    expect(ask('wechat', { window: { lastInboundAt: NOON, outboundSinceInbound: 5 } }).remaining).toBe(0);
  });

  it.each([
    ['instagram', ago(DAY), 'instagram.window'],
    ['instagram', {}, 'instagram.window'],
    ['instagram', { ...ago(DAY), account: { humanAgentApproved: true } }, 'instagram.after_window'],
    [
      'instagram',
      { ...ago(DAY), sender: 'automation', account: { humanAgentApproved: true } },
      'instagram.after_window',
    ],
    ['whatsapp', ago(DAY), 'whatsapp.templates.2025-04'],
    ['whatsapp', { consent: { optedOut: true } }, 'whatsapp.opt_in'],
    ['telegram', { consent: { optedOut: true } }, 'common.consent'],
    ['whatsapp', { window: { outboundSinceInbound: -1 } }, 'common.valid_request'],
    ['whatsapp', { window: { lastInboundAt: NOON + HOUR } }, 'whatsapp.templates.2025-04'],
    ['whatsapp', { window: { lastInboundAt: NOON, opener: 'reaction' } }, 'whatsapp.templates.2025-04'],
    ['email', { at: 'x' }, 'common.valid_request'],
  ] as const)('%s names the rule that decided (%j)', (channel, asked, rule) => {
    expect(ask(channel, asked).rule.id).toBe(rule);
  });

  it('points to our own rules where no provider decided', () => {
    expect(ask('telegram', { consent: { optedOut: true } }).rule).toEqual({
      id: 'common.consent',
      validFrom: ALWAYS,
      validTo: null,
      source: 'docs/channels.md#every-channel',
    });
  });

  it('has the figures of the window that the message would have opened', () => {
    expect(ask('wechat').limits).toEqual({ lasts: 2 * DAY, max: 5 });
    expect(ask('wechat', { window: { lastInboundAt: NOON - HOUR, opener: 'menu' } }).limits).toEqual({
      lasts: 60_000,
      max: 3,
    });
    expect(ask('kakaotalk').limits).toEqual({ lasts: null, max: null });
    expect(ask('email').limits).toEqual({ lasts: null, max: null });
  });
});

describe('A question that cannot be understood says what would be right', () => {
  const good: OutboundRequest = {
    at: NOON,
    channel: 'email',
    sender: 'human',
    purpose: 'support',
    window: {},
  };
  it.each([
    [undefined, 'request must be an object.'],
    [{ ...good, channel: 'fax' }, 'channel must be a channel of the preset current.'],
    [{ ...good, purpose: 'x' }, 'purpose must be support, csat, vip_update or marketing.'],
    [{ ...good, sender: 'x' }, 'sender must be human or automation.'],
    [
      { ...good, sender: 'automation', window: null },
      'window must be an object, empty when the contact never wrote.',
    ],
    [{ ...good, window: 3 }, 'window must be an object, empty when the contact never wrote.'],
    [
      { ...good, window: { outboundSinceInbound: -1 } },
      'window must be a count from 0 and a known opener, or neither.',
    ],
    [{ ...good, at: 'x' }, 'at must be epoch milliseconds or ISO 8601 text with an offset.'],
  ])('%j', (request, text) => {
    const decision = decide(request as OutboundRequest);
    expect(decision.notes[0]?.text).toBe(text);
    expect(decision.notes[0]?.code).toBe(decision.reason);
  });

  it('names the numbers of a plan', () => {
    const { notes } = ask('line', { account: { monthlyQuota: -1 } });
    expect(notes[0]?.text).toBe('account.monthlyQuota and monthlySent must be numbers from 0.');
  });

  it('an empty or unknown channel has no name', () => {
    expect(decide(undefined as unknown as OutboundRequest).channel).toBe('');
  });
});

describe('Who never wrote', () => {
  it('is known to, whichever way the instant is written', () => {
    const asked = { at: '2026-11-24T12:00:00Z' };
    for (const lastInboundAt of [null, undefined]) {
      expect(ask('whatsapp', { ...asked, window: { lastInboundAt } }).reason).toBe('no_inbound_yet');
    }
    expect(ask('whatsapp', { ...asked, window: {} }).reason).toBe('no_inbound_yet');
  });

  it('did so before 1970 too', () => {
    expect(ask('whatsapp', { at: -1, window: { lastInboundAt: null } }).reason).toBe('no_inbound_yet');
  });

  it('is asked nothing that ends some time after an act, whatever the clock says', () => {
    const preset = presetSaying(
      'email',
      { window: {} },
      { forms: [{ way: { form: 'utility_template' }, within: DAY }] },
    );
    expect(ask('email', { at: HOUR, window: { lastInboundAt: null } }, preset).verdict).toBe('blocked');
  });

  it('is out of a person’s reach as well where the first word must be the contact’s', () => {
    const preset = presetSaying(
      'email',
      { window: {}, firstContact: 'refused' },
      { forms: [{ way: { form: 'tag', tag: 'NOTE' }, sender: 'human' }] },
    );
    for (const sender of ['human', 'automation'] as const) {
      const refused = ask('email', { sender }, preset);
      expect(refused).toMatchObject({ reason: 'no_inbound_yet', unlockedBy: ['inbound'] });
    }
  });
});

describe('Decisions that show nothing of the question', () => {
  it.each(['email', 'instagram', 'kakaotalk'] as const)('%s shares among all who ask', (channel) => {
    const purpose = channel === 'kakaotalk' ? 'marketing' : 'support';
    expect(ask(channel, { purpose })).toBe(ask(channel, { purpose }));
  });

  it('are shared by a preset of one’s own as well', () => {
    const preset = presetSaying('email', { window: {} });
    expect(ask('email', {}, preset)).toBe(ask('email', {}, preset));
  });
});

describe('A note', () => {
  const said = { code: 'mine', text: 'Wait.', de: 'Warten.' };
  const asked = {
    open: ago(HOUR),
    restricted: { ...ago(2 * DAY), account: { humanAgentApproved: true } },
    blocked: ago(2 * DAY),
  };
  const verdicts = ['open', 'restricted', 'blocked'] as const;
  const saying = (...notes: Extract<Says, { note: unknown }>['note'][]) =>
    presetSaying(
      'email',
      { window: { message: { lasts: DAY } } },
      { forms: [{ way: { form: 'tag', tag: 'NOTE' }, needs: 'humanAgentApproved' }] },
      ...notes.map((note) => ({ note })),
    );

  it.each(verdicts)('that belongs to no verdict is said when %s, in both languages', (verdict) => {
    const decision = ask('email', asked[verdict], saying(said));
    expect(decision.verdict).toBe(verdict);
    expect(decision.notes).toStrictEqual([said]);
  });

  it.each(verdicts)('may belong to %s alone', (verdict) => {
    const preset = saying({ ...said, verdicts: [verdict] });
    for (const other of verdicts) {
      expect(ask('email', asked[other], preset).notes).toHaveLength(other === verdict ? 1 : 0);
    }
  });

  it('has no German where none was given', () => {
    const { de: _de, ...english } = said;
    expect(ask('email', ago(HOUR), saying(english)).notes).toStrictEqual([english]);
  });
});

describe('What the contact said', () => {
  it('counts by the next word where the first is about other messages', () => {
    const preset = presetSaying(
      'email',
      { window: 'none' },
      { consent: { optOutCovers: ['marketing'], threadDeletionEnds: true } },
    );
    const told = (consent: Case['consent']) => ask('email', { consent }, preset).reason;
    expect(told({ optedOut: true })).toBe('no_window');
    expect(told({ optedOut: true, threadDeleted: true })).toBe('thread_deleted');
    expect(told({ optedOutMarketing: true, threadDeleted: true })).toBe('thread_deleted');
  });
});

describe('A decision that is blocked already', () => {
  const closed: Says = { window: { message: { lasts: DAY } } };

  it('is not free by an entry point', () => {
    const free = { kind: 'free', reason: 'service' } as const;
    const preset = presetSaying('email', closed, {
      price: { open: free, outside: free, freeEntryPoint: true },
    });
    const window = { lastInboundAt: NOON - 2 * DAY, freeEntryPointUntil: NOON + DAY };
    expect(ask('email', { window }, preset)).toMatchObject({
      verdict: 'blocked',
      price: { reason: 'nothing_can_be_sent' },
      staleAt: null,
    });
  });

  it('has nothing left of a month’s plan', () => {
    const preset = presetSaying('email', closed, { monthlyQuota: 'plan' });
    const account = { monthlyQuota: 10, monthlySent: 0 };
    expect(ask('email', { ...ago(2 * DAY), account }, preset)).toMatchObject({
      reason: 'window_closed',
      remaining: null,
      price: { reason: 'nothing_can_be_sent' },
    });
  });
});

describe('The people of a day', () => {
  it('hold nothing back where they are neither limited nor counted well', () => {
    for (const recipientsLast24h of [-1, Number.NaN]) {
      const asked = (recipientLimit?: number) =>
        ask('whatsapp', { ...ago(2 * DAY), account: { recipientsLast24h, recipientLimit } }).reason;
      expect(asked()).toBe('window_closed');
      expect(asked(250)).toBe('quota_exhausted');
    }
  });

  it('are not to blame where nothing could be sent anyway', () => {
    const preset = presetSaying(
      'email',
      { window: { message: { lasts: DAY } } },
      { recipientLimit: { max: 5, note: { code: 'limit', text: 'Reached.' } } },
    );
    const account = { recipientsLast24h: 5 };
    expect(ask('email', { ...ago(2 * DAY), account }, preset)).toMatchObject({
      reason: 'window_closed',
      notes: [],
    });
  });
});

describe('An ad that is over', () => {
  it('pays for nothing any more', () => {
    const paid = { kind: 'paid', reason: 'per_message' } as const;
    const preset = presetSaying(
      'email',
      { window: { ad: { lasts: DAY } } },
      { forms: [{ way: { form: 'tag', tag: 'NOTE' }, within: 7 * DAY }] },
      { price: { open: paid, outside: paid, freeEntryPoint: true } },
    );
    const acted = (before: number) =>
      ask('email', { window: { lastInboundAt: NOON - before, opener: 'ad' } }, preset);
    expect(acted(HOUR).price.reason).toBe('free_entry_point');
    expect(acted(2 * DAY)).toMatchObject({ verdict: 'restricted', price: paid });
  });
});

describe('Every purpose is a purpose of its own', () => {
  it.each(['support', 'csat', 'vip_update', 'marketing'] as const)('%s alone can be excluded', (excluded) => {
    const preset = presetSaying(
      'email',
      { window: 'none' },
      { exclude: { purposes: [excluded], recipientCountries: ['DE'] } },
    );
    for (const purpose of ['support', 'csat', 'vip_update', 'marketing'] as const) {
      const { verdict } = ask('email', { purpose, recipient: { country: 'DE' } }, preset);
      expect(verdict).toBe(purpose === excluded ? 'blocked' : 'open');
    }
  });
});

describe('A form of a preset of one’s own', () => {
  const tag = { form: 'tag', tag: 'NOTE' } as const;

  it('may be a person’s without an end', () => {
    const preset = presetSaying('email', { window: {} }, { forms: [{ way: tag, sender: 'human' }] });
    expect(line(ask('email', {}, preset))).toBe('restricted no_inbound_yet NOTE');
    const asked = ask('email', { ...ago(HOUR), sender: 'automation' }, preset);
    expect(asked).toMatchObject({ reason: 'sender_must_be_human', staleAt: null });
  });

  it.each([
    'humanAgentApproved',
    'utilityMessaging',
    'businessConnection',
    'commercialTermsAccepted',
  ] as const)('may need that the account has %s for certain', (needs) => {
    const preset = presetSaying('email', { window: {} }, { forms: [{ way: tag, needs }] });
    const asked = (account: Case['account']) => line(ask('email', { account }, preset));
    expect(asked({ [needs]: true })).toBe('restricted no_inbound_yet NOTE');
    expect(asked({ [needs]: false })).toBe('blocked no_inbound_yet');
    expect(asked({})).toBe('blocked no_inbound_yet');
    expect(asked(undefined)).toBe('blocked no_inbound_yet');
  });

  it('may be an automation’s alone', () => {
    const preset = presetSaying(
      'email',
      { window: {} },
      { forms: [{ way: tag, sender: 'automation', insideToo: true }] },
    );
    expect(line(ask('email', { sender: 'automation' }, preset))).toBe('restricted no_inbound_yet NOTE');
    expect(line(ask('email', {}, preset))).toBe('blocked no_inbound_yet');
  });

  it('may reach some countries and not others', () => {
    const preset = presetSaying(
      'email',
      { window: {} },
      { forms: [{ way: tag, onlyCountries: ['DE', 'AT'], exceptCountries: ['AT'] }] },
    );
    const to = (country?: string) => ask('email', { recipient: { country } }, preset).verdict;
    expect([to('DE'), to('AT'), to('CH'), to('de'), to(undefined)]).toEqual([
      'restricted',
      'blocked',
      'blocked',
      'restricted',
      'blocked',
    ]);
  });

  it('ends with the first of several that end', () => {
    const preset = presetSaying(
      'email',
      { window: {} },
      {
        forms: [
          { way: tag, within: 3 * DAY },
          { way: { form: 'bot_initiated' }, within: 2 * DAY },
          { way: { form: 'utility_template' } },
        ],
      },
    );
    expect(ask('email', ago(DAY), preset)).toMatchObject({ closesAt: NOON + DAY, staleAt: NOON + DAY });
    expect(ask('email', ago(5 * DAY), preset)).toMatchObject({ closesAt: null });
  });

  it('may stand beside free text, inside the window and without one', () => {
    const beside = { forms: [{ way: tag, insideToo: true }] };
    expect(line(ask('email', {}, presetSaying('email', { window: 'none' }, beside)))).toBe(
      'open no_window free_form NOTE',
    );
    const ending = { forms: [{ way: tag, insideToo: true, within: 2 * HOUR }] };
    const preset = presetSaying('email', { window: { message: { lasts: DAY } } }, ending);
    expect(line(ask('email', ago(HOUR), preset))).toBe('open window_open free_form NOTE');
    expect(line(ask('email', ago(2 * HOUR), preset))).toBe('open window_open free_form');
  });

  it('may end some time after the contact’s last act where only templates go', () => {
    const forms = [{ way: { form: 'template', categories: ['utility'] } as const, within: DAY }];
    const preset = presetSaying('email', { window: 'template_only' }, { forms });
    expect(ask('email', ago(HOUR), preset)).toMatchObject({
      verdict: 'restricted',
      closesAt: NOON + 23 * HOUR,
    });
    expect(ask('email', ago(DAY), preset).verdict).toBe('blocked');
  });

  it('may be the one of several that a month’s allowance is for', () => {
    const preset = presetSaying(
      'email',
      { window: {} },
      { forms: [{ way: tag }, { way: { form: 'bot_initiated' }, allowance: { perMonth: 10 } }] },
    );
    expect(ask('email', { account: { monthlyBotInitiated: 4 } }, preset).remaining).toBe(6);
  });

  it.each([null, '5', -1, Number.NaN])('has an allowance of which %j says nothing', (used) => {
    const preset = presetSaying(
      'email',
      { window: {} },
      { forms: [{ way: { form: 'bot_initiated' }, allowance: { perMonth: 10 } }] },
    );
    const account = { monthlyBotInitiated: used as number };
    expect(ask('email', { account }, preset)).toMatchObject({
      remaining: null,
      price: { reason: 'monthly_use_unknown' },
    });
  });

  it('is held to the people of a day only where a rule says so', () => {
    const forms = [{ way: tag }];
    const note = { code: 'limit', text: 'Reached.' };
    const account = { recipientLimit: 5, recipientsLast24h: 5 };
    const verdict = (...more: readonly Says[]) =>
      ask('email', { account }, presetSaying('email', { window: {} }, { forms }, ...more)).verdict;
    expect(verdict({ recipientLimit: { note } })).toBe('blocked');
    expect(verdict({ marketingCap: { note, lasts: DAY } })).toBe('restricted');
    expect(verdict({ monthlyQuota: 'plan' })).toBe('restricted');
  });

  it('costs what nobody published where no rule says a price', () => {
    const preset = presetSaying('email', { window: {} }, { forms: [{ way: tag }] });
    expect(ask('email', {}, preset).price).toEqual({ kind: 'unknown', reason: 'not_published' });
    expect(ask('email', {}, presetSaying('email', { window: 'none' })).price).toEqual({
      kind: 'unknown',
      reason: 'not_published',
    });
  });

  it('waits for quiet hours beside a window', () => {
    const preset = presetSaying(
      'email',
      { window: { message: { lasts: DAY } } },
      { quietHours: { from: '18:00', to: '08:00', zone: 'UTC', purposes: ['csat'] } },
      { quietHours: { from: '15:00', to: '16:00', zone: 'UTC', purposes: ['csat', 'support'] } },
    );
    expect(ask('email', { ...ago(HOUR), purpose: 'csat' }, preset).closesAt).toBe(NOON + 3 * HOUR);
    expect(ask('email', { ...ago(HOUR), purpose: 'vip_update' }, preset).closesAt).toBe(NOON + 23 * HOUR);
    expect(ask('email', { ...ago(23 * HOUR), purpose: 'csat' }, preset).closesAt).toBe(NOON + HOUR);
    expect(ask('email', { ...ago(DAY), purpose: 'csat' }, preset)).toMatchObject({
      reason: 'window_closed',
      closesAt: null,
    });
  });
});

describe('Quiet hours of a preset of one’s own', () => {
  const noon = { from: '11:45', to: '12:15', zone: 'UTC' };

  it('stop at their minute and need no consent beside them', () => {
    const preset = presetSaying(
      'email',
      { window: 'none' },
      { quietHours: { ...noon, purposes: ['support'] } },
    );
    expect(ask('email', {}, preset)).toMatchObject({
      reason: 'quiet_hours',
      unlockedBy: ['at:2026-11-24T12:15:00.000Z'],
    });
    expect(ask('email', { at: NOON - HOUR }, preset)).toMatchObject({
      verdict: 'open',
      closesAt: NOON - HOUR / 4,
    });
  });

  it('give no advice that nobody wrote', () => {
    const preset = presetSaying('email', { window: 'none' }, { quietHours: { ...noon, purposes: ['csat'] } });
    expect(ask('email', {}, preset)).toMatchObject({ verdict: 'open', notes: [] });
  });

  it('do not hide who is excluded', () => {
    const preset = presetSaying(
      'email',
      { window: 'none' },
      { quietHours: { ...noon, purposes: ['support'] } },
      { exclude: { recipientCountries: ['DE'] } },
    );
    const asked = { at: NOON + DAY / 4, recipient: { country: 'DE' } };
    expect(ask('email', asked, preset).reason).toBe('recipient_country_excluded');
  });
});

describe('A preset', () => {
  it('is told from another by its name in what it refuses', () => {
    const preset = presetSaying('email', { window: 'none' });
    const request = { at: NOON, channel: 'sms', sender: 'human', purpose: 'support', window: {} } as const;
    expect(judge(request, preset).notes[0]?.text).toBe('channel must be a channel of the preset mine.');
    expect(judge(request, current).verdict).toBe('open');
  });
});
