import { me } from '../../app/me.js';
import { contractRoute } from '../contract-route.js';
import type { App, HttpContext } from '../server.js';

export function meRoute(app: App, { deps, workspace }: HttpContext): void {
  app.route({
    ...contractRoute('me'),
    handler: ({ actor }) => me(deps, { actor, workspace }),
  });
}
