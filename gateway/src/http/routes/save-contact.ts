import { getContact } from '../../app/get-contact.js';
import { saveContact } from '../../app/save-contact.js';
import { contractRoute } from '../contract-route.js';
import { languageOf } from '../language.js';
import type { App, HttpContext } from '../server.js';

export function saveContactRoute(app: App, { deps, workspace }: HttpContext): void {
  app.route({
    ...contractRoute('saveContact'),
    handler: async (request, reply) => {
      const { actor, body } = request;
      const { outcome, contactId } = await saveContact(deps, { actor, request: body, workspace });
      reply.code(outcome === 'created' ? 201 : 200);
      const language = languageOf(request);
      return { outcome, contact: await getContact(deps, { actor, contactId, purpose: 'support', language }) };
    },
  });
}
