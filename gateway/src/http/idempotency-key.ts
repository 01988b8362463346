import { z } from 'zod';
import { ProblemError } from '../app/problem.js';

/** Optional here, so that its absence is a problem of its own. */
export const IdempotencyHeaders = z.object({
  'idempotency-key': z.string().optional().meta({
    description:
      'Required. The same key with the same request never sends twice; make a new one per intent. A key is remembered for seven days.',
  }),
});

const KEY_FORMAT = '1 to 200 visible ASCII characters, e.g. a UUID';

/** @throws ProblemError `idempotency_key_missing`, `validation_failed` */
export function readIdempotencyKey(header = ''): string {
  const key = header.trim();
  if (key === '')
    throw new ProblemError('idempotency_key_missing', 'Expected the header Idempotency-Key, got none.', {
      errors: [{ field: 'Idempotency-Key', message: 'is missing', expected: KEY_FORMAT }],
    });
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw new ProblemError('validation_failed', `Idempotency-Key: expected ${KEY_FORMAT}`, {
    errors: [{ field: 'Idempotency-Key', message: 'is not in the expected format', expected: KEY_FORMAT }],
  });
}
