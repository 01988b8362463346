import { z } from 'zod';
import { noteVisitorStatus, receiveVisitorMessage, visitorHistory } from '../../app/visitor-chat.js';
import { problemResponse } from '../contract-route.js';
import type { App, HttpContext } from '../server.js';
import { ChatParams, visitorOf } from './visitor.js';

export const VisitorMessage = z
  .object({
    id: z.string(),
    from: z.enum(['visitor', 'team']),
    name: z.string().nullable(),
    text: z.string().meta({ description: 'Empty where there is only a file.' }),
    at: z.iso.datetime(),
    attachment: z
      .object({
        name: z.string(),
        type: z.string(),
        bytes: z.int(),
        path: z.string().meta({ description: 'Where this gateway has it, for a day.' }),
      })
      .optional(),
  })
  .meta({ id: 'VisitorMessage' });

const WrittenMessage = z.object({
  id: z.uuid().meta({ description: 'Made by the page; the same again is the same message.' }),
  text: z.string().trim().min(1).max(4000),
  name: z.string().trim().min(1).max(200).optional(),
});

/** What a visitor reads and writes. */
export function messageRoutes(app: App, context: HttpContext): void {
  const { deps } = context;
  const url = '/chat/:workspace/:accountKey/messages';
  const tags = ['website chat'];
  app.route({
    method: 'GET',
    url,
    schema: {
      operationId: 'chatHistory',
      summary: 'The visitor’s chat so far, oldest first',
      tags,
      params: ChatParams,
      response: { 200: z.object({ items: z.array(VisitorMessage) }), default: problemResponse },
    },
    handler: async (request) => {
      const visitor = await visitorOf(context, request);
      const items = await visitorHistory(deps, visitor);
      await noteVisitorStatus(deps, visitor, ofTeam(items), 'delivered');
      return { items };
    },
  });
  app.route({
    method: 'POST',
    url,
    schema: {
      operationId: 'chatWrite',
      summary: 'The visitor writes',
      tags,
      params: ChatParams,
      body: WrittenMessage,
      response: { 202: z.object({ id: z.string() }), default: problemResponse },
    },
    handler: async (request, reply) => {
      const visitor = await visitorOf(context, request);
      const { id, text, name = null } = request.body;
      await receiveVisitorMessage(deps, visitor, { id, text, name });
      return reply.code(202).send({ id });
    },
  });
  app.route({
    method: 'POST',
    url: `${url}/read`,
    schema: {
      operationId: 'chatRead',
      summary: 'The visitor has seen what the team wrote',
      tags,
      params: ChatParams,
      response: { 200: z.object({ read: z.int() }), default: problemResponse },
    },
    handler: async (request) => {
      const visitor = await visitorOf(context, request);
      const seen = ofTeam(await visitorHistory(deps, visitor));
      await noteVisitorStatus(deps, visitor, seen, 'read');
      return { read: seen.length };
    },
  });
}

const ofTeam = (items: readonly z.output<typeof VisitorMessage>[]) =>
  items.filter(({ from }) => from === 'team').map(({ id }) => id);
