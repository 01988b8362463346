import { findDuplicates } from '../../app/find-duplicates.js';
import { getContact } from '../../app/get-contact.js';
import { mergeContacts } from '../../app/merge-contacts.js';
import { resolveContact, whereMerged } from '../../app/resolve-contact.js';
import { Folder } from '../../app/search/fold.js';
import { contractRoute } from '../contract-route.js';
import { languageOf } from '../language.js';
import type { App, HttpContext } from '../server.js';

/** Finding contacts that are one person, and making them one. */
export function mergeContactRoutes(app: App, { deps, workspace }: HttpContext): void {
  const folder = new Folder(deps.db);
  app.route({
    ...contractRoute('listDuplicates'),
    handler: async ({ actor, params }) => {
      const contactId = await resolveContact(deps, { actor, ref: params.contact, workspace });
      return findDuplicates(deps, { actor, contactId, folder });
    },
  });
  app.route({
    ...contractRoute('mergeContact'),
    handler: async (request) => {
      const { actor, params, body } = request;
      const into = await resolveContact(deps, { actor, ref: body.into, workspace, field: 'into' });
      // Asked again after its answer was lost, it is done already.
      const done = (await whereMerged(deps, { actor, ref: params.contact, workspace })) === into;
      if (!done) {
        const from = await resolveContact(deps, { actor, ref: params.contact, workspace });
        await mergeContacts(deps, { actor, from, into });
      }
      const language = languageOf(request);
      return getContact(deps, { actor, contactId: into, purpose: 'support', language });
    },
  });
}
