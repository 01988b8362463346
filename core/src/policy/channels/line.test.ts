import { describe, expect, it } from 'vitest';
import { ago, ask, DAY, NOON, table } from '../ask.test.util.js';
import { nextChange } from '../next-change.js';

const plan = (monthlyQuota: number | null, monthlySent?: number, overageAllowed?: boolean) => ({
  account: { monthlyQuota, monthlySent, overageAllowed },
});

describe('LINE', () => {
  table('line', [
    ['needs no message of the contact', {}, 'open no_window free_form'],
    ['has no window', ago(365 * DAY), 'open no_window free_form'],
    ['the plan’s last message may go', plan(200, 199), 'open no_window free_form'],
    ['the one after it may not', plan(200, 200), 'blocked quota_exhausted'],
    ['nor any further one', plan(200, 201), 'blocked quota_exhausted'],
    ['a plan with overage goes on', plan(30_000, 30_000, true), 'open no_window free_form'],
    ['a plan of unknown size is open', plan(null, 5_000), 'open no_window free_form'],
    ['a plan without messages is closed', plan(0), 'blocked quota_exhausted'],
    ['a quota that is no number is refused', plan(Number.NaN), 'blocked invalid_request'],
    ['a negative count is refused', plan(200, -1), 'blocked invalid_request'],
    ['an endless quota is refused', plan(Number.POSITIVE_INFINITY), 'blocked invalid_request'],
    [
      'an opt-out comes before the quota',
      { ...plan(200, 200), consent: { optedOut: true } },
      'blocked opted_out',
    ],
    [
      'a wrong timestamp is not opened by a plan',
      { ...plan(200, 0), window: { lastInboundAt: '?' } },
      'blocked invalid_timestamp',
    ],
  ]);

  it.each([
    ['within the plan', plan(200, 50), 'free plan_allowance', 150],
    ['beyond it', plan(200, 200, true), 'paid plan_overage', null],
    ['of an unknown plan', {}, 'unknown plan_unknown', null],
  ])('tells price and rest %s', (_title, asked, price, remaining) => {
    const decision = ask('line', asked);
    expect(`${decision.price.kind} ${decision.price.reason}`).toBe(price);
    expect(decision.remaining).toBe(remaining);
  });

  it('used up, waits for the next month', () => {
    const decision = ask('line', plan(200, 200));
    expect(decision).toMatchObject({ unlockedBy: ['next_month'], remaining: 0, rule: { id: 'line.quota' } });
    expect(nextChange(decision)).toBe(Date.UTC(2026, 11, 1));
    const newYear = ask('line', { ...plan(1, 1), at: Date.UTC(2026, 11, 31, 23, 59, 59) });
    expect(nextChange(newYear)).toBe(Date.UTC(2027, 0, 1));
    expect(nextChange(ask('line', { ...plan(1, 0), at: NOON }))).toBeNull();
  });
});
