import { describe, expect, it } from 'vitest';
import { ago, ask, DAY, HOUR, NOON } from './ask.test.util.js';
import { countryOf } from './country.js';
import { isStricter, looksTheSame, withRuleChange } from './rule-change.js';
import type { Decision, TemplateCategory } from './types.js';

const open = ask('whatsapp', ago(HOUR));
const template = (...categories: TemplateCategory[]): Decision => ({
  ...open,
  verdict: 'restricted',
  ways: [{ form: 'template', categories }],
});
const tag = (name: string): Decision => ({
  ...open,
  verdict: 'restricted',
  ways: [{ form: 'tag', tag: name }],
});

describe('Two decisions', () => {
  it('look the same whatever their notes, sources and clocks', () => {
    expect(
      looksTheSame(open, { ...open, notes: [], closesAt: 1, staleAt: 2, rule: { ...open.rule, id: 'x' } }),
    ).toBe(true);
  });

  it.each([
    ['verdict', { verdict: 'blocked' }],
    ['reason', { reason: 'no_window' }],
    ['rest', { remaining: 3 }],
    ['kind of price', { price: { ...open.price, kind: 'free' } }],
    ['reason of the price', { price: { ...open.price, reason: 'other' } }],
    ['ways', { ways: [] }],
  ] as const)('differ by their %s', (_what, more) => {
    expect(looksTheSame(open, { ...open, ...more } as Decision)).toBe(false);
  });

  it.each([
    ['a restricted one than an open one', template('utility'), open, true],
    [
      'a blocked one than a restricted one',
      { ...open, verdict: 'blocked', ways: [] },
      template('utility'),
      true,
    ],
    ['an open one than a blocked one', open, { ...open, verdict: 'blocked', ways: [] }, false],
    ['one than itself', open, open, false],
    ['one with fewer categories', template('utility'), template('utility', 'marketing'), true],
    ['one with more categories', template('utility', 'marketing'), template('utility'), false],
    ['one with other categories', template('utility'), template('marketing'), true],
    ['one with another tag', tag('A'), tag('B'), true],
    ['a template than a tag', template('utility'), tag('A'), true],
    ['a tag than a template', tag('A'), template('utility'), true],
    ['one with a way less', { ...open, ways: open.ways.slice(0, 1) }, open, true],
    ['one with a way more', open, { ...open, ways: open.ways.slice(0, 1) }, false],
  ] as const)('stricter is %s: %#', (_what, a, b, expected) => {
    expect(isStricter(a as Decision, b as Decision)).toBe(expected);
  });
});

describe('Before a rule changes', () => {
  const until = NOON + DAY;
  const lasting: Decision = { ...open, closesAt: null, staleAt: null, notes: [] };

  it('a decision that ends earlier is left alone', () => {
    const early: Decision = { ...lasting, staleAt: until - 1 };
    expect(withRuleChange(early, until, NOON, () => ({ ...lasting, verdict: 'blocked' }))).toBe(early);
  });

  it('one that ends on that very day names the day', () => {
    const then: Decision = { ...lasting, verdict: 'blocked', ways: [] };
    const decision = withRuleChange({ ...lasting, staleAt: until }, until, NOON, () => then);
    expect(decision).toMatchObject({ staleAt: until, closesAt: until });
    expect(decision.notes).toEqual([
      {
        code: 'rule_changes_soon',
        text: 'A rule of this channel changes on 2026-11-25.',
        de: 'Eine Regel dieses Kanals ändert sich am 2026-11-25.',
      },
    ]);
  });

  it('one that stays the same looks past it', () => {
    const later = { ...lasting, staleAt: until + DAY };
    expect(withRuleChange(lasting, until, NOON, () => later)).toEqual(later);
  });

  it('one that gets looser changes without closing', () => {
    const then: Decision = { ...lasting, ways: [...lasting.ways, { form: 'bot_initiated' }] };
    expect(withRuleChange(lasting, until, NOON, () => then)).toMatchObject({
      staleAt: until,
      closesAt: null,
    });
  });
});

describe('A country', () => {
  it.each([
    ['DE', 'DE'],
    ['de', 'DE'],
    ['De', 'DE'],
    ['dE', 'DE'],
    ['aZ', 'AZ'],
    ['Za', 'ZA'],
    ['aa', 'AA'],
    ['', ''],
    [undefined, ''],
    [7, ''],
  ])('%s is read as "%s"', (given, code) => {
    expect(countryOf(given)).toBe(code);
  });
});
