import { smsSegments } from '@outbound-composer/core/sms';
import { z } from 'zod';
import type { SendOutcome } from '../adapter.js';

/** Of every SMS account's settings: segments that one message may cost; carriers bill each. */
export const maxSegments = z.int().min(1).max(255).default(10);

/** The refusal of a text that would cost more segments than the account allows, or null. */
export function tooManySegments(text: string, max: number): SendOutcome | null {
  const { segments, encoding, nonGsm } = smsSegments(text);
  if (segments <= max) return null;
  return {
    outcome: 'rejected',
    failure: {
      reason: 'content_refused',
      message: `The text takes ${segments} SMS; this account allows ${max} a message.`,
      remedy:
        encoding === 'UCS-2'
          ? `Shorten it, or leave out ${nonGsm.slice(0, 5).join(' ')}, which more than doubles the number.`
          : 'Shorten it.',
      retriable: false,
      providerCode: null,
    },
  };
}
