import type { App, HttpContext } from '../server.js';
import { mergeContactRoutes } from './merge-contact.js';
import { saveContactRoute } from './save-contact.js';
import { updateContactRoute } from './update-contact.js';

/** What changes contacts. */
export function contactRoutes(app: App, context: HttpContext): void {
  saveContactRoute(app, context);
  updateContactRoute(app, context);
  mergeContactRoutes(app, context);
}
