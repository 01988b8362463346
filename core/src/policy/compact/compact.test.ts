import { describe, expect, it } from 'vitest';
import { describeNote } from '../../explain/explain.js';
import { presets } from '../presets/index.js';
import { dated } from '../rule.js';
import { rulebook } from '../rulebook.js';

describe('The compact rules', () => {
  it.each(['current', 'respond-io'] as const)(
    'of %s are those of the channels’ files: after a change run npm run generate',
    (id) => {
      for (const { channel, rules } of rulebook[id]) {
        const compact = presets[id].channels[channel]?.rules ?? [];
        expect(compact.map((rule) => ({ ...rule, source: 'any' }))).toEqual(
          rules.map((rule) => ({ ...withoutGerman(dated(rule)), source: 'any' })),
        );
        rules.forEach((rule, index) => {
          const { source } = compact[index]!;
          if (source === '') expect('note' in rule.says || 'price' in rule.says).toBe(true);
          else expect(source).toBe(rule.sources[0].url);
        });
      }
    },
  );

  it('leave their German to the entry that explains, which has every note of theirs', () => {
    const texts: string[] = [];
    JSON.stringify(rulebook, (key, value) => {
      if (key === 'note') {
        texts.push(value.text);
        expect(describeNote({ code: value.code, text: value.text }, 'de')).toBe(value.de);
      }
      return value;
    });
    expect(texts.length).toBeGreaterThan(10);
  });

  it('name no channel that has no file', () => {
    const current = Object.keys(presets.current.channels);
    expect(current.sort()).toEqual(rulebook.current.map(({ channel }) => channel).sort());
  });
});

function withoutGerman<T>(rule: T): T {
  return JSON.parse(JSON.stringify(rule, (key, value) => (key === 'de' ? undefined : value)));
}
