import { z } from 'zod';
import { secret, timeoutMs } from '../../settings.js';
import { maxSegments } from '../segments.js';
import { startWords, stopWords } from '../words.js';

export const SmppSettings = z.strictObject({
  provider: z.literal('smpp'),
  /** The carrier's message centre. */
  host: z.string().trim().min(1),
  port: z.int().min(1).max(65_535).default(2775),
  /** TLS from the first byte (usually port 3550). */
  tls: z.boolean().default(false),
  systemId: z.string().trim().min(1).max(15, { error: 'expected at most 15 characters' }),
  /** The protocol has room for 8 characters; many carriers take more. */
  password: secret,
  systemType: z.string().max(12, { error: 'expected at most 12 characters' }).default(''),
  /** The sender: a number (E.164), a short code or an alphanumeric sender id. */
  from: z
    .string()
    .trim()
    .regex(/^(\+?\d{3,15}|[ -~]{1,11})$/, {
      error: 'expected a number such as +4930123456, a short code, or at most 11 letters and digits',
    }),
  /**
   * How the carrier writes a message's id in receipts: as in its answer, or in decimal where the answer was
   * hexadecimal.
   */
  receiptIds: z.enum(['same', 'decimal']).default('same'),
  stopWords,
  startWords,
  maxSegments,
  timeoutMs,
});
export type SmppSettings = z.output<typeof SmppSettings>;
