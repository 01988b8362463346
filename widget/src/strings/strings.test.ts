import { describe, expect, it } from 'vitest';
import { de } from './de.js';
import { en } from './en.js';
import { type Plural, type StringKey, stringsFor, translator } from './index.js';

const keys = Object.keys(en) as StringKey[];

describe('the words', () => {
  it('have the same places to fill in both languages', () => {
    for (const key of keys) expect(places(de[key]), key).toEqual(places(en[key]));
  });

  it('count by the plurals of the language', () => {
    const t = translator(stringsFor('de', null), 'de');
    expect(t('found', { count: 1 })).toBe('1 Kontakt');
    expect(t('found', { count: 12_345 })).toBe('12.345 Kontakte');
  });

  it('can be laid over by the page, in a language of its own with plurals of its own', () => {
    const own = {
      found: { one: '{count} kontakt', few: '{count} kontakty', other: '{count} kontaktów' },
      send: 'Wyślij',
    };
    const t = translator(stringsFor('pl', own), 'pl');
    expect([1, 3, 5].map((count) => t('found', { count }))).toEqual([
      '1 kontakt',
      '3 kontakty',
      '5 kontaktów',
    ]);
    expect(t('send')).toBe('Wyślij');
    expect(t('cancel')).toBe('Cancel');
  });

  it('put values in once, whatever is in them', () => {
    const t = translator(stringsFor('en', null), 'en');
    expect(t('assigned_to', { name: '{name} $& constructor' })).toBe('Assigned to {name} $& constructor');
  });
});

function places(text: string | Plural): string[] {
  const texts = typeof text === 'string' ? [text] : Object.values(text);
  return [
    ...new Set(texts.flatMap((one) => [...one.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!))),
  ].sort();
}
