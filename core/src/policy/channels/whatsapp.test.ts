import { describe, expect, it } from 'vitest';
import { ago, ask, DAY, HOUR, NOON, SECOND, table } from '../ask.test.util.js';
import { nextChange } from '../next-change.js';

const TEMPLATES = 'template(utility+marketing+authentication)';

describe('WhatsApp’s 24 hours', () => {
  table('whatsapp', [
    ['a contact who never wrote can be sent a template', {}, `restricted no_inbound_yet ${TEMPLATES}`],
    ['the window is open right after the message', ago(0), `open window_open free_form ${TEMPLATES}`],
    ['a second before 24 hours it is open', ago(DAY - SECOND), `open window_open free_form ${TEMPLATES}`],
    ['a millisecond before 24 hours it is open', ago(DAY - 1), `open window_open free_form ${TEMPLATES}`],
    ['exactly at 24 hours it is closed', ago(DAY), `restricted window_closed ${TEMPLATES}`],
    ['a second after 24 hours it is closed', ago(DAY + SECOND), `restricted window_closed ${TEMPLATES}`],
    [
      'a call opens it as well',
      { window: { lastInboundAt: NOON - HOUR, opener: 'call' } },
      `open window_open free_form ${TEMPLATES}`,
    ],
    [
      'a message after an ad opens it for 24 hours, not 72',
      { window: { lastInboundAt: NOON - DAY, opener: 'ad' } },
      `restricted window_closed ${TEMPLATES}`,
    ],
    [
      'a reaction does not open it',
      { window: { lastInboundAt: NOON - HOUR, opener: 'reaction' } },
      `restricted window_closed ${TEMPLATES}`,
    ],
    [
      'automations may write inside it',
      { ...ago(HOUR), sender: 'automation' },
      `open window_open free_form ${TEMPLATES}`,
    ],
    [
      'any number of messages may be sent inside it',
      { window: { lastInboundAt: NOON - HOUR, outboundSinceInbound: 10_000 } },
      `open window_open free_form ${TEMPLATES}`,
    ],
  ]);

  it('closes 24 hours after the message and says since when', () => {
    expect(ask('whatsapp', ago(HOUR)).closesAt).toBe(NOON + 23 * HOUR);
    expect(ask('whatsapp', ago(30 * HOUR))).toMatchObject({ closesAt: null, closedAt: NOON - 6 * HOUR });
  });

  it('is opened again by the contact', () => {
    expect(ask('whatsapp', ago(DAY)).unlockedBy).toEqual(['inbound']);
  });

  it('is no guarantee, and says so', () => {
    expect(ask('whatsapp', ago(HOUR)).notes.map((note) => note.code)).toContain('open_is_no_guarantee');
  });
});

describe('WhatsApp marketing', () => {
  const marketing = { purpose: 'marketing', consent: { optedInMarketing: true } } as const;
  table('whatsapp', [
    [
      'needs the contact’s consent',
      { ...ago(HOUR), purpose: 'marketing' },
      'blocked marketing_consent_required',
    ],
    [
      'goes as a marketing template',
      { ...ago(DAY), ...marketing },
      'restricted window_closed template(marketing)',
    ],
    [
      'is not delivered to the United States',
      { ...ago(HOUR), ...marketing, recipient: { country: 'US' } },
      'blocked recipient_country_excluded',
    ],
    [
      'was delivered to the United States until April 2025',
      { ...ago(DAY, Date.UTC(2025, 2, 31, 23, 59, 59)), ...marketing, recipient: { country: 'US' } },
      'restricted window_closed template(marketing)',
    ],
    [
      'is not delivered there from 1 April 2025',
      { ...ago(DAY, Date.UTC(2025, 3, 1)), ...marketing, recipient: { country: 'us' } },
      'blocked recipient_country_excluded',
    ],
    [
      'ends when the contact stopped marketing alone',
      { ...ago(HOUR), ...marketing, consent: { optedInMarketing: true, optedOutMarketing: true } },
      'blocked opted_out',
    ],
    [
      'stopped, leaves support alone',
      { ...ago(DAY), consent: { optedOutMarketing: true } },
      `restricted window_closed ${TEMPLATES}`,
    ],
    [
      'templates are left out for support to the United States',
      { ...ago(DAY), recipient: { country: 'US' } },
      'restricted window_closed template(utility+authentication)',
    ],
    [
      'templates are among those for support elsewhere',
      { ...ago(DAY), recipient: { country: 'DE' } },
      `restricted window_closed ${TEMPLATES}`,
    ],
  ]);
});

