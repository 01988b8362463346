import { describe, expect, it } from 'vitest';
import { PROVIDER_ERRORS } from '../message/provider-errors/index.js';
import { rulebook } from '../policy/rulebook.js';
import { providerErrorsDocument } from './provider-error-table.js';
import { presetTable, rulesDocument } from './rule-table.js';
import { sayRule } from './say-rule.js';

describe('The generated table of rules', () => {
  it('is as fresh as the data: after a change run npm run generate', async () => {
    await expect(rulesDocument()).toMatchFileSnapshot('../../../docs/channels.md');
  });

  it('names every rule, source and note', () => {
    const document = rulesDocument();
    for (const { rules } of Object.values(rulebook).flat()) {
      for (const rule of rules) {
        expect(document).toContain(`\`${rule.id}\``);
        for (const source of rule.sources) expect(document).toContain(`(${source.url})`);
        for (const note of rule.notes ?? []) expect(document).toContain(note);
      }
    }
    expect(document).not.toMatch(/undefined|\[object|NaN/);
  });

  it('has one line a channel where the presets stand side by side', () => {
    const lines = presetTable().split('\n');
    expect(lines).toHaveLength(2 + 18);
    expect(lines.every((line) => line.split('|').length === 7)).toBe(true);
    expect(presetTable()).toContain(
      '| WeChat | for 48 hours and 5 messages after message; 1 minute and 3 messages after menu, follow, qr; 48 hours after payment | nothing until the contact acts | for 48 hours and 20 messages after message | nothing until the contact acts |',
    );
  });
});

describe('The generated table of provider errors', () => {
  it('is as fresh as the data: after a change run npm run generate', async () => {
    await expect(providerErrorsDocument()).toMatchFileSnapshot('../../../docs/provider-errors.md');
  });

  it('has a line for every row, with its source', () => {
    const document = providerErrorsDocument();
    const rows = Object.values(PROVIDER_ERRORS).flat();
    expect(document.split('\n').filter((line) => line.startsWith('| `'))).toHaveLength(rows.length);
    for (const { source } of rows) expect(document).toContain(`<${source}>`);
    expect(document).not.toMatch(/undefined|\[object|NaN|\{wait\}/);
  });
});

describe('A rule in words', () => {
  it.each([
    [{ window: 'none' }, 'free text at any time'],
    [{ window: 'template_only' }, 'no free text, templates only'],
    [{ forms: [] }, 'no other form'],
    [{ exclude: { accountRegions: ['GB', 'CH'] } }, 'nothing from accounts in GB CH'],
    [
      { exclude: { purposes: ['marketing'], recipientCountries: ['US'] } },
      'no marketing to recipients in US',
    ],
    [
      { quietHours: { from: '20:00', to: '09:00', zone: 'Asia/Seoul', purposes: ['marketing'] } },
      'no marketing from 20:00 to 09:00 by the clock of Asia/Seoul',
    ],
    [
      { forms: [{ way: { form: 'bot_initiated' }, sender: 'automation', allowance: { perMonth: 10_000 } }] },
      'bot initiated, by an automation, 10,000 free a month, then the commercial terms must be accepted',
    ],
  ] as const)('%j is “%s”', (says, words) => {
    expect(sayRule(says)).toBe(words);
  });
});
