import { cancelMessage } from '../../app/cancel-message.js';
import { contractRoute } from '../contract-route.js';
import type { App, HttpContext } from '../server.js';

export function cancelMessageRoute(app: App, { deps }: HttpContext): void {
  app.route({
    ...contractRoute('cancelMessage'),
    handler: ({ actor, params }) => cancelMessage(deps, { actor, messageId: params.id }),
  });
}
