import { reopenConversation } from '../../app/reopen-conversation.js';
import { contractRoute } from '../contract-route.js';
import type { App, HttpContext } from '../server.js';

export function reopenConversationRoute(app: App, { deps }: HttpContext): void {
  app.route({
    ...contractRoute('reopenConversation'),
    handler: ({ actor, params, body }) =>
      reopenConversation(deps, { actor, conversationId: params.id, ...body }),
  });
}
