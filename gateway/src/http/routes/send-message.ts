import { resolveContact } from '../../app/resolve-contact.js';
import { sendMessage } from '../../app/send-message.js';
import { contractRoute } from '../contract-route.js';
import { IdempotencyHeaders, readIdempotencyKey } from '../idempotency-key.js';
import { languageOf } from '../language.js';
import { sendAnswer } from '../send-answer.js';
import type { App, HttpContext } from '../server.js';

export function sendMessageRoute(app: App, { deps, workspace }: HttpContext): void {
  const { schema, ...route } = contractRoute('sendMessage');
  app.route({
    ...route,
    schema: { ...schema, headers: IdempotencyHeaders },
    handler: async (request, reply) => {
      const { actor, body } = request;
      const idempotencyKey = readIdempotencyKey(request.headers['idempotency-key']);
      const contactId = await resolveContact(deps, { actor, ref: body.contact, workspace, field: 'contact' });
      const result = await sendMessage(deps, { actor, idempotencyKey, request: body, contactId });
      return reply.code(202).send(sendAnswer(result, languageOf(request)));
    },
  });
}
