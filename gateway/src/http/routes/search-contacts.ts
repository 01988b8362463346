import { Folder } from '../../app/search/fold.js';
import { searchContacts } from '../../app/search-contacts.js';
import { ContactStatisticsReader } from '../../store/contact-statistics.js';
import { contractRoute } from '../contract-route.js';
import type { App, HttpContext } from '../server.js';

export function searchContactsRoute(app: App, { deps, workspace }: HttpContext): void {
  const folder = new Folder(deps.db);
  const statistics = new ContactStatisticsReader(deps.db, deps.clock);
  const { defaultCountry } = workspace;
  app.route({
    ...contractRoute('searchContacts'),
    handler: ({ actor, query }) => searchContacts(deps, { actor, query, folder, statistics, defaultCountry }),
  });
}
