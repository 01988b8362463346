import { Folder } from '../../app/search/fold.js';
import { searchContacts } from '../../app/search-contacts.js';
import type { SearchKind } from '../../metrics/metrics.js';
import { ContactStatisticsReader } from '../../store/contact-statistics.js';
import { contractRoute } from '../contract-route.js';
import type { App, HttpContext } from '../server.js';

export function searchContactsRoute(app: App, { deps, workspace }: HttpContext): void {
  const folder = new Folder(deps.db);
  const statistics = new ContactStatisticsReader(deps.db, deps.clock);
  const { defaultCountry } = workspace;
  app.route({
    ...contractRoute('searchContacts'),
    handler: async ({ actor, query }) => {
      const began = performance.now();
      const found = await searchContacts(deps, { actor, query, folder, statistics, defaultCountry });
      deps.metrics?.searched(kindOf(query.q), (performance.now() - began) / 1000);
      return found;
    },
  });
}

/** What decides how it is found. */
function kindOf(q: string): SearchKind {
  const { length } = q.trim();
  if (length === 0) return 'none';
  return length <= 2 ? 'one_or_two_letters' : 'text';
}
