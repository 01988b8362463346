import { getContact } from '../../app/get-contact.js';
import { resolveContact } from '../../app/resolve-contact.js';
import { updateContact } from '../../app/update-contact.js';
import { contractRoute } from '../contract-route.js';
import { languageOf } from '../language.js';
import type { App, HttpContext } from '../server.js';

export function updateContactRoute(app: App, { deps, workspace }: HttpContext): void {
  app.route({
    ...contractRoute('updateContact'),
    handler: async (request) => {
      const { actor, params, body } = request;
      const contactId = await resolveContact(deps, { actor, ref: params.contact, workspace });
      const { outcome } = await updateContact(deps, { actor, contactId, request: body, workspace });
      const language = languageOf(request);
      return { outcome, contact: await getContact(deps, { actor, contactId, purpose: 'support', language }) };
    },
  });
}
