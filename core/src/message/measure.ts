import type { Channel, Form } from '../policy/types.js';
import { type LengthUnit, messageLimits } from './limits.js';

export interface Measure {
  readonly length: number;
  readonly unit: LengthUnit;
  /** Null: no limit known. */
  readonly max: number | null;
  /** How much must go; 0: it fits. */
  readonly over: number;
}

/**
 * How long a text is as the channel's provider counts.
 *
 * @example measure('Grüße', 'instagram') // { length: 7, unit: 'bytes', max: 1000, over: 0 }
 */
export function measure(text: string, channel: Channel, form: Form = 'free_form'): Measure {
  const limit = messageLimits(channel, form).text;
  const unit = limit?.unit ?? 'characters';
  const length = lengthIn(text, unit);
  const max = limit?.max ?? null;
  return { length, unit, max, over: max === null ? 0 : Math.max(0, length - max) };
}

export function lengthIn(text: string, unit: LengthUnit): number {
  switch (unit) {
    case 'bytes':
      return utf8Length(text);
    case 'graphemes':
      return graphemeCount(text);
    case 'characters':
      return text.length;
  }
}

/** Bytes of UTF-8. A surrogate without its partner becomes U+FFFD, three bytes, as encoders do. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

let segmenter: Intl.Segmenter | undefined;

function graphemeCount(text: string): number {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  let count = 0;
  for (const _grapheme of segmenter.segment(text)) count++;
  return count;
}
