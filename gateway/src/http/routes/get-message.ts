import { getMessage } from '../../app/get-message.js';
import { contractRoute } from '../contract-route.js';
import type { App, HttpContext } from '../server.js';

export function getMessageRoute(app: App, { deps }: HttpContext): void {
  app.route({
    ...contractRoute('getMessage'),
    handler: ({ actor, params }) => getMessage(deps, { actor, messageId: params.id }),
  });
}
