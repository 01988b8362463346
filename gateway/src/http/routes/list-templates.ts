import { listTemplates } from '../../app/list-templates.js';
import { contractRoute } from '../contract-route.js';
import type { App, HttpContext } from '../server.js';

export function listTemplatesRoute(app: App, { deps }: HttpContext): void {
  app.route({
    ...contractRoute('listTemplates'),
    handler: ({ actor, query }) => listTemplates(deps, { actor, query }),
  });
}
