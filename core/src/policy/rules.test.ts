import { describe, expect, it } from 'vitest';
import { compile } from './compile.js';
import { DAY, dateToEpoch, hours } from './instant.js';
import { channelPolicy, definePreset } from './preset.js';
import { current } from './presets/current.js';
import { presets } from './presets/index.js';
import { ALWAYS, type DatedRule, stemOf } from './rule.js';
import { rulebook } from './rulebook.js';
import { CHANNELS, PURPOSES } from './types.js';

const unique = Object.values(rulebook).flatMap((channels) => channels.flatMap(({ rules }) => rules));
const currentRules = rulebook.current.flatMap(({ rules }) => rules);

describe('Every channel', () => {
  it.each(CHANNELS)('%s has rules in both presets', (channel) => {
    for (const preset of Object.values(presets)) {
      expect(preset.channels[channel]?.rules.length).toBeGreaterThan(0);
      expect(preset.timelines.get(channel)).toHaveLength(PURPOSES.length);
    }
  });
});

describe('Every rule', () => {
  it.each(unique.map((one) => [one.id, one] as const))(
    '%s has sources, dates and a permanent id',
    (id, one) => {
      expect(id).toMatch(/^(respond_io\.)?[a-z0-9_]+(\.[a-z0-9_]+)+(\.\d{4}-\d{2}(-\d{2})?)?$/);
      expect(one.sources.length).toBeGreaterThan(0);
      for (const source of one.sources) {
        expect(source.url).toMatch(/^https?:\/\/\S+$/);
        expect(source.title).toMatch(/\S/);
        if (source.saysOn !== null) expect(dateToEpoch(source.saysOn)).not.toBeNaN();
        expect(['high', 'medium', 'low', 'unverified']).toContain(source.confidence);
      }
      expect(dateToEpoch(one.checkedOn)).not.toBeNaN();
      for (const source of one.sources) {
        if (source.saysOn !== null)
          expect(dateToEpoch(source.saysOn)).toBeLessThanOrEqual(dateToEpoch(one.checkedOn));
      }
      if (one.validFrom !== ALWAYS) expect(id.endsWith(one.validFrom.slice(0, 7))).toBe(true);
    },
  );

  it('has an id of its own', () => {
    const ids = unique.map((one) => one.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('begins on the day its predecessor ends, without gap or overlap', () => {
    for (const stem of new Set(currentRules.map((one) => stemOf(one.id)))) {
      const rules = currentRules.filter((one) => stemOf(one.id) === stem);
      rules.slice(1).forEach((later, index) => {
        expect(later.validFrom, stem).toBe(rules[index]!.validTo);
      });
      const first = rules[0]!;
      const begins = first.validFrom !== ALWAYS && /\.\d{4}-\d\d/.test(first.id);
      expect(first.validFrom === ALWAYS || begins, stem).toBe(true);
      expect(rules.at(-1)!.validTo, stem).toBeNull();
    }
  });

  it('says when nobody has looked at it for 180 days', async ({ annotate }) => {
    const latest = Math.max(...unique.map((one) => dateToEpoch(one.checkedOn)));
    const old = unique.filter((one) => latest - dateToEpoch(one.checkedOn) > 180 * DAY).map((one) => one.id);
    if (old.length > 0) await annotate(`Not looked at for 180 days: ${old.join(', ')}`);
    expect(unique.length).toBeGreaterThan(60);
  });
});

describe('Rules that contradict each other are refused, and named', () => {
  const window: DatedRule = {
    id: 'sms.window',
    validFrom: ALWAYS,
    validTo: null,
    says: { window: 'none' },
    source: 'https://example.com/',
  };

  it.each([
    ['window', { window: { message: { lasts: hours(1) } } }],
    ['forms', { forms: [] }],
    ['consent', { consent: { optOutCovers: 'everything' } }],
    ['recipientLimit', { recipientLimit: { note: { code: 'x', text: 'X.' } } }],
    ['marketingCap', { marketingCap: { lasts: 1, note: { code: 'x', text: 'X.' } } }],
    ['monthlyQuota', { monthlyQuota: 'plan' }],
    ['price', { price: { open: { kind: 'free', reason: 'x' }, outside: { kind: 'free', reason: 'x' } } }],
    ['window for accounts', { window: 'none', accounts: 'businessConnection' }],
  ] as const)('two say %s', (what, says) => {
    const rules = [window, { ...window, id: 'sms.first', says }, { ...window, id: 'sms.second', says }];
    const second = what === 'window' ? 'first' : 'second';
    expect(() => compile('sms', rules)).toThrow(
      `only one rule of sms may say its ${what} at a time, sms.${second} is the second`,
    );
  });

  it('one after the other is fine', () => {
    const before = { ...window, validTo: '2026-01-01' };
    const after = {
      ...window,
      id: 'sms.window.2026-01',
      validFrom: '2026-01-01',
      says: { window: 'template_only' },
    } as const;
    const timeline = compile('sms', [before, after])[0]!;
    expect(timeline.all.map((policy) => policy.kind)).toEqual(['none', 'template_only']);
    expect(timeline.latest.from).toBe(Date.UTC(2026, 0, 1));
    expect(timeline.all[0]!.until).toBe(Date.UTC(2026, 0, 1));
  });

  it.each([
    [
      'no window at all',
      [{ ...window, says: { forms: [] } }],
      'a rule of sms must say its window, none does',
    ],
    [
      'nothing before a first day',
      [{ ...window, validFrom: '2026-01-01' }],
      'a rule of sms must say its window, none does',
    ],
    ['a gap', [{ ...window, validTo: '2026-01-01' }], 'a rule of sms must say its window, none does'],
    [
      'a start that is no date',
      [{ ...window, validFrom: '2026-02-30' }],
      'validFrom must be a date, got 2026-02-30 in sms.window',
    ],
    [
      'an end that is no date',
      [{ ...window, validTo: 'never' }],
      'validTo must be a date or null, got never in sms.window',
    ],
    [
      'an end before the start',
      [{ ...window, validFrom: '2026-10-01', validTo: '2026-09-01' }],
      'validTo must be later than validFrom, got 2026-10-01 and 2026-09-01 in sms.window',
    ],
    [
      'an end on the start',
      [{ ...window, validFrom: '2026-10-01', validTo: '2026-10-01' }],
      'validTo must be later than validFrom, got 2026-10-01 and 2026-10-01 in sms.window',
    ],
  ] as const)('%s', (_title, rules, message) => {
    expect(() => compile('sms', rules as readonly DatedRule[])).toThrow(message);
  });

  it('a preset takes the later of two policies of one channel', () => {
    const other = channelPolicy('sms', [{ ...window, says: { window: 'template_only' } }]);
    const preset = definePreset('mine', ...Object.values(current.channels), other);
    expect(preset.channels.sms).toBe(other);
    expect(preset.timelines.get('sms')).toBe(other.timelines);
    expect(preset.channels.line).toBe(current.channels.line);
  });
});

describe('An id', () => {
  it.each([
    ['wechat.window.2023-06', 'wechat.window'],
    ['wechat.window.2023-06-12', 'wechat.window'],
    ['wechat.window', 'wechat.window'],
    ['wechat.2023-06.window', 'wechat.2023-06.window'],
  ])('%s belongs to %s', (id, stem) => {
    expect(stemOf(id)).toBe(stem);
  });
});
