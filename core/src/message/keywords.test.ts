import { describe, expect, it } from 'vitest';
import { KEYWORDS, keywordIn } from './keywords.js';

describe('A word that a carrier obeys', () => {
  it.each([
    ['sms', 'STOP', 'stop'],
    ['sms', ' Unsubscribe\n', 'stop'],
    ['sms', 'stopall', 'stop'],
    ['sms', 'YES', 'start'],
    ['sms', 'Unstop', 'start'],
    ['sms', 'info', 'help'],
    ['sms', 'Please stop', null],
    ['sms', '', null],
    ['apple_messages', 'spam', 'stop'],
    ['apple_messages', 'Subscribe', 'start'],
    ['apple_messages', 'help', null],
    ['whatsapp', 'STOP', null],
  ] as const)('on %s: %j means %s', (channel, text, meaning) => {
    expect(keywordIn(channel, text)).toBe(meaning);
  });

  it.each(Object.entries(KEYWORDS))(
    'of %s means one thing only',
    (_channel, { stop, start, help, source }) => {
      const words = [...stop, ...start, ...help];
      expect(new Set(words).size).toBe(words.length);
      expect(words).toEqual(words.map((word) => word.trim().toLowerCase()));
      expect(source).toMatch(/^https:\/\//);
    },
  );
});
