import { describe, expect, it } from 'vitest';
import { ask, type Case, NOON } from '../../src/policy/ask.test.util.js';
import { presets } from '../../src/policy/presets/index.js';
import { ALWAYS, type Rule } from '../../src/policy/rule.js';
import { rulebook } from '../../src/policy/rulebook.js';
import { answerOf, type Boundary } from './boundary.js';
import { boundaries } from './index.js';
import { figuresIn, type Limit, limitsOf, windowRulesOf } from './limits.js';

const IDS = ['current', 'respond-io'] as const;
const SIDES = [
  ['a step before', -1],
  ['exactly at', 0],
  ['a step after', 1],
] as const;

describe.each(IDS)('By the rules of %s', (id) => {
  describe.each(boundaries[id].map((table) => [table.channel, table] as const))(
    '%s',
    (channel, { never, limits }) => {
      const rules = rulesOf(id, channel);
      const known = limitsOf(rules);
      const answer = (asked: Case) => answerOf(ask(channel, asked, presets[id]));

      it.each(never)('answers a contact who never wrote, $rule', ({ asks, answer: expected }) => {
        expect(answer(asks ?? {})).toBe(expected);
      });

      for (const boundary of limits) {
        it.each(SIDES)(`answers %s ${boundary.limit}`, (_side, steps) => {
          const { step } = limitOf(boundary, known);
          expect(answer(boundary.asks(boundary.at + steps * step))).toBe(boundary.answers[steps + 1]);
        });
      }
    },
  );
});

describe.each(IDS)('The tables of %s', (id) => {
  it('have every channel once', () => {
    expect(boundaries[id].map(({ channel }) => channel).sort()).toEqual(
      rulebook[id].map(({ channel }) => channel).sort(),
    );
  });

  const tables = boundaries[id].map((table) => [table.channel, table] as const);

  it.each(tables)('meet every rule about the first message on %s', (channel, { never }) => {
    const windows = windowRulesOf(rulesOf(id, channel));
    expect(never.map(({ rule }) => rule).sort()).toEqual(windows.map((rule) => rule.id).sort());
    for (const { rule, asks = {} } of never) {
      const said = windows.find((one) => one.id === rule)!;
      expect(asks.window?.lastInboundAt ?? null, rule).toBeNull();
      expect(isInForce(said, asks), rule).toBe(true);
      if ('window' in said.says && said.says.accounts) {
        expect(asks.account?.[said.says.accounts], rule).toBe(true);
      }
    }
  });

  it.each(tables)('meet every limit and every date on %s, where it lies', (channel, { limits }) => {
    const known = limitsOf(rulesOf(id, channel));
    expect(limits.map(({ limit }) => limit).sort()).toEqual(known.map(({ name }) => name).sort());
    for (const boundary of limits) {
      const limit = limitOf(boundary, known);
      const { at, asks } = boundary;
      expect(limit.liesAt(at, asks(at)), `${boundary.limit} lies at ${at}`).toBe(true);
      for (const value of [at - limit.step, at, at + limit.step]) {
        expect(limit.measured(asks(value)), `${boundary.limit} is asked`).toBe(value);
      }
      expect(isInForce(limit.rule, asks(at)), `${boundary.limit} is in force`).toBe(true);
    }
  });

  it.each(tables)('show on %s that each limit makes a difference there', (_channel, { limits }) => {
    for (const { limit, answers } of limits) expect(answers[0], limit).not.toBe(answers[1]);
  });

  it.each(rulebook[id].map(({ channel, rules }) => [channel, rules] as const))(
    'overlook no figure that a rule of %s says',
    (_channel, rules) => {
      const known = limitsOf(rules);
      for (const rule of rules) {
        const standing = known.filter(
          (one) => one.rule === rule && one.stands && !/ valid(From|To)$/.test(one.name),
        );
        expect(standing, rule.id).toHaveLength(figuresIn(rule.says));
      }
    },
  );
});

function rulesOf(id: (typeof IDS)[number], channel: string): readonly Rule[] {
  return rulebook[id].find((one) => one.channel === channel)!.rules;
}

function limitOf({ limit }: Boundary, known: readonly Limit[]): Limit {
  const found = known.find(({ name }) => name === limit);
  if (found === undefined)
    throw new Error(`${limit} must be a limit of a rule, the rules have none of that name`);
  return found;
}

function isInForce({ validFrom, validTo }: Rule, { at = NOON }: Case): boolean {
  const begun = validFrom === ALWAYS || Date.parse(validFrom) <= Number(at);
  return begun && (validTo === null || Number(at) < Date.parse(validTo));
}
