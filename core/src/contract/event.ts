import { z } from 'zod';
import { Conversation } from './conversation.js';
import { Message } from './message.js';
import { Id, InstantOut } from './primitives.js';
import { SurveyStatus } from './survey.js';

/**
 * One event of `GET /v1/events` (server-sent events). `id` is also the SSE id: a client that reconnects with
 * `Last-Event-ID` gets what it missed. `resync` means that too much was missed: load again.
 */
export const GatewayEvent = z
  .discriminatedUnion('type', [
    z.object({ id: z.string(), type: z.literal('contact.changed'), at: InstantOut, contactId: Id }),
    z.object({
      id: z.string(),
      type: z.literal('conversation.changed'),
      at: InstantOut,
      contactId: Id,
      conversation: Conversation,
    }),
    z.object({
      id: z.string(),
      type: z.literal('message.created'),
      at: InstantOut,
      contactId: Id,
      message: Message,
    }),
    z.object({
      id: z.string(),
      type: z.literal('message.changed'),
      at: InstantOut,
      contactId: Id,
      message: Message,
    }),
    z.object({
      id: z.string(),
      type: z.literal('survey.changed'),
      at: InstantOut,
      contactId: Id,
      surveyId: Id,
      status: SurveyStatus,
    }),
    z.object({ id: z.string(), type: z.literal('resync'), at: InstantOut }),
  ])
  .meta({ id: 'GatewayEvent' });
export type GatewayEvent = z.infer<typeof GatewayEvent>;