describe('WhatsApp’s prices, a clock of their own', () => {
  it.each([
    ['before November 2024 it is not told', Date.UTC(2024, 10, 1) - 1, HOUR, 'unknown conversation_pricing'],
    ['from November 2024 an answer is free', Date.UTC(2024, 10, 1), HOUR, 'free service_message'],
    [
      'until July 2025 a template is charged by conversation',
      Date.UTC(2025, 6, 1) - 1,
      DAY,
      'paid conversation_pricing',
    ],
    ['from July 2025 a template is charged by message', Date.UTC(2025, 6, 1), DAY, 'paid template_message'],
    ['until October 2026 an answer is free', Date.UTC(2026, 9, 1) - 1, HOUR, 'free service_message'],
    ['from October 2026 an answer is charged', Date.UTC(2026, 9, 1), HOUR, 'paid service_message'],
  ])('%s', (_title, at, age, expected) => {
    const { price } = ask('whatsapp', ago(age, at));
    expect(`${price.kind} ${price.reason}`).toBe(expected);
  });

  it('nothing is charged while the window of an ad is open', () => {
    const decision = ask('whatsapp', { window: { lastInboundAt: NOON - HOUR, opener: 'ad' } });
    expect(decision.price).toEqual({ kind: 'free', reason: 'free_entry_point' });
    expect(nextChange(decision)).toBe(NOON + 23 * HOUR);
  });

  it('the free entry point makes templates free until it ends, and opens nothing', () => {
    const end = NOON + 10 * HOUR;
    const window = { lastInboundAt: NOON - 30 * HOUR, freeEntryPointUntil: end };
    const during = ask('whatsapp', { window });
    expect(during).toMatchObject({
      verdict: 'restricted',
      price: { kind: 'free', reason: 'free_entry_point' },
    });
    expect(nextChange(during)).toBe(end);
    expect(ask('whatsapp', { at: end - 1, window }).price.kind).toBe('free');
    expect(ask('whatsapp', { at: end, window }).price).toEqual({ kind: 'paid', reason: 'template_message' });
  });

  it('a free entry point that outlives an open window changes the price when it ends', () => {
    const window = { lastInboundAt: NOON, freeEntryPointUntil: NOON + 2 * HOUR };
    expect(nextChange(ask('whatsapp', { window }))).toBe(NOON + 2 * HOUR);
    expect(ask('whatsapp', { window: { ...window, freeEntryPointUntil: 'soon' } }).price.kind).toBe('paid');
  });

  it('the day the price changes is named 90 days before, and not earlier', () => {
    const change = Date.UTC(2026, 9, 1);
    const near = ask('whatsapp', { at: change - HOUR, window: { lastInboundAt: change - 2 * HOUR } });
    expect(near.notes.map((note) => note.code)).toContain('rule_changes_soon');
    expect(near.closesAt).toBe(change + 22 * HOUR);
    expect(nextChange(near)).toBe(change);
  });
});

