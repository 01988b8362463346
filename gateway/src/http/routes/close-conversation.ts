import { closeConversation } from '../../app/close-conversation.js';
import { contractRoute } from '../contract-route.js';
import type { App, HttpContext } from '../server.js';

export function closeConversationRoute(app: App, { deps }: HttpContext): void {
  app.route({
    ...contractRoute('closeConversation'),
    handler: ({ actor, params, body }) =>
      closeConversation(deps, { actor, conversationId: params.id, ...body }),
  });
}
