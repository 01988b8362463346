import { z } from 'zod';
import { AgentRef } from './conversation.js';
import { ChannelName, Id, InstantOut } from './primitives.js';

/** A survey that was answered, as webhooks tell it and exports list it. */
export const SurveyAnswered = z
  .object({
    id: Id.meta({ description: 'Of the survey.' }),
    contactId: Id,
    conversationId: Id,
    score: z.int().meta({ description: '1 is worst, `scale` is best.' }),
    scale: z.int(),
    comment: z.string().nullable(),
    channel: ChannelName.nullable().meta({ description: 'Where it was asked.' }),
    via: z.enum(['chat', 'page']).meta({ description: 'By a button in the chat, or on the hosted page.' }),
    agent: AgentRef.nullable().meta({ description: 'Who had the conversation when it was closed.' }),
    category: z.string().nullable().meta({ description: 'Of the closing note.' }),
    closedAt: InstantOut.nullable(),
    sentAt: InstantOut.nullable(),
    answeredAt: InstantOut,
  })
  .meta({ id: 'SurveyAnswered' });
export type SurveyAnswered = z.infer<typeof SurveyAnswered>;
