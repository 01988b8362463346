import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import { z } from 'zod';
import { NOT_UTF8 } from './text.js';

/** A value cannot be taken. The message says what was expected, and never repeats the value. */
export class FieldFault extends Error {
  override readonly name = 'FieldFault';
}

/** Text without blanks around it. @throws FieldFault */
export function readText(value: string, longest: number): string {
  const text = value.trim();
  if (text.includes(NOT_UTF8)) throw new FieldFault('is not valid UTF-8; save the file as UTF-8');
  if (text.includes('\0')) throw new FieldFault('holds a NUL character');
  if (/\p{Cs}/u.test(text)) throw new FieldFault('holds half a surrogate pair');
  if (text.length > longest) throw new FieldFault(`has ${text.length} characters, at most ${longest} fit`);
  return text;
}

const Email = z.email({ pattern: z.regexes.unicodeEmail });

/** An e-mail address in lower case. @throws FieldFault */
export function readEmail(value: string): string {
  const email = readText(value, 254).toLowerCase();
  if (!Email.safeParse(email).success)
    throw new FieldFault('expected an e-mail address such as ada@example.com');
  return email;
}

/** A phone number in E.164, from any notation; a national one belongs to the given country. @throws FieldFault */
export function readPhone(value: string, country: string): string {
  const text = readText(value, 60);
  const national = isSupportedCountry(country) ? { defaultCountry: country as CountryCode } : {};
  // Numbers of the same person may be missing in the plan of last month: possible is enough.
  const parsed = parsePhoneNumberFromString(text, { ...national, extract: false });
  if (!parsed?.isPossible()) {
    throw new FieldFault(
      `expected a phone number of ${country}, or one with its country code such as +49 170 1234567`,
    );
  }
  return parsed.number;
}

const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** ISO 3166-1 alpha-2, in capitals. @throws FieldFault */
export function readCountry(value: string): string {
  const country = readText(value, 100).toUpperCase();
  if (!/^[A-Z]{2}$/.test(country) || regions.of(country) === undefined) {
    throw new FieldFault('expected a country of two letters such as DE (ISO 3166-1)');
  }
  return country;
}

/** BCP 47, as it is written there. @throws FieldFault */
export function readLanguage(value: string): string {
  try {
    return Intl.getCanonicalLocales(readText(value, 35).replaceAll('_', '-'))[0] ?? value;
  } catch (error) {
    if (error instanceof FieldFault) throw error;
    throw new FieldFault('expected a language such as de or pt-BR (BCP 47)');
  }
}

const zones = new Map<string, boolean>();

/** An IANA time zone. @throws FieldFault */
export function readTimeZone(value: string): string {
  const zone = readText(value, 64);
  let known = zones.get(zone);
  if (known === undefined) {
    try {
      known =
        zone.includes('/') || zone === 'UTC'
          ? new Intl.DateTimeFormat('en', { timeZone: zone }) !== null
          : false;
    } catch {
      known = false;
    }
    if (zones.size < 10_000) zones.set(zone, known);
  }
  if (!known) throw new FieldFault('expected a time zone such as Europe/Berlin (IANA)');
  return zone;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/i;

/** Epoch milliseconds. @throws FieldFault */
export function readInstant(value: string): number {
  const text = readText(value, 40);
  const at = INSTANT.test(text)
    ? Date.parse(text.replace(' ', 'T').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
    : Number.NaN;
  if (Number.isNaN(at)) {
    throw new FieldFault('expected an instant with its offset such as 2026-11-24T09:30:00Z (ISO 8601)');
  }
  return at;
}

/** An instant that has passed; clocks may differ by some minutes. @throws FieldFault */
export function readPast(value: string, now: number): number {
  const at = readInstant(value);
  if (at > now + 300_000) throw new FieldFault('lies in the future');
  return at;
}

/** One of these words. @throws FieldFault */
export function readWord<const W extends string>(value: string, words: readonly W[]): W {
  const word = readText(value, 100).toLowerCase();
  const known = words.find((one) => one === word);
  if (known === undefined) throw new FieldFault(`expected one of ${words.join(', ')}`);
  return known;
}

/** Several values between bars, each once. @throws FieldFault */
export function readList(value: string, longest: number): string[] {
  const parts = readText(value, 10_000)
    .split('|')
    .map((part) => readText(part, longest));
  return [...new Set(parts.filter((part) => part !== ''))];
}
