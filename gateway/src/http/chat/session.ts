import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { issueVisitorToken } from '../../channels/website-chat/visitor-token.js';
import { problemResponse } from '../contract-route.js';
import type { App, HttpContext } from '../server.js';
import { ChatParams, chatAccount, knownVisitor } from './visitor.js';

const Session = z.object({
  token: z.string().meta({ description: 'For the page to keep; it is this visitor.' }),
  visitorId: z.string(),
});

/** Begins a chat, or goes on with the one whose token the page has kept. */
export function sessionRoute(app: App, context: HttpContext): void {
  app.route({
    method: 'POST',
    url: '/chat/:workspace/:accountKey/session',
    schema: {
      operationId: 'chatSession',
      summary: 'Begin or continue a visitor’s chat',
      tags: ['website chat'],
      params: ChatParams,
      body: z.object({ token: z.string().max(2000).optional() }),
      response: { 200: Session, default: problemResponse },
    },
    handler: async ({ params, body }) => {
      const { account, settings } = chatAccount(context, params);
      const at = context.deps.clock();
      const known =
        body.token === undefined ? null : await knownVisitor(settings, account.key, body.token, at);
      const visitorId = known ?? `visitor-${uuid()}`;
      const token = await issueVisitorToken(settings, { accountKey: account.key, visitorId, at });
      return { token, visitorId };
    },
  });
}
