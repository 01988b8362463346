import { snoozeConversation } from '../../app/snooze-conversation.js';
import { contractRoute } from '../contract-route.js';
import type { App, HttpContext } from '../server.js';

export function snoozeConversationRoute(app: App, { deps }: HttpContext): void {
  app.route({
    ...contractRoute('snoozeConversation'),
    handler: ({ actor, params, body }) =>
      snoozeConversation(deps, { actor, conversationId: params.id, ...body }),
  });
}
