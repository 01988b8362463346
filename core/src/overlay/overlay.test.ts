import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ago, ask, DAY, HOUR, line, MINUTE, NOON } from '../policy/ask.test.util.js';
import { decide } from '../policy/decide.js';
import type { PolicyPreset } from '../policy/preset.js';
import { isStricter } from '../policy/rule-change.js';
import { CHANNELS, OPENERS, PURPOSES, SENDERS } from '../policy/types.js';
import { overlaySchema, readOverlay } from './index.js';

const shorter = {
  id: 'acme.whatsapp.window',
  channel: 'whatsapp',
  replaces: 'whatsapp.window',
  says: { window: { message: { lasts: '20h' } } },
  because: 'we answer within a day',
};
const overlay = (...rules: readonly object[]) => ({ id: 'acme', rules });

function presetOf(file: unknown): PolicyPreset {
  const result = readOverlay(file);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.preset;
}
function problemsOf(file: unknown): string[] {
  const result = readOverlay(file);
  return result.ok ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`);
}

describe('An operator’s overlay', () => {
  it('that says nothing is the preset under another name', () => {
    const preset = presetOf({ id: 'acme' });
    expect(preset.id).toBe('acme');
    for (const channel of CHANNELS) expect(ask(channel, ago(HOUR), preset)).toEqual(ask(channel, ago(HOUR)));
  });

  it('may extend respond-io', () => {
    const preset = presetOf({ id: 'acme', extends: 'respond-io' });
    expect(ask('wechat', { window: { lastInboundAt: NOON, outboundSinceInbound: 10 } }, preset).verdict).toBe(
      'open',
    );
  });

  it('shortens a window, and its rule is the one that decided', () => {
    const preset = presetOf(overlay(shorter));
    expect(ask('whatsapp', ago(20 * HOUR - 1), preset).verdict).toBe('open');
    const late = ask('whatsapp', ago(20 * HOUR), preset);
    expect(line(late)).toMatch(/^restricted window_closed/);
    expect(ask('whatsapp', ago(HOUR), preset).rule).toEqual({
      id: 'acme.whatsapp.window',
      validFrom: '1970-01-01',
      validTo: null,
      source: 'overlay:acme',
    });
    expect(line(ask('whatsapp', { window: { lastInboundAt: NOON, opener: 'call' } }, preset))).toMatch(
      /window_closed/,
    );
  });

  it('holds between its dates only', () => {
    const preset = presetOf(overlay({ ...shorter, validFrom: '2026-12-01', validTo: '2026-12-11' }));
    const verdictOn = (at: number) => ask('whatsapp', ago(22 * HOUR, at), preset).verdict;
    expect(verdictOn(Date.UTC(2026, 11, 1) - 1)).toBe('open');
    expect(verdictOn(Date.UTC(2026, 11, 1))).toBe('restricted');
    expect(verdictOn(Date.UTC(2026, 11, 11) - 1)).toBe('restricted');
    expect(verdictOn(Date.UTC(2026, 11, 11))).toBe('open');
  });

  it('takes the place of every rule of its name while it holds', () => {
    const count = {
      id: 'acme.wechat.window',
      channel: 'wechat',
      replaces: 'wechat.window',
      validFrom: '2023-01-01',
      validTo: '2024-01-01',
      says: { window: { message: { lasts: '48h', max: 2 } }, firstContact: 'refused' },
      because: 'trial',
    };
    const preset = presetOf(overlay(count));
    const left = (at: number) => ask('wechat', ago(HOUR, at), preset).remaining;
    expect(
      [Date.UTC(2022, 11, 31), Date.UTC(2023, 0, 1), Date.UTC(2023, 11, 31), Date.UTC(2024, 0, 1)].map(left),
    ).toEqual([20, 2, 2, 5]);
  });

  it('gives every limit in time a safety margin', () => {
    const preset = presetOf({ id: 'acme', safetyMargin: '10m' });
    const approved = { account: { humanAgentApproved: true } };
    expect(ask('whatsapp', ago(HOUR), preset).closesAt).toBe(NOON + 23 * HOUR - 10 * MINUTE);
    expect(ask('instagram', { ...ago(2 * DAY), ...approved }, preset).closesAt).toBe(
      NOON + 5 * DAY - 10 * MINUTE,
    );
    expect(ask('wechat', { window: { lastInboundAt: NOON, opener: 'menu' } }, preset).verdict).toBe(
      'blocked',
    );
    expect(ask('email', ago(HOUR), preset).verdict).toBe('open');
  });

  it('adds quiet hours, exclusions and notes of its own', () => {
    const preset = presetOf(
      overlay(
        {
          id: 'acme.email.night',
          channel: 'email',
          says: { quietHours: { from: '18:00', to: '08:00', zone: 'Europe/Berlin', purposes: ['csat'] } },
          because: 'nobody wants a survey at night',
        },
        {
          id: 'acme.line.no_jp',
          channel: 'line',
          says: { exclude: { recipientCountries: ['JP'], purposes: ['marketing'] } },
          because: 'another team',
        },
        {
          id: 'acme.slack.note',
          channel: 'slack',
          says: { note: { code: 'be_brief', text: 'Be brief.', de: 'Kurz fassen.' } },
          because: 'style',
        },
      ),
    );
    const evening = Date.UTC(2026, 10, 24, 18);
    expect(line(ask('email', { at: evening, purpose: 'csat' }, preset))).toBe('blocked quiet_hours');
    expect(line(ask('email', { at: evening }, preset))).toBe('open no_window free_form');
    expect(line(ask('line', { purpose: 'marketing', recipient: { country: 'JP' } }, preset))).toBe(
      'blocked recipient_country_excluded',
    );
    expect(ask('slack', {}, preset).notes).toEqual([
      { code: 'be_brief', text: 'Be brief.', de: 'Kurz fassen.' },
    ]);
  });
});

describe('An operator’s overlay of what holds messages back', () => {
  const note = { code: 'enough', text: 'Enough for today.', de: 'Genug für heute.' };
  const fewer = (max: number) => ({
    id: 'acme.whatsapp.people',
    channel: 'whatsapp',
    replaces: 'whatsapp.messaging_limit',
    says: { recipientLimit: { max, note } },
    because: 'we want to keep our rating',
  });
  const longer = (lasts: string) => ({
    id: 'acme.whatsapp.spare',
    channel: 'whatsapp',
    replaces: 'whatsapp.marketing_cap',
    says: { marketingCap: { lasts, note } },
    because: 'nobody likes to be pressed',
  });
  const refused = (age: number) => ({
    purpose: 'marketing' as const,
    consent: { optedInMarketing: true },
    window: { lastInboundAt: NOON - 30 * HOUR, marketingRefusedAt: NOON - age },
  });

  it('lowers the number of people, whatever more the account may', () => {
    const preset = presetOf(overlay(fewer(100)));
    const reached = (recipientsLast24h: number, recipientLimit: number | null) =>
      ask('whatsapp', { ...ago(DAY), account: { recipientLimit, recipientsLast24h } }, preset);
    expect(reached(99, 250).verdict).toBe('restricted');
    expect(reached(100, null)).toMatchObject({
      reason: 'quota_exhausted',
      notes: [note],
      rule: { id: 'acme.whatsapp.people' },
    });
    expect(reached(50, 50).verdict).toBe('blocked');
  });

  it('spares a contact for longer after a refusal', () => {
    const preset = presetOf(overlay(longer('3d')));
    expect(ask('whatsapp', refused(3 * DAY - 1), preset)).toMatchObject({
      reason: 'quota_exhausted',
      notes: [note],
      unlockedBy: ['inbound', `at:${new Date(NOON + 1).toISOString()}`],
    });
    expect(ask('whatsapp', refused(3 * DAY), preset).verdict).toBe('restricted');
  });

  it('brings both to channels without them, also where there is no window', () => {
    const { replaces: _limit, ...limit } = { ...fewer(2), channel: 'sms' };
    const { replaces: _cap, ...cap } = { ...longer('3d'), channel: 'sms' };
    const preset = presetOf(overlay(limit, cap));
    const german = { recipient: { country: 'DE', timeZone: 'Europe/Berlin' } };
    expect(ask('sms', { ...german, account: { recipientsLast24h: 1 } }, preset).verdict).toBe('open');
    expect(line(ask('sms', { ...german, account: { recipientsLast24h: 2 } }, preset))).toBe(
      'blocked quota_exhausted',
    );
    expect(line(ask('sms', { ...german, ...refused(2 * DAY) }, preset))).toBe('blocked quota_exhausted');
    expect(ask('sms', { ...german, ...refused(3 * DAY) }, preset).verdict).toBe('open');
  });

  it('needs the flag to allow more people again, and says so then', () => {
    const back = { ...fewer(101), id: 'acme.more', replaces: 'acme.whatsapp.people' };
    expect(problemsOf(overlay(fewer(100), back))).toEqual([
      'rules[1].loosens: must be true to allow more people in 24 hours, which acme.whatsapp.people does not',
    ]);
    const { notes } = ask('whatsapp', ago(DAY), presetOf(overlay(fewer(100), { ...back, loosens: true })));
    expect(notes.map(({ code }) => code)).toContain('loosened_by_operator');
    const none = { ...back, says: { recipientLimit: { note } } };
    expect(problemsOf(overlay(fewer(100), none))).toHaveLength(1);
  });

  it('names the part that is wrong', () => {
    const wrong = (says: object) => problemsOf(overlay({ ...fewer(1), says }));
    expect(wrong({ recipientLimit: { max: -1, note } })).toEqual([
      'rules[0].says.recipientLimit.max: must be 0 or more',
    ]);
    expect(wrong({ recipientLimit: { max: 1 } })).toEqual([
      'rules[0].says.recipientLimit.note: must be object, got nothing',
    ]);
    expect(wrong({ marketingCap: { lasts: 3, note } })).toEqual([
      'rules[0].says.marketingCap.lasts: must be string, got 3',
    ]);
    expect(wrong({ marketingCap: { lasts: '3d', max: 2, note } })).toEqual([
      'rules[0].says.marketingCap.max: must not be there: the key is unknown',
    ]);
    expect(wrong({ marketingCap: { lasts: '3d', note } })).toEqual([
      'rules[0].says: must say recipientLimit, as whatsapp.messaging_limit does, got marketingCap',
    ]);
  });
});

describe('An overlay that allows more', () => {
  const longer = { ...shorter, says: { window: { message: { lasts: '25h' } } } };

  it('needs a flag', () => {
    expect(problemsOf(overlay(longer))).toEqual([
      'rules[0].loosens: must be true to allow a longer window after message, which whatsapp.window does not',
    ]);
  });

  it('says so on each of its decisions', () => {
    const preset = presetOf(overlay({ ...longer, loosens: true }));
    const decision = ask('whatsapp', ago(DAY), preset);
    expect(decision.verdict).toBe('open');
    const note = decision.notes.find(({ code }) => code === 'loosened_by_operator');
    expect(note?.text).toBe(
      'The operator allows more here than the provider’s rules: we answer within a day',
    );
    expect(note?.de).toMatch(/^Der Betreiber erlaubt hier mehr/);
  });

  it('carries no such note when the flag was not needed', () => {
    const preset = presetOf(overlay({ ...shorter, loosens: true }));
    expect(ask('whatsapp', ago(HOUR), preset).notes.map(({ code }) => code)).not.toContain(
      'loosened_by_operator',
    );
  });

  it.each([
    [
      'a window for an act that opens none',
      'whatsapp',
      'whatsapp.window',
      { window: { reaction: { lasts: '1h' } } },
      'free text after reaction',
    ],
    ['no window at all', 'whatsapp', 'whatsapp.window', { window: 'none' }, 'free text at any time'],
    [
      'more messages',
      'tiktok',
      'tiktok.window',
      { window: { message: { lasts: '48h', max: 11 } }, firstContact: 'refused' },
      'more messages after message',
    ],
    [
      'messages without a count',
      'tiktok',
      'tiktok.window',
      { window: { message: { lasts: '48h' } }, firstContact: 'refused' },
      'more messages after message',
    ],
    ['writing first', 'tiktok', 'tiktok.window', { window: {} }, 'writing first'],
    [
      'free text where only templates go',
      'kakaotalk',
      'kakaotalk.window',
      { window: { message: { lasts: '1h' } } },
      'free text',
    ],
    [
      'a tag for automations',
      'instagram',
      'instagram.after_window',
      {
        forms: [
          {
            way: { form: 'tag', tag: 'HUMAN_AGENT' },
            needs: 'humanAgentApproved',
            purposes: ['support'],
            within: '7d',
          },
        ],
      },
      'the form HUMAN_AGENT where it is not allowed now',
    ],
    [
      'a tag for longer',
      'instagram',
      'instagram.after_window',
      {
        forms: [
          {
            way: { form: 'tag', tag: 'HUMAN_AGENT' },
            needs: 'humanAgentApproved',
            sender: 'human',
            purposes: ['support'],
            within: '8d',
          },
        ],
      },
      'the form HUMAN_AGENT where it is not allowed now',
    ],
    [
      'a tag without the permission',
      'instagram',
      'instagram.after_window',
      {
        forms: [
          { way: { form: 'tag', tag: 'HUMAN_AGENT' }, sender: 'human', purposes: ['support'], within: '7d' },
        ],
      },
      'the form HUMAN_AGENT where it is not allowed now',
    ],
    [
      'a tag for marketing',
      'instagram',
      'instagram.after_window',
      {
        forms: [
          {
            way: { form: 'tag', tag: 'HUMAN_AGENT' },
            needs: 'humanAgentApproved',
            sender: 'human',
            purposes: ['marketing'],
            within: '7d',
          },
        ],
      },
      'the form HUMAN_AGENT where it is not allowed now',
    ],
    [
      'a tag for any purpose',
      'instagram',
      'instagram.after_window',
      {
        forms: [
          {
            way: { form: 'tag', tag: 'HUMAN_AGENT' },
            needs: 'humanAgentApproved',
            sender: 'human',
            within: '7d',
          },
        ],
      },
      'the form HUMAN_AGENT where it is not allowed now',
    ],
    [
      'another tag',
      'instagram',
      'instagram.after_window',
      {
        forms: [
          {
            way: { form: 'tag', tag: 'ACCOUNT_UPDATE' },
            needs: 'humanAgentApproved',
            sender: 'human',
            purposes: ['support'],
            within: '7d',
          },
        ],
      },
      'the form ACCOUNT_UPDATE where it is not allowed now',
    ],
    [
      'a tag inside the window',
      'instagram',
      'instagram.after_window',
      {
        forms: [
          {
            way: { form: 'tag', tag: 'HUMAN_AGENT' },
            insideToo: true,
            needs: 'humanAgentApproved',
            sender: 'human',
            purposes: ['support'],
            within: '7d',
          },
        ],
      },
      'the form HUMAN_AGENT where it is not allowed now',
    ],
    [
      'another form',
      'kakaotalk',
      'kakaotalk.templates',
      { forms: [{ way: { form: 'bot_initiated' } }] },
      'the form bot_initiated where it is not allowed now',
    ],
    [
      'more categories',
      'kakaotalk',
      'kakaotalk.templates',
      { forms: [{ way: { form: 'template', categories: ['utility', 'marketing'] }, purposes: ['support'] }] },
      'the form template where it is not allowed now',
    ],
    [
      'marketing templates to the United States',
      'whatsapp',
      'whatsapp.templates',
      {
        forms: [
          {
            way: { form: 'template', categories: ['marketing'] },
            purposes: ['support'],
            onlyCountries: ['US'],
          },
        ],
      },
      'the form template where it is not allowed now',
    ],
    [
      'a larger allowance',
      'viber',
      'viber.bot_initiated',
      {
        forms: [
          {
            way: { form: 'bot_initiated' },
            allowance: { perMonth: 10_001, accountsCreatedBefore: '2024-02-05' },
          },
        ],
      },
      'the form bot_initiated where it is not allowed now',
    ],
    [
      'no allowance',
      'viber',
      'viber.bot_initiated',
      { forms: [{ way: { form: 'bot_initiated' } }] },
      'the form bot_initiated where it is not allowed now',
    ],
    [
      'an allowance for fewer accounts',
      'viber',
      'viber.bot_initiated',
      {
        forms: [
          {
            way: { form: 'bot_initiated' },
            allowance: { perMonth: 10_000, accountsCreatedBefore: '2024-02-04' },
          },
        ],
      },
      'the form bot_initiated where it is not allowed now',
    ],
    [
      'messages after STOP',
      'sms',
      'sms.opt_out',
      { consent: { optOutCovers: ['marketing'], marketingNeedsOptIn: true } },
      'messages after an opt-out',
    ],
    [
      'marketing without consent',
      'sms',
      'sms.opt_out',
      { consent: { optOutCovers: 'everything' } },
      'marketing without consent',
    ],
    [
      'messages to deleted conversations',
      'apple_messages',
      'apple_messages.consent',
      { consent: { optOutCovers: 'everything', marketingNeedsOptIn: true } },
      'messages to a deleted conversation',
    ],
    ['a region', 'tiktok', 'tiktok.regions', { exclude: { accountRegions: ['GB'] } }, 'what is excluded now'],
    [
      'a purpose to the United States',
      'whatsapp',
      'whatsapp.us_marketing',
      { exclude: { recipientCountries: ['US'], purposes: ['csat'] } },
      'what is excluded now',
    ],
    [
      'an hour of the night',
      'sms',
      'sms.quiet_hours',
      {
        quietHours: {
          from: '22:00',
          to: '08:00',
          zone: 'recipient',
          purposes: ['marketing'],
          countries: ['US', 'PR', 'VI', 'GU', 'AS', 'MP'],
        },
      },
      'hours that are quiet now',
    ],
    [
      'a minute of the morning',
      'sms',
      'sms.quiet_hours',
      { quietHours: { from: '21:00', to: '07:59', zone: 'recipient', purposes: ['marketing'] } },
      'hours that are quiet now',
    ],
    [
      'the whole night',
      'sms',
      'sms.quiet_hours',
      { quietHours: { from: '09:00', to: '10:00', zone: 'recipient', purposes: ['marketing'] } },
      'hours that are quiet now',
    ],
    [
      'recipients at night',
      'sms',
      'sms.quiet_hours',
      {
        quietHours: {
          from: '21:00',
          to: '08:00',
          zone: 'recipient',
          purposes: ['marketing'],
          countries: ['US'],
        },
      },
      'recipients in quiet hours',
    ],
    [
      'purposes at night',
      'sms',
      'sms.quiet_hours',
      { quietHours: { from: '21:00', to: '08:00', zone: 'recipient', purposes: ['csat'] } },
      'purposes in quiet hours',
    ],
    [
      'another clock',
      'kakaotalk',
      'kakaotalk.night',
      { quietHours: { from: '20:00', to: '09:00', zone: 'recipient', purposes: ['marketing'] } },
      'other hours by the clock of another zone',
    ],
    [
      'marketing sooner after a refusal',
      'whatsapp',
      'whatsapp.marketing_cap',
      { marketingCap: { lasts: '23h', note: { code: 'x', text: 'X.', de: 'X.' } } },
      'marketing sooner after a refusal',
    ],
    [
      'other accounts',
      'telegram',
      'telegram.business_connection',
      { window: { message: { lasts: '1h' } }, firstContact: 'refused' },
      'another window for other accounts',
    ],
  ])('%s', (_title, channel, replaces, says, more) => {
    const rule = { id: 'acme.rule', channel, replaces, says, because: 'test' };
    const problems = problemsOf(overlay(rule));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(`rules[0].loosens: must be true to allow ${more}, which `);
  });

  it.each([
    [
      'fewer messages',
      'tiktok',
      'tiktok.window',
      { window: { message: { lasts: '48h', max: 9 } }, firstContact: 'refused' },
    ],
    [
      'a window that never opens',
      'tiktok',
      'tiktok.window',
      { window: { message: { lasts: '0h' } }, firstContact: 'refused' },
    ],
    ['templates only', 'whatsapp', 'whatsapp.window', { window: 'template_only' }],
    ['a window where there was none', 'email', 'email.window', { window: { message: { lasts: '30d' } } }],
    ['an empty window instead of templates only', 'kakaotalk', 'kakaotalk.window', { window: {} }],
    ['no first contact', 'email', 'email.window', { window: 'none', firstContact: 'refused' }],
    ['no form at all', 'messenger', 'messenger.after_window', { forms: [] }],
    [
      'a smaller allowance for all',
      'viber',
      'viber.bot_initiated',
      { forms: [{ way: { form: 'bot_initiated' }, allowance: { perMonth: 100 } }] },
    ],
    [
      'fewer categories',
      'whatsapp',
      'whatsapp.templates',
      {
        forms: [
          {
            way: { form: 'template', categories: ['utility'] },
            purposes: ['support'],
            exceptCountries: ['US', 'CA'],
          },
        ],
      },
    ],
    [
      'one country',
      'whatsapp',
      'whatsapp.templates',
      {
        forms: [
          {
            way: { form: 'template', categories: ['marketing'] },
            purposes: ['support'],
            onlyCountries: ['DE'],
          },
        ],
      },
    ],
    [
      'an opt-out that stops more',
      'email',
      'email.opt_out',
      { consent: { optOutCovers: 'everything', marketingNeedsOptIn: true, threadDeletionEnds: true } },
    ],
    ['more regions', 'whatsapp', 'whatsapp.us_marketing', { exclude: { recipientCountries: ['US', 'CA'] } }],
    [
      'a longer night',
      'sms',
      'sms.quiet_hours',
      { quietHours: { from: '20:00', to: '09:00', zone: 'recipient', purposes: ['marketing', 'csat'] } },
    ],
    [
      'another price',
      'whatsapp',
      'whatsapp.price',
      {
        price: {
          open: { kind: 'free', reason: 'flat_rate' },
          outside: { kind: 'free', reason: 'flat_rate' },
        },
      },
    ],
    [
      'another note',
      'whatsapp',
      'whatsapp.no_guarantee',
      { note: { code: 'mine', text: 'Mine.', de: 'Meins.', verdicts: ['open'], purposes: ['support'] } },
    ],
  ])('is not one with %s', (_title, channel, replaces, says) => {
    expect(problemsOf(overlay({ id: 'acme.rule', channel, replaces, says, because: 'test' }))).toEqual([]);
  });
});

describe('A file that is not valid is refused with the path', () => {
  const broken = (more: object) => overlay({ ...shorter, ...more });
  it.each([
    ['no object', 7, ['(file): must be object, got 7']],
    ['no id', {}, ['id: must be string, got nothing']],
    ['an unknown key', { id: 'acme', rule: [] }, ['rule: must not be there: the key is unknown']],
    ['an unknown preset', { id: 'acme', extends: 'other' }, ['extends: must be one of current, respond-io']],
    [
      'a bad margin',
      { id: 'acme', safetyMargin: '10 minutes' },
      ['safetyMargin: must be a whole number and a unit, e.g. 30s, 10m, 24h or 7d'],
    ],
    [
      'an unknown key in a rule',
      broken({ until: '2026-01-01' }),
      ['rules[0].until: must not be there: the key is unknown'],
    ],
    [
      'an unknown channel',
      broken({ channel: 'fax' }),
      [`rules[0].channel: must be one of ${CHANNELS.join(', ')}`],
    ],
    [
      'a bad date',
      broken({ validFrom: '2026-02-30' }),
      ['rules[0].validFrom: must be a date, e.g. 2026-12-01'],
    ],
    [
      'dates the wrong way round',
      broken({ validFrom: '2026-12-02', validTo: '2026-12-01' }),
      ['rules[0].validTo: must be later than validFrom, got 2026-12-02 and 2026-12-01'],
    ],
    [
      'dates on one day',
      broken({ validFrom: '2026-12-02', validTo: '2026-12-02' }),
      ['rules[0].validTo: must be later than validFrom, got 2026-12-02 and 2026-12-02'],
    ],
    [
      'a bad duration',
      broken({ says: { window: { message: { lasts: 20 } } } }),
      ['rules[0].says.window.message.lasts: must be string, got 20'],
    ],
    [
      'an unknown opener',
      broken({ says: { window: { wave: { lasts: '1h' } } } }),
      ['rules[0].says.window.wave: must not be there: the key is unknown'],
    ],
    [
      'an unknown kind of window',
      broken({ says: { window: 'always' } }),
      ['rules[0].says.window: must be one of none, template_only'],
    ],
    [
      'nothing said',
      broken({ says: {} }),
      [
        'rules[0].says: must have exactly one of window, forms, consent, exclude, quietHours, monthlyQuota, recipientLimit, marketingCap, price, note, has none',
      ],
    ],
    [
      'two things said',
      broken({ says: { window: 'template_only', monthlyQuota: 'plan' } }),
      [
        'rules[0].says: must have exactly one of window, forms, consent, exclude, quietHours, monthlyQuota, recipientLimit, marketingCap, price, note, has window and monthlyQuota',
      ],
    ],
    [
      'a part without its whole',
      broken({ says: { monthlyQuota: 'plan', firstContact: 'refused' } }),
      ['rules[0].says.firstContact: must stand beside window'],
    ],
    ['no reason', broken({ because: '' }), ['rules[0].because: must not be empty']],
    [
      'a bad time of day',
      broken({ says: { quietHours: { from: '24:00', to: '08:00', zone: 'recipient', purposes: [] } } }),
      ['rules[0].says.quietHours.from: must be a time of day, e.g. 21:00'],
    ],
    [
      'a bad zone',
      broken({ says: { quietHours: { from: '21:00', to: '08:00', zone: 'Mars/Olympus', purposes: [] } } }),
      ['rules[0].says.quietHours.zone: must be recipient or an IANA time zone, e.g. Europe/Berlin'],
    ],
    [
      'a bad country',
      broken({ says: { exclude: { recipientCountries: ['usa'] } } }),
      ['rules[0].says.exclude.recipientCountries[0]: must be two capital letters, e.g. US'],
    ],
    [
      'a rule that does not exist',
      broken({ replaces: 'whatsapp.windows' }),
      [
        expect.stringMatching(
          /^rules\[0\]\.replaces: must be a rule of whatsapp that holds then \(whatsapp\.window, .*\), got whatsapp\.windows$/,
        ),
      ],
    ],
    [
      'another subject',
      broken({ replaces: 'whatsapp.price' }),
      ['rules[0].says: must say price, as whatsapp.price does, got window'],
    ],
    [
      'a second window',
      overlay({ id: 'acme.w', channel: 'sms', says: { window: 'template_only' }, because: 'x' }),
      ['rules[0].replaces: must name the rule of sms whose place it takes'],
    ],
    [
      'two rules for one time',
      overlay(shorter, { ...shorter, id: 'acme.second' }),
      [expect.stringMatching(/^rules\[1\]\.replaces: must be a rule of whatsapp that holds then/)],
    ],
    [
      'overlapping quotas',
      overlay({ id: 'acme.q', channel: 'line', says: { monthlyQuota: 'plan' }, because: 'x' }),
      ['rules: only one rule of line may say its monthlyQuota at a time, acme.q is the second'],
    ],
  ])('%s', (_title, file, expected) => {
    expect(problemsOf(file)).toEqual(expected);
  });

  it('all at once', () => {
    expect(problemsOf({ id: 'A', rules: [{ ...shorter, channel: 'fax', because: '' }], x: 1 })).toHaveLength(
      4,
    );
  });
});

describe('The schema of the file', () => {
  it('is JSON Schema that knows every key and forbids others', () => {
    expect(overlaySchema()).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      additionalProperties: false,
      required: ['id'],
    });
  });
});

describe('An overlay that only tightens', () => {
  const span = fc.record({
    hours: fc.integer({ min: 0, max: 48 }),
    max: fc.option(fc.integer({ min: 0, max: 12 })),
  });
  const files = fc.record(
    {
      safetyMargin: fc.integer({ min: 0, max: 600 }).map((minutes) => `${minutes}m`),
      rules: fc.uniqueArray(
        fc
          .record({
            channel: fc.constantFrom('whatsapp', 'messenger', 'tiktok', 'wechat', 'email', 'zalo_oa'),
            span,
            from: fc.constantFrom('2023-01-01', '2026-11-20', '2026-11-25'),
          })
          .map(({ channel, span: { hours, max }, from }) => ({
            id: `acme.${channel}`,
            channel,
            replaces: `${channel}.window`,
            validFrom: from,
            because: 'property',
            says: {
              window: { message: { lasts: `${hours}h`, ...(max === null ? {} : { max }) } },
              firstContact: 'refused',
            },
          })),
        { selector: (rule) => rule.channel, maxLength: 6 },
      ),
    },
    { requiredKeys: [] },
  );

  it('never allows more than the preset under it', () => {
    let accepted = 0;
    const question = fc.record({
      channel: fc.constantFrom(...CHANNELS),
      sender: fc.constantFrom(...SENDERS),
      purpose: fc.constantFrom(...PURPOSES),
      opener: fc.constantFrom(...OPENERS),
      age: fc.integer({ min: 0, max: 8 * DAY }),
      outboundSinceInbound: fc.integer({ min: 0, max: 12 }),
      at: fc.integer({ min: NOON - 5 * DAY, max: NOON + 5 * DAY }),
    });
    fc.assert(
      fc.property(files, fc.array(question, { minLength: 20, maxLength: 20 }), (file, questions) => {
        const result = readOverlay({ id: 'acme', ...file });
        if (!result.ok) {
          expect(result.problems.every(({ path }) => path.endsWith('.loosens'))).toBe(true);
          return;
        }
        accepted++;
        for (const { at, channel, sender, purpose, opener, age, outboundSinceInbound } of questions) {
          const request = {
            at,
            channel,
            sender,
            purpose,
            window: { lastInboundAt: at - age, opener, outboundSinceInbound },
            account: { humanAgentApproved: true, utilityMessaging: true },
            consent: { optedInMarketing: true },
          };
          expect(isStricter(decide(request), decide(request, result.preset))).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
    expect(accepted).toBeGreaterThan(50);
  });

  it('never lets through what the preset under it holds back', () => {
    let accepted = 0;
    const note = { code: 'held', text: 'Held.', de: 'Gehalten.' };
    const channels = fc.constantFrom('whatsapp', 'viber', 'sms');
    const replacing = (channel: string, stem: string) =>
      channel === 'whatsapp' ? { replaces: `whatsapp.${stem}` } : {};
    const cap = fc.record({ channel: channels, hours: fc.integer({ min: 12, max: 72 }) }).map((drawn) => ({
      id: 'acme.spare',
      channel: drawn.channel,
      ...replacing(drawn.channel, 'marketing_cap'),
      because: 'property',
      says: { marketingCap: { lasts: `${drawn.hours}h`, note } },
    }));
    const limit = fc.record({ channel: channels, max: fc.integer({ min: 0, max: 4 }) }).map((drawn) => ({
      id: 'acme.people',
      channel: drawn.channel,
      ...replacing(drawn.channel, 'messaging_limit'),
      because: 'property',
      says: { recipientLimit: { max: drawn.max, note } },
    }));
    const question = fc.record({
      channel: channels,
      purpose: fc.constantFrom('support', 'marketing'),
      age: fc.option(fc.integer({ min: 0, max: 2 * DAY })),
      refused: fc.option(fc.integer({ min: 0, max: 3 * DAY })),
      recipientLimit: fc.option(fc.integer({ min: 0, max: 4 })),
      recipientsLast24h: fc.integer({ min: 0, max: 5 }),
    });
    const rules = fc.oneof(
      cap.map((rule) => [rule]),
      limit.map((rule) => [rule]),
      fc.tuple(cap, limit),
    );
    fc.assert(
      fc.property(rules, fc.array(question, { minLength: 40, maxLength: 40 }), (drawn, questions) => {
        const result = readOverlay({ id: 'acme', rules: drawn });
        if (!result.ok) {
          expect(result.problems.every(({ path }) => path.endsWith('.loosens'))).toBe(true);
          return;
        }
        accepted++;
        for (const { channel, purpose, age, refused, recipientLimit, recipientsLast24h } of questions) {
          const request = {
            at: NOON,
            channel,
            sender: 'human',
            purpose,
            window: {
              lastInboundAt: age === null ? null : NOON - age,
              marketingRefusedAt: refused === null ? null : NOON - refused,
            },
            account: { recipientLimit, recipientsLast24h },
            consent: { optedInMarketing: true },
            recipient: { country: 'DE', timeZone: 'Europe/Berlin' },
          } as const;
          expect(isStricter(decide(request), decide(request, result.preset))).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
    expect(accepted).toBeGreaterThan(100);
  });
});
