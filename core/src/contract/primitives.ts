import { z } from 'zod';
import { CHANNELS, PURPOSES, SENDERS, VERDICTS } from '../policy/types.js';

export const Id = z.uuid().meta({ description: 'UUID of ours.' });

/** ISO 8601 in UTC, as every instant leaves the gateway. */
export const InstantOut = z.iso
  .datetime()
  .meta({ description: 'ISO 8601, UTC.', examples: ['2026-11-24T09:30:00.000Z'] });

/** ISO 8601 with `Z` or an offset, as callers may send it. */
export const InstantIn = z.iso
  .datetime({ offset: true })
  .meta({ description: 'ISO 8601 with `Z` or an offset.', examples: ['2026-11-24T10:30:00+01:00'] });

export const ChannelName = z
  .enum(CHANNELS)
  .meta({ id: 'Channel', description: 'Name of a messaging channel.' });
export const SenderKind = z.enum(SENDERS).meta({ id: 'Sender' });
export const PurposeName = z
  .enum(PURPOSES)
  .meta({ id: 'Purpose', description: 'Why the message is written.' });
export const VerdictName = z.enum(VERDICTS).meta({ id: 'Verdict' });

/**
 * How a caller names a contact: our id, or something the caller's own system knows.
 * `id:` may be left out. Phones are accepted in any notation, a country code is needed.
 */
export const ContactRef = z
  .string()
  .min(1)
  .max(400)
  .regex(/^(?:(?:id:)?[0-9a-f]{8}-[0-9a-f-]{27}|email:.+@.+|phone:.*\d.*|external:[^/]+\/.+)$/i, {
    error: 'must be an id, email:<address>, phone:<number with country code> or external:<source>/<id>',
  })
  .meta({
    id: 'ContactRef',
    description: 'An id, `email:<address>`, `phone:<number>` or `external:<source>/<id>`.',
    examples: ['email:ada@example.com', 'phone:+49 170 1234567'],
  });

export const Cursor = z
  .string()
  .max(4000)
  .meta({ description: 'Opaque; take it from `nextCursor` of the page before.' });

/**
 * What a caller sends, as an object without other members: a mistyped name is a mistake to be told, not to be
 * passed over. The error's message says which names there are.
 */
export function request<T extends z.ZodRawShape>(shape: T) {
  return z.strictObject(shape, {
    error: ({ code }) =>
      code === 'unrecognized_keys' ? `one of: ${Object.keys(shape).join(', ')}` : undefined,
  });
}

/** One page of a longer list. `nextCursor` is null on the last one. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
