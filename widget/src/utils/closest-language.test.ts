import { expect, it } from 'vitest';
import { knownLocale } from './closest-language.js';

it.each([
  ['de', 'de'],
  ['pt_BR', 'pt-BR'],
  ['en-US@posix', 'en'],
  ['', 'en'],
  [null, 'en'],
  ['!!', 'en'],
])('a page that says its language is %j is taken to mean %s', (tag, locale) => {
  expect(knownLocale(tag)).toBe(locale);
});
