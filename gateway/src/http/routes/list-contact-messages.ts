import { listContactMessages } from '../../app/message-history.js';
import { resolveContact } from '../../app/resolve-contact.js';
import { contractRoute } from '../contract-route.js';
import { languageOf } from '../language.js';
import type { App, HttpContext } from '../server.js';

export function listContactMessagesRoute(app: App, { deps, workspace }: HttpContext): void {
  app.route({
    ...contractRoute('listContactMessages'),
    handler: async (request) => {
      const { actor, params, query } = request;
      const contactId = await resolveContact(deps, { actor, ref: params.contact, workspace });
      return listContactMessages(deps, { actor, contactId, ...query, language: languageOf(request) });
    },
  });
}
