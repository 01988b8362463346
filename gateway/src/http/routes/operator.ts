import { z } from 'zod';
import { checkDatabase } from '../../app/check-ready.js';
import { problemResponse } from '../contract-route.js';
import type { App, HttpContext } from '../server.js';

const Ok = z.object({ status: z.literal('ok') });

/** For load balancers and supervisors: alive, and able to serve. */
export function operatorRoutes(app: App, { deps, checkReady }: HttpContext): void {
  app.route({
    method: 'GET',
    url: '/health',
    schema: {
      summary: 'The process runs',
      tags: ['operation'],
      response: { 200: Ok, default: problemResponse },
    },
    handler: async () => ({ status: 'ok' as const }),
  });
  app.route({
    method: 'GET',
    url: '/ready',
    schema: {
      summary: 'The process, its database with the schema it needs, and its queue can serve requests',
      tags: ['operation'],
      response: { 200: Ok, default: problemResponse },
    },
    handler: async () => {
      await (checkReady ?? (() => checkDatabase(deps.db)))();
      return { status: 'ok' as const };
    },
  });
}
