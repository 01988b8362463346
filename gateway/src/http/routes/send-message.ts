import { z } from 'zod';
import { ProblemError } from '../../app/problem.js';
import { resolveContact } from '../../app/resolve-contact.js';
import { sendMessage } from '../../app/send-message.js';
import { contractRoute } from '../contract-route.js';
import { languageOf } from '../language.js';
import { sendAnswer } from '../send-answer.js';
import type { App, HttpContext } from '../server.js';

const Headers = z.object({
  'idempotency-key': z.string().optional().meta({
    description:
      'Required. The same key with the same message never sends twice; make a new one per intent. A key is remembered for seven days.',
  }),
});

export function sendMessageRoute(app: App, { deps, workspace }: HttpContext): void {
  const { schema, ...route } = contractRoute('sendMessage');
  app.route({
    ...route,
    // Optional here, so that its absence is a problem of its own.
    schema: { ...schema, headers: Headers },
    handler: async (request, reply) => {
      const { actor, body } = request;
      const idempotencyKey = readIdempotencyKey(request.headers['idempotency-key']);
      const contactId = await resolveContact(deps, { actor, ref: body.contact, workspace, field: 'contact' });
      const result = await sendMessage(deps, { actor, idempotencyKey, request: body, contactId });
      return reply.code(202).send(sendAnswer(result, languageOf(request)));
    },
  });
}

const KEY_FORMAT = '1 to 200 visible ASCII characters, e.g. a UUID';

function readIdempotencyKey(header = ''): string {
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
