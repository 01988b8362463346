import { getConversation } from '../../app/get-conversation.js';
import { contractRoute } from '../contract-route.js';
import type { App, HttpContext } from '../server.js';

export function getConversationRoute(app: App, { deps }: HttpContext): void {
  app.route({
    ...contractRoute('getConversation'),
    handler: ({ actor, params }) => getConversation(deps, { actor, conversationId: params.id }),
  });
}
