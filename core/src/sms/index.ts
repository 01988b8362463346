import { SegmentedMessage } from 'sms-segments-calculator';

/** How a text travels as SMS. An entry of its own, because the tables behind it outweigh all of the rules. */
export interface SmsSegments {
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** Messages that the carrier bills. */
  readonly segments: number;
  /** Characters as people see them. */
  readonly characters: number;
  /** The characters that force UCS-2, each once; without them more fits into a segment. */
  readonly nonGsm: readonly string[];
}

/**
 * Segments of a text: 160 characters of GSM-7 or 70 of UCS-2 in one message, 153 or 67 in each of several.
 *
 * @example smsSegments('Hello').segments // 1
 */
export function smsSegments(text: string): SmsSegments {
  const message = new SegmentedMessage(text);
  const encoding = message.encodingName === 'UCS-2' ? 'UCS-2' : 'GSM-7';
  return {
    encoding,
    segments: text === '' ? 0 : message.segmentsCount,
    characters: message.numberOfCharacters,
    nonGsm: [...new Set(message.getNonGsmCharacters())],
  };
}
