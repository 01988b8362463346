import { listChannelAccounts } from '../../app/list-channel-accounts.js';
import { contractRoute } from '../contract-route.js';
import type { App, HttpContext } from '../server.js';

export function listChannelAccountsRoute(app: App, { deps }: HttpContext): void {
  app.route({
    ...contractRoute('listChannelAccounts'),
    handler: async ({ actor }) => ({ items: await listChannelAccounts(deps, actor) }),
  });
}