describe('WhatsApp’s messaging limit', () => {
  const full = { recipientLimit: 250, recipientsLast24h: 250 };
  table('whatsapp', [
    [
      'one person below it a template may go',
      { ...ago(DAY), account: { recipientLimit: 250, recipientsLast24h: 249 } },
      `restricted window_closed ${TEMPLATES}`,
    ],
    [
      'exactly at it nothing goes outside the window',
      { ...ago(DAY), account: full },
      'blocked quota_exhausted',
    ],
    [
      'beyond it nothing goes either',
      { ...ago(DAY), account: { recipientLimit: 250, recipientsLast24h: 251 } },
      'blocked quota_exhausted',
    ],
    ['it stops the first message to a contact', { account: full }, 'blocked quota_exhausted'],
    [
      'inside the window it does not count',
      { ...ago(DAY - SECOND), account: full },
      `open window_open free_form ${TEMPLATES}`,
    ],
    [
      'nobody reached is nobody counted',
      { ...ago(DAY), account: { recipientLimit: 250 } },
      `restricted window_closed ${TEMPLATES}`,
    ],
    [
      'an account without a limit is held to none',
      { ...ago(DAY), account: { recipientLimit: null, recipientsLast24h: 1_000_000 } },
      `restricted window_closed ${TEMPLATES}`,
    ],
    [
      'a count that is none has reached it',
      { ...ago(DAY), account: { recipientLimit: 250, recipientsLast24h: Number.NaN } },
      'blocked quota_exhausted',
    ],
    [
      'a negative count has reached it',
      { ...ago(DAY), account: { recipientLimit: 250, recipientsLast24h: -1 } },
      'blocked quota_exhausted',
    ],
  ]);

  it('says what was reached and what opens it', () => {
    const decision = ask('whatsapp', { ...ago(DAY), account: full });
    expect(decision).toMatchObject({
      rule: { id: 'whatsapp.messaging_limit' },
      unlockedBy: ['inbound'],
      remaining: 0,
      price: { kind: 'unknown' },
    });
    expect(decision.notes[0]?.code).toBe('recipient_limit_reached');
    expect(nextChange(decision)).toBeNull();
  });

  it('still turns with a message whose time is in the future', () => {
    const decision = ask('whatsapp', { window: { lastInboundAt: NOON + HOUR }, account: full });
    expect(decision.verdict).toBe('blocked');
    expect(nextChange(decision)).toBe(NOON + HOUR);
  });
});

describe('WhatsApp’s marketing cap', () => {
  const marketing = { purpose: 'marketing', consent: { optedInMarketing: true } } as const;
  const held = (refused: number | string | null) => ({
    ...marketing,
    window: { lastInboundAt: NOON - DAY, marketingRefusedAt: refused },
  });
  table('whatsapp', [
    ['holds marketing back a second before its end', held(NOON - DAY + SECOND), 'blocked quota_exhausted'],
    ['ends exactly at its end', held(NOON - DAY), 'restricted window_closed template(marketing)'],
    ['has ended a second later', held(NOON - DAY - SECOND), 'restricted window_closed template(marketing)'],
    ['was never set', held(null), 'restricted window_closed template(marketing)'],
    ['holds back while the time of the refusal cannot be read', held('soon'), 'blocked quota_exhausted'],
    ['takes text as well', held('2026-11-23T12:00:01Z'), 'blocked quota_exhausted'],
    [
      'does not concern other purposes',
      { window: { lastInboundAt: NOON - DAY, marketingRefusedAt: NOON - 23 * HOUR } },
      `restricted window_closed ${TEMPLATES}`,
    ],
    [
      'does not concern answers inside the window',
      { ...marketing, window: { lastInboundAt: NOON - HOUR, marketingRefusedAt: NOON - 23 * HOUR } },
      'open window_open free_form template(marketing)',
    ],
  ]);

  it('says until when', () => {
    const decision = ask('whatsapp', held(NOON - 23 * HOUR));
    expect(decision).toMatchObject({
      rule: { id: 'whatsapp.marketing_cap' },
      unlockedBy: ['inbound', 'at:2026-11-24T13:00:00.000Z'],
    });
    expect(decision.notes[0]?.code).toBe('marketing_held_back');
    expect(nextChange(decision)).toBe(NOON + HOUR);
    expect(ask('whatsapp', held('soon')).unlockedBy).toEqual(['inbound']);
  });
});
