import { listAgents } from '../../app/list-agents.js';
import { contractRoute } from '../contract-route.js';
import type { App, HttpContext } from '../server.js';

export function listAgentsRoute(app: App, { deps }: HttpContext): void {
  app.route({
    ...contractRoute('listAgents'),
    handler: async ({ actor }) => ({ items: await listAgents(deps, actor) }),
  });
}
