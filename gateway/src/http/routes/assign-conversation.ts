import { assignConversation } from '../../app/assign-conversation.js';
import { contractRoute } from '../contract-route.js';
import type { App, HttpContext } from '../server.js';

export function assignConversationRoute(app: App, { deps }: HttpContext): void {
  app.route({
    ...contractRoute('assignConversation'),
    handler: ({ actor, params, body }) =>
      assignConversation(deps, { actor, conversationId: params.id, ...body }),
  });
}
