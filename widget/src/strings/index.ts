import { de } from './de.js';
import { en } from './en.js';

/** A text that counts, by the plural forms of its language; `other` is always needed. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
export type StringKey = keyof typeof en;
/** All words of the element in one language. */
export type Strings = Record<StringKey, string | Plural>;

export type Translate = (key: StringKey, values?: Record<string, string | number>) => string;

const languages: Record<string, Strings> = { en, de };

/** The words for a locale: its own where we have them, English otherwise, with the page's own laid over both. */
export function stringsFor(locale: string, own: Partial<Strings> | null): Strings {
  const language = locale.toLowerCase().split('-')[0] ?? '';
  return { ...en, ...languages[language], ...own };
}

export function translator(strings: Strings, locale: string): Translate {
  const plural = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  return (key, values = {}) => {
    const found = strings[key];
    const count = Number(values.count);
    const text = typeof found === 'string' ? found : (found[plural.select(count)] ?? found.other);
    return text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      return typeof value === 'number' ? number.format(value) : (value ?? '');
    });
  };
}
