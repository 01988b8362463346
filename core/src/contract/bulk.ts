import { z } from 'zod';
import { Problem } from './errors.js';
import { SendMessage, SendResult } from './message.js';
import { request } from './primitives.js';

export const BulkItem = request({
  ...SendMessage.shape,
  idempotencyKey: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, { error: '1 to 200 visible ASCII characters, e.g. a UUID' })
    .meta({ description: 'As the header Idempotency-Key of a single message.' }),
}).meta({ id: 'BulkItem' });

export const SendBulk = request({
  // Whatever comes is taken, so that one item that fits no schema does not keep the others back.
  items: z
    .array(z.union([BulkItem, z.unknown()]))
    .min(1)
    .max(1000),
}).meta({ id: 'SendBulk' });
export interface SendBulk {
  items: z.input<typeof BulkItem>[];
}

/** One answer per item, in the order asked. */
export const BulkResult = z
  .object({
    items: z.array(
      z.union([
        z.object({ ok: z.literal(true), result: SendResult }),
        z.object({ ok: z.literal(false), problem: Problem }),
      ]),
    ),
  })
  .meta({ id: 'BulkResult' });
export type BulkResult = z.infer<typeof BulkResult>;
