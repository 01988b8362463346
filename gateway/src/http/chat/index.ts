import type { App, HttpContext } from '../server.js';
import { chatEventsRoute } from './events.js';
import { messageRoutes } from './messages.js';
import { sessionRoute } from './session.js';

/** The website chat's visitors: each behind a token that is good for the own chat alone. */
export function chatRoutes(app: App, context: HttpContext): void {
  sessionRoute(app, context);
  messageRoutes(app, context);
  chatEventsRoute(app, context);
}
