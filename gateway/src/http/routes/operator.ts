import { sql } from 'kysely';
import { z } from 'zod';
import { ProblemError } from '../../app/problem.js';
import { problemResponse } from '../contract-route.js';
import type { App, HttpContext } from '../server.js';

const Ok = z.object({ status: z.literal('ok') });

/** For load balancers and supervisors: alive, and able to serve. */
export function operatorRoutes(app: App, { deps }: HttpContext): void {
  app.route({
    method: 'GET',
    url: '/health',
    schema: { summary: 'The process runs', tags: ['operation'], response: { 200: Ok } },
    handler: async () => ({ status: 'ok' as const }),
  });
  app.route({
    method: 'GET',
    url: '/ready',
    schema: {
      summary: 'The process and its database can serve requests',
      tags: ['operation'],
      response: { 200: Ok, 503: problemResponse },
    },
    handler: async () => {
      try {
        await sql`select 1`.execute(deps.db);
      } catch (cause) {
        throw new ProblemError('unavailable', 'The database does not answer.', { cause, retryAfter: 2 });
      }
      return { status: 'ok' as const };
    },
  });
}
