import type { Confidence } from '../policy/rule.js';
import type { Channel } from '../policy/types.js';

/** What a contact asks for by one word. */
export type KeywordMeaning = 'stop' | 'start' | 'help';

/** Words that a carrier or provider obeys before anybody reads them. */
export interface Keywords {
  readonly stop: readonly string[];
  readonly start: readonly string[];
  readonly help: readonly string[];
  readonly source: string;
  readonly confidence: Confidence;
}

/** Channels that are left out have no words that a source names. */
export const KEYWORDS: Readonly<Partial<Record<Channel, Keywords>>> = {
  sms: {
    stop: ['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit'],
    start: ['start', 'yes', 'unstop'],
    help: ['help', 'info'],
    source: 'https://static0.twilio.com/docs/api/errors/23002',
    confidence: 'high',
  },
  apple_messages: {
    stop: ['unsubscribe', 'spam', 'stop', 'end'],
    start: ['subscribe'],
    help: [],
    source: 'https://register.apple.com/resources/messages/messaging-documentation/policies',
    confidence: 'high',
  },
};

/**
 * What a message means that is nothing but one of the channel's words, in any case and with spaces around.
 *
 * @returns Null when it is a message like any other. In law an opt-out in other words counts as well.
 * @example keywordIn('sms', ' Stop ') // 'stop'
 */
export function keywordIn(channel: Channel, text: string): KeywordMeaning | null {
  const words = KEYWORDS[channel];
  const word = text.trim().toLowerCase();
  if (words?.stop.includes(word)) return 'stop';
  if (words?.start.includes(word)) return 'start';
  return words?.help.includes(word) ? 'help' : null;
}
