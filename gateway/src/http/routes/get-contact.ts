import { getContact } from '../../app/get-contact.js';
import { resolveContact } from '../../app/resolve-contact.js';
import { contractRoute } from '../contract-route.js';
import { languageOf } from '../language.js';
import type { App, HttpContext } from '../server.js';

export function getContactRoute(app: App, { deps, workspace }: HttpContext): void {
  app.route({
    ...contractRoute('getContact'),
    handler: async (request) => {
      const { actor, params, query } = request;
      const contactId = await resolveContact(deps, { actor, ref: params.contact, workspace });
      return getContact(deps, { actor, contactId, purpose: query.purpose, language: languageOf(request) });
    },
  });
}
