import type { App, HttpContext } from '../server.js';
import { assignConversationRoute } from './assign-conversation.js';
import { cancelMessageRoute } from './cancel-message.js';
import { checkEligibilityRoute } from './check-eligibility.js';
import { closeConversationRoute } from './close-conversation.js';
import { contactRoutes } from './contacts.js';
import { eventsRoute } from './events.js';
import { getContactRoute } from './get-contact.js';
import { getConversationRoute } from './get-conversation.js';
import { getMessageRoute } from './get-message.js';
import { listAgentsRoute } from './list-agents.js';
import { listChannelAccountsRoute } from './list-channel-accounts.js';
import { listContactMessagesRoute } from './list-contact-messages.js';
import { listTemplatesRoute } from './list-templates.js';
import { meRoute } from './me.js';
import { reopenConversationRoute } from './reopen-conversation.js';
import { retryMessageRoute } from './retry-message.js';
import { searchContactsRoute } from './search-contacts.js';
import { sendBulkRoute } from './send-bulk.js';
import { sendMessageRoute } from './send-message.js';
import { snoozeConversationRoute } from './snooze-conversation.js';
import { webhookSubscriptionRoutes } from './webhook-subscriptions.js';
import { workspaceRoutes } from './workspace.js';

/** Everything under /v1: all of it behind the same authentication. */
export function v1Routes(app: App, context: HttpContext): void {
  meRoute(app, context);
  searchContactsRoute(app, context);
  getContactRoute(app, context);
  contactRoutes(app, context);
  listContactMessagesRoute(app, context);
  checkEligibilityRoute(app, context);
  sendMessageRoute(app, context);
  sendBulkRoute(app, context);
  getMessageRoute(app, context);
  retryMessageRoute(app, context);
  cancelMessageRoute(app, context);
  getConversationRoute(app, context);
  reopenConversationRoute(app, context);
  closeConversationRoute(app, context);
  snoozeConversationRoute(app, context);
  assignConversationRoute(app, context);
  listTemplatesRoute(app, context);
  listChannelAccountsRoute(app, context);
  listAgentsRoute(app, context);
  webhookSubscriptionRoutes(app, context);
  workspaceRoutes(app, context);
  eventsRoute(app, context);
}
