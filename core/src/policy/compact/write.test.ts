import { describe, expect, it } from 'vitest';
import { ALWAYS, channelRules, type Rule, type Says } from '../rule.js';
import { expand } from './expand.js';
import { compactFile, compactRule, germanNotesFile, prefixOf } from './write.js';

const url = 'https://example.com/terms';
const free = { kind: 'free', reason: 'own_channel' } as const;
const price: Says = { price: { open: free, outside: free } };
const note: Says = { note: { code: 'late', text: 'It may be late.', de: 'Es kann spät werden.' } };

function ruleOf(id: string, says: Says, validFrom = ALWAYS, validTo: string | null = null): Rule {
  const source = { title: 'Terms', url, saysOn: null, confidence: 'high' } as const;
  const other = { ...source, url: 'https://example.com/other' };
  return { id, says, validFrom, validTo, sources: [source, other], checkedOn: '2026-11-23', notes: ['Why.'] };
}

const chat = channelRules('website_chat', [
  ruleOf('website_chat.window', { window: 'none' }, ALWAYS, '2026-10-01'),
  ruleOf('website_chat.window.2026-10', { window: 'template_only' }, '2026-10-01'),
  ruleOf('website_chat.late', note),
]);

describe('A rule in its compact form', () => {
  it.each([
    [
      'keeps what it says and the source that decides',
      ruleOf('sms.window', { window: 'none' }),
      ['window', { window: 'none' }, url],
    ],
    [
      'keeps the day it begins',
      ruleOf('sms.window.2026-10', { window: 'none' }, '2026-10-01'),
      ['window.2026-10', { window: 'none' }, url, '2026-10-01'],
    ],
    [
      'keeps the day it ends',
      ruleOf('sms.window', { window: 'none' }, ALWAYS, '2026-10-01'),
      ['window', { window: 'none' }, url, null, '2026-10-01'],
    ],
    ['drops the source of a note', ruleOf('sms.late', note), ['late', note]],
    ['drops the source of a price without a date', ruleOf('sms.price', price), ['price', price]],
    [
      'drops it too where the price ends',
      ruleOf('sms.price', price, ALWAYS, '2026-10-01'),
      ['price', price, '', null, '2026-10-01'],
    ],
    [
      'keeps the source of a price that began',
      ruleOf('sms.price.2026-10', price, '2026-10-01'),
      ['price.2026-10', price, url, '2026-10-01'],
    ],
  ])('%s', (_title, rule, compact) => {
    expect(compactRule('sms.', rule)).toEqual(compact);
  });

  it('expands to the same rule again', () => {
    const compact = chat.rules.map((rule) => compactRule('website_chat.', rule));
    const { channel, rules } = expand('website_chat', compact);
    expect(channel).toBe('website_chat');
    expect(rules).toEqual([
      {
        id: 'website_chat.window',
        validFrom: ALWAYS,
        validTo: '2026-10-01',
        says: { window: 'none' },
        source: url,
      },
      {
        id: 'website_chat.window.2026-10',
        validFrom: '2026-10-01',
        validTo: null,
        says: { window: 'template_only' },
        source: url,
      },
      { id: 'website_chat.late', validFrom: ALWAYS, validTo: null, says: note, source: '' },
    ]);
    expect(expand('sms', [['open', { window: 'none' }]], 'acme.').rules[0]?.id).toBe('acme.sms.open');
  });

  it('leaves out what all ids of a channel begin with', () => {
    expect(prefixOf(chat)).toBe('website_chat.');
    const theirs = channelRules('sms', [ruleOf('respond_io.sms.window', { window: 'none' })]);
    expect(prefixOf(theirs)).toBe('respond_io.sms.');
  });
});

describe('The files that are generated from the rules', () => {
  it('hold one constant a channel, a rule a line, without German', () => {
    expect(compactFile([chat])).toBe(
      [
        '// Generated from policy/channels by `npm run generate`. Do not edit.',
        "import { expand } from './expand.js';",
        '',
        "export const websiteChat = /* @__PURE__ */ expand('website_chat', [",
        `  ["window",{"window":"none"},"${url}",null,"2026-10-01"],`,
        `  ["window.2026-10",{"window":"template_only"},"${url}","2026-10-01"],`,
        '  ["late",{"note":{"code":"late","text":"It may be late."}}],',
        ']);',
        '',
        'export const everyChannel = [websiteChat];',
        '',
      ].join('\n'),
    );
  });

  it('end with a list of every channel', () => {
    const sms = channelRules('sms', [ruleOf('sms.window', { window: 'none' })]);
    expect(compactFile([chat, sms])).toContain('export const everyChannel = [websiteChat, sms];');
  });

  it('name what stands before the channel in the ids', () => {
    const theirs = channelRules('sms', [ruleOf('respond_io.sms.window', { window: 'none' })]);
    expect(compactFile([theirs])).toContain(
      `expand('sms', [\n  ["window",{"window":"none"},"${url}"],\n], 'respond_io.');`,
    );
  });

  it('hold the German of every note by its English', () => {
    expect(germanNotesFile([chat])).toBe(
      [
        '// Generated from policy/channels by `npm run generate`. Do not edit.',
        '',
        '/** What the rules note, in German, by its English. */',
        'export const germanNotes: Readonly<Record<string, string>> = {',
        '  "It may be late.": "Es kann spät werden."',
        '};',
        '',
      ].join('\n'),
    );
  });
});
