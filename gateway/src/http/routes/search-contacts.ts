import { Folder } from '../../app/search/fold.js';
import { searchContacts } from '../../app/search-contacts.js';
import { CommonFacets } from '../../store/common-facets.js';
import { contractRoute } from '../contract-route.js';
import type { App, HttpContext } from '../server.js';

export function searchContactsRoute(app: App, { deps, workspace }: HttpContext): void {
  const folder = new Folder(deps.db);
  const facets = new CommonFacets(deps.db, deps.clock);
  const { defaultCountry } = workspace;
  app.route({
    ...contractRoute('searchContacts'),
    handler: ({ actor, query }) => searchContacts(deps, { actor, query, folder, facets, defaultCountry }),
  });
}
