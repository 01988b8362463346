import { expect, test } from 'vitest';
import {
  readCountry,
  readEmail,
  readInstant,
  readLanguage,
  readList,
  readPhone,
  readText,
  readTimeZone,
} from './fields.js';

test.each([
  ['0170 1234567', 'DE', '+491701234567'],
  ['(0)170/123-45.67', 'DE', '+491701234567'],
  ['+49 170 1234567', 'US', '+491701234567'],
  ['0049 170 1234567', 'DE', '+491701234567'],
  ['020 7946 0958', 'GB', '+442079460958'],
  ['(212) 555-2368', 'US', '+12125552368'],
  ['090-1234-5678', 'JP', '+819012345678'],
  ['٠٥٠١٢٣٤٥٦٧', 'SA', '+966501234567'],
])('the phone %s of %s is %s', (value, country, phone) => {
  expect(readPhone(value, country)).toBe(phone);
});

test.each(['4.91701E+11', '12', 'call me', '0170 1234567 ext', '170 1234567 / 170 7654321'])(
  'the phone %j is refused with what would be right',
  (value) => {
    expect(() => readPhone(value, 'DE')).toThrow(
      'expected a phone number of DE, or one with its country code such as +49 170 1234567',
    );
  },
);

test('an e-mail address is kept in lower case', () => {
  expect(readEmail(' Ada.Lovelace@Example.COM ')).toBe('ada.lovelace@example.com');
  expect(readEmail('grüße@müller.example')).toBe('grüße@müller.example');
});

test.each(['ada', 'ada@', '@example.com', 'a b@example.com', 'ada@example.com, bob@example.com'])(
  'the e-mail address %j is refused',
  (value) => {
    expect(() => readEmail(value)).toThrow('expected an e-mail address such as ada@example.com');
  },
);

test('country, language and time zone are written as their standards do', () => {
  expect(readCountry('de')).toBe('DE');
  expect(readLanguage('pt_br')).toBe('pt-BR');
  expect(readTimeZone('Europe/Berlin')).toBe('Europe/Berlin');
  expect(() => readCountry('Germany')).toThrow('expected a country of two letters such as DE (ISO 3166-1)');
  expect(() => readCountry('XX')).toThrow('expected a country');
  expect(() => readLanguage('german!')).toThrow('expected a language such as de or pt-BR (BCP 47)');
  expect(() => readTimeZone('Europe/Bielefeld')).toThrow('expected a time zone such as Europe/Berlin (IANA)');
});

test('an instant needs an offset', () => {
  expect(readInstant('2026-11-24T10:30:00+01:00')).toBe(Date.parse('2026-11-24T09:30:00Z'));
  expect(readInstant('2026-11-24 10:30+0100')).toBe(Date.parse('2026-11-24T09:30:00Z'));
  for (const value of ['2026-11-24T10:30:00', '24.11.2026', '1764000000', '2026-13-01T00:00:00Z']) {
    expect(() => readInstant(value)).toThrow('expected an instant with its offset');
  }
});

test('a list has each value once', () => {
  expect(readList('vip | berlin ||vip', 100)).toEqual(['vip', 'berlin']);
});

test.each([
  ['a\0b', 'holds a NUL character'],
  ['a\ud800b', 'holds half a surrogate pair'],
  ['a'.repeat(201), 'has 201 characters, at most 200 fit'],
])('text that no database can keep is refused: %#', (value, reason) => {
  expect(() => readText(value, 200)).toThrow(reason);
});
