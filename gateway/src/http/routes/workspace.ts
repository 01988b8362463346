import { Folder } from '../../app/search/fold.js';
import { segmentContacts } from '../../app/segment-contacts.js';
import { surveyRulesOf } from '../../app/surveys/survey-rules.js';
import { workspaceRulesOf } from '../../app/workspace-rules.js';
import { contractRoute } from '../contract-route.js';
import type { App, HttpContext } from '../server.js';
import { auditRoutes } from './audit.js';

/** What the operator has set up, and what was done. */
export function workspaceRoutes(app: App, context: HttpContext): void {
  const { deps } = context;
  const { segments, closing } = workspaceRulesOf(deps);
  const surveys = surveyRulesOf(deps);
  const folder = new Folder(deps.db);
  app.route({
    ...contractRoute('listSegments'),
    handler: async () => ({ items: segments.map(({ key, name }) => ({ key, name })) }),
  });
  app.route({
    ...contractRoute('listSegmentContacts'),
    handler: ({ actor, params, query: { cursor, limit } }) =>
      segmentContacts(deps, { actor, key: params.key, cursor, limit, folder }),
  });
  app.route({
    ...contractRoute('listClosingCategories'),
    handler: async () => ({
      items: [...closing.categories],
      required: closing.categoryRequired,
      ...(surveys.configured && { survey: surveys.afterClosing }),
    }),
  });
  auditRoutes(app, context);
}
