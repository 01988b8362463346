import { z } from 'zod';
import type { ConsentChange } from '../adapter.js';

/** https://help.twilio.com/articles/223134027 */
const STOP = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'];
const START = ['START', 'YES', 'UNSTOP'];

const word = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .transform((text) => normal(text));

/** Of every SMS account's settings: words besides the usual English ones, e.g. `STOPP`. */
export const stopWords = z.array(word).max(50).default([]);
export const startWords = z.array(word).max(50).default([]);

export interface OptOutWords {
  readonly stopWords: readonly string[];
  readonly startWords: readonly string[];
}

/** What a customer's SMS says about consent, if it is one of the words and nothing else. */
export function consentIn(text: string, own: OptOutWords): Extract<ConsentChange, `opted_${string}`> | null {
  const said = normal(text);
  if (STOP.includes(said) || own.stopWords.includes(said)) return 'opted_out';
  if (START.includes(said) || own.startWords.includes(said)) return 'opted_in';
  return null;
}

/** Blind to case, and to the signs and quotes that people put around a word. */
function normal(text: string): string {
  return text
    .normalize('NFC')
    .replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, '')
    .toUpperCase();
}
