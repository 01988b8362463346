import { Readable } from 'node:stream';
import { type Audit, auditFilter } from '@outbound-composer/core/contract';
import { z } from 'zod';
import { exportAudit, listAudit } from '../../app/list-audit.js';
import { contractRoute, problemResponse } from '../contract-route.js';
import { csvLine } from '../csv.js';
import type { App, HttpContext } from '../server.js';

/** Sent as a stream, so the type says nothing of it. */
const Csv = z.custom<Readable>().meta({ type: 'string' });

const COLUMNS = [
  'id',
  'at',
  'actor_kind',
  'actor_id',
  'actor_name',
  'action',
  'contact_id',
  'conversation_id',
  'message_id',
  'detail',
];

/** The audit trail, as pages and as one file. */
export function auditRoutes(app: App, { deps, workspace }: HttpContext): void {
  app.route({
    ...contractRoute('listAudit'),
    handler: ({ actor, query }) => listAudit(deps, { actor, query, workspace }),
  });
  app.route({
    method: 'GET',
    url: '/v1/audit.csv',
    schema: {
      operationId: 'exportAudit',
      summary: 'The audit trail as CSV, newest first; for owners and managers',
      description:
        'Columns as in `Audit`, `detail` as JSON. What a spreadsheet would run as a formula begins with an apostrophe.',
      tags: ['audit'],
      security: [{ agentToken: [] }, { apiKey: [] }],
      querystring: z.strictObject(auditFilter),
      response: {
        200: { description: 'CSV in UTF-8', content: { 'text/csv': { schema: Csv } } },
        default: problemResponse,
      },
    },
    handler: async ({ actor, query }, reply) => {
      const pages = await exportAudit(deps, { actor, query, workspace });
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="audit.csv"')
        .send(Readable.from(csv(pages)));
    },
  });
}

async function* csv(pages: AsyncIterable<readonly Audit[]>): AsyncIterable<string> {
  yield csvLine(COLUMNS);
  for await (const page of pages) yield page.map(line).join('');
}

const line = ({ id, at, actor, action, contactId, conversationId, messageId, detail }: Audit): string =>
  csvLine([
    id,
    at,
    actor.kind,
    actor.id,
    actor.name,
    action,
    contactId,
    conversationId,
    messageId,
    JSON.stringify(detail),
  ]);
