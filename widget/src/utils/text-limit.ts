import type { Channel, Form } from '@outbound-composer/core';
import { measure } from '@outbound-composer/core/message';
import { smsSegments } from './sms-segments.js';

interface TextLimit {
  /** What still fits, negative when there is too much; null: no limit known. */
  left: number | null;
  /** Whether the end is close enough to be worth showing. */
  near: boolean;
  /** Parts of an SMS; null on other channels. */
  segments: number | null;
}

export function textLimit(channel: Channel, text: string, form: Form = 'free_form'): TextLimit {
  const { length, max } = measure(text, channel, form);
  return {
    left: max === null ? null : max - length,
    near: max !== null && length > max * 0.8,
    segments: channel === 'sms' ? smsSegments(text) : null,
  };
}
