import { Readable } from 'node:stream';
import { type Survey, surveyFilter } from '@outbound-composer/core/contract';
import { z } from 'zod';
import { resolveContact } from '../../app/resolve-contact.js';
import { exportSurveys, getSurvey, listSurveys } from '../../app/surveys/list-surveys.js';
import { requestSurvey } from '../../app/surveys/request-survey.js';
import { contractRoute, problemResponse } from '../contract-route.js';
import { csvLine } from '../csv.js';
import { IdempotencyHeaders, readIdempotencyKey } from '../idempotency-key.js';
import { languageOf } from '../language.js';
import type { App, HttpContext } from '../server.js';

/** Sent as a stream, so the type says nothing of it. */
const Csv = z.custom<Readable>().meta({ type: 'string' });

/** How satisfied contacts are: asking one now, and what they answered, as pages and as one file. */
export function surveyRoutes(app: App, { deps, workspace }: HttpContext): void {
  const { schema, ...route } = contractRoute('sendSurvey');
  app.route({
    ...route,
    schema: { ...schema, headers: IdempotencyHeaders },
    handler: async (request, reply) => {
      const { actor, body } = request;
      const idempotencyKey = readIdempotencyKey(request.headers['idempotency-key']);
      const contactId = await resolveContact(deps, { actor, ref: body.contact, workspace, field: 'contact' });
      const { question } = body;
      const language = languageOf(request);
      return reply
        .code(202)
        .send(await requestSurvey(deps, { actor, idempotencyKey, contactId, question, language }));
    },
  });
  app.route({
    ...contractRoute('listSurveys'),
    handler: (request) => {
      const { actor, query } = request;
      return listSurveys(deps, { actor, query, workspace, language: languageOf(request) });
    },
  });
  app.route({
    ...contractRoute('getSurvey'),
    handler: (request) => {
      const { actor, params } = request;
      return getSurvey(deps, { actor, id: params.id, language: languageOf(request) });
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/surveys.csv',
    schema: {
      operationId: 'exportSurveys',
      summary: 'Surveys and their answers as CSV, the newest first',
      description: 'What a spreadsheet would run as a formula begins with an apostrophe.',
      tags: ['surveys'],
      security: [{ agentToken: [] }, { apiKey: [] }],
      querystring: z.strictObject(surveyFilter),
      response: {
        200: { description: 'CSV in UTF-8', content: { 'text/csv': { schema: Csv } } },
        default: problemResponse,
      },
    },
    handler: async (request, reply) => {
      const { actor, query } = request;
      const pages = await exportSurveys(deps, { actor, query, workspace, language: languageOf(request) });
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="surveys.csv"')
        .send(Readable.from(csv(pages)));
    },
  });
}

const COLUMNS: readonly (readonly [string, (survey: Survey) => string | number | null])[] = [
  ['id', ({ id }) => id],
  ['status', ({ status }) => status],
  ['score', ({ score }) => score],
  ['scale', ({ scale }) => scale],
  ['comment', ({ comment }) => comment],
  ['agent_id', ({ agent }) => agent?.id ?? null],
  ['agent_name', ({ agent }) => agent?.name ?? null],
  ['contact_id', ({ contactId }) => contactId],
  ['conversation_id', ({ conversationId }) => conversationId],
  ['channel', ({ channel }) => channel],
  ['origin', ({ origin }) => origin],
  ['question', ({ question }) => question],
  ['asked_at', ({ askedAt }) => askedAt],
  ['answered_at', ({ answeredAt }) => answeredAt],
  ['answered_in', ({ answeredIn }) => answeredIn],
  ['reason', ({ reason }) => reason?.code ?? null],
];

async function* csv(pages: AsyncIterable<readonly Survey[]>): AsyncIterable<string> {
  yield csvLine(COLUMNS.map(([name]) => name));
  for await (const page of pages) yield page.map(line).join('');
}

function line(survey: Survey): string {
  const values = COLUMNS.map(([, read]) => read(survey));
  return csvLine(values.map((value) => (value === null ? null : String(value))));
}
