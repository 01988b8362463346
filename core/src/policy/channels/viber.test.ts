import { describe, expect, it } from 'vitest';
import { ago, ask, DAY, HOUR, NOON, SECOND, table } from '../ask.test.util.js';
import { nextChange } from '../next-change.js';

const legacy = { createdAt: '2024-02-04T23:59:59Z' };
const modern = { createdAt: '2024-02-05T00:00:00Z' };

describe('Viber', () => {
  table('viber', [
    ['nobody can be written to before subscribing', {}, 'blocked no_inbound_yet'],
    ['a second before 24 hours the session runs', ago(DAY - SECOND), 'open window_open free_form'],
    ['exactly at 24 hours messages are bot-initiated', ago(DAY), 'restricted window_closed bot_initiated'],
    ['a second after 24 hours as well', ago(DAY + SECOND), 'restricted window_closed bot_initiated'],
    [
      'the 10,000th message of the month may go',
      { ...ago(DAY), account: { ...legacy, monthlyBotInitiated: 9_999 } },
      'restricted window_closed bot_initiated',
    ],
    [
      'the one after it needs the commercial terms',
      { ...ago(DAY), account: { ...legacy, monthlyBotInitiated: 10_000 } },
      'blocked terms_required',
    ],
    [
      'and goes once they are accepted',
      { ...ago(DAY), account: { ...legacy, monthlyBotInitiated: 10_000, commercialTermsAccepted: true } },
      'restricted window_closed bot_initiated',
    ],
    [
      'a bot of unknown age is held to the allowance',
      { ...ago(DAY), account: { monthlyBotInitiated: 10_000 } },
      'blocked terms_required',
    ],
    [
      'a bot whose age cannot be read is held to it as well',
      { ...ago(DAY), account: { createdAt: 'long ago', monthlyBotInitiated: 10_000 } },
      'blocked terms_required',
    ],
    [
      'a bot from 5 February 2024 on has no allowance to use up',
      { ...ago(DAY), account: { ...modern, monthlyBotInitiated: 10_000 } },
      'restricted window_closed bot_initiated',
    ],
    [
      'the session goes on when the allowance is used up',
      { ...ago(HOUR), account: { ...legacy, monthlyBotInitiated: 10_000 } },
      'open window_open free_form',
    ],
  ]);

  it('asks again when a message that is dated ahead of the clock arrives, allowance or not', () => {
    const decision = ask('viber', { ...ago(-HOUR), account: { ...legacy, monthlyBotInitiated: 10_000 } });
    expect(decision.reason).toBe('terms_required');
    expect(nextChange(decision)).toBe(NOON + HOUR);
  });

  it.each([
    ['inside the session', HOUR, legacy, 'free session_message', null],
    ['within the allowance', DAY, { ...legacy, monthlyBotInitiated: 9_000 }, 'free monthly_allowance', 1_000],
    ['at an unknown age', DAY, { monthlyBotInitiated: 0 }, 'unknown account_age_unknown', 10_000],
    ['at an unknown use', DAY, legacy, 'unknown monthly_use_unknown', null],
    [
      'at a use that is no count',
      DAY,
      { ...legacy, monthlyBotInitiated: -1 },
      'unknown monthly_use_unknown',
      null,
    ],
    ['under the newer model', DAY, { ...modern, monthlyBotInitiated: 3 }, 'paid commercial_terms', null],
    [
      'beyond the allowance under accepted terms',
      DAY,
      { ...legacy, monthlyBotInitiated: 10_000, commercialTermsAccepted: true },
      'paid commercial_terms',
      null,
    ],
  ])('tells price and rest %s', (_title, age, account, price, remaining) => {
    const decision = ask('viber', { ...ago(age), account });
    expect(`${decision.price.kind} ${decision.price.reason}`).toBe(price);
    expect(decision.remaining).toBe(remaining);
  });

  it('is unlocked by terms, an answer or the next month', () => {
    const decision = ask('viber', { ...ago(DAY), account: { ...legacy, monthlyBotInitiated: 10_000 } });
    expect(decision).toMatchObject({ remaining: 0, unlockedBy: ['accept_terms', 'inbound', 'next_month'] });
    expect(nextChange(decision)).toBe(Date.UTC(2026, 11, 1));
    expect(decision.rule.id).toBe('viber.bot_initiated');
  });

  it('warns that sources disagree about the session’s clock', () => {
    expect(ask('viber', ago(HOUR)).notes.map((note) => note.code)).toEqual(['sources_conflict']);
  });
});
