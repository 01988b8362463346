import { PROBLEMS, type ProblemCode } from '@outbound-composer/core/contract';
import { z } from 'zod';
import { problemResponse } from '../contract-route.js';
import { EXPLANATIONS, problemPage } from '../problem-pages.js';
import type { App } from '../server.js';

const codes = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];
const Explained = z.object({
  code: z.enum(codes),
  status: z.int(),
  title: z.string(),
  means: z.string(),
  helps: z.string(),
});

/** What the `type` of a problem leads to. */
export function problemRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: '/problems',
    schema: {
      summary: 'All problem codes',
      tags: ['problems'],
      response: { 200: z.object({ items: z.array(Explained) }), default: problemResponse },
    },
    handler: async () => ({ items: codes.map(explained) }),
  });
  app.route({
    method: 'GET',
    url: '/problems/:code',
    schema: {
      summary: 'What a problem code means and what helps',
      tags: ['problems'],
      params: z.object({ code: z.enum(codes) }),
      response: {
        200: {
          description: 'JSON, or a page for a browser',
          content: { 'application/json': { schema: Explained }, 'text/html': { schema: z.string() } },
        },
        default: problemResponse,
      },
    },
    handler: async ({ params, headers }, reply) => {
      if (headers.accept?.includes('text/html'))
        return reply
          .type('text/html')
          .serializer((page: unknown) => String(page))
          .send(problemPage(params.code));
      return reply.type('application/json').send(explained(params.code));
    },
  });
}

const explained = (code: ProblemCode) => ({ code, ...PROBLEMS[code], ...EXPLANATIONS[code] });
