import { z } from 'zod';
import { AgentRef } from './conversation.js';
import { ChannelName, ContactRef, Cursor, Id, InstantIn, InstantOut, request } from './primitives.js';

export const SURVEY_STATUSES = [
  'scheduled',
  'sending',
  'sent',
  'unknown',
  'answered',
  'expired',
  'not_sent',
  'cancelled',
] as const;
export const SurveyStatus = z.enum(SURVEY_STATUSES).meta({
  id: 'SurveyStatus',
  description:
    'scheduled: not asked yet. sending: its message is queued. sent: the provider took it. unknown: nobody can know whether the provider took it. answered. expired: no answer until the deadline. not_sent and cancelled: `reason` says why.',
});
export type SurveyStatus = z.infer<typeof SurveyStatus>;

/** One question to a contact how satisfied they were, and what became of it. */
export const Survey = z
  .object({
    id: Id,
    contactId: Id,
    conversationId: Id,
    origin: z
      .enum(['closing', 'request'])
      .meta({ description: 'closing: a conversation was closed. request: somebody asked for it.' }),
    status: SurveyStatus,
    reason: z
      .object({
        code: z.string().meta({ description: 'Stable code, e.g. `window_closed` or `cooldown`.' }),
        message: z.string().meta({ description: 'One sentence for the agent.' }),
      })
      .nullable()
      .meta({ description: 'Why it was not sent, was cancelled or waits.' }),
    agent: AgentRef.nullable().meta({
      description: 'Whom the answer is about: who had the conversation when it was closed.',
    }),
    question: z.string().nullable().meta({ description: 'As it was asked; null before.' }),
    scale: z.int().meta({ description: 'The best score; 1 is the worst.' }),
    channel: ChannelName.nullable(),
    messageId: Id.nullable(),
    score: z.int().nullable(),
    comment: z.string().nullable(),
    answeredIn: z.enum(['chat', 'page']).nullable(),
    createdAt: InstantOut,
    dueAt: InstantOut.meta({ description: 'When it is, or was, to be asked.' }),
    askedAt: InstantOut.nullable(),
    expiresAt: InstantOut.nullable().meta({ description: 'Answers from then on do not count.' }),
    answeredAt: InstantOut.nullable(),
  })
  .meta({ id: 'Survey' });
export type Survey = z.infer<typeof Survey>;

export const SendSurvey = request({
  contact: ContactRef,
  question: z
    .string()
    .trim()
    .min(1)
    .max(300)
    .optional()
    .meta({ description: 'Default: the workspace’s question in the contact’s language.' }),
}).meta({ id: 'SendSurvey' });
export type SendSurvey = z.input<typeof SendSurvey>;

/** Which surveys. */
export const surveyFilter = {
  status: SurveyStatus.optional(),
  contact: ContactRef.optional(),
  conversation: Id.optional(),
  answeredFrom: InstantIn.optional().meta({ description: 'Answered at this instant or later.' }),
  answeredTo: InstantIn.optional().meta({ description: 'Answered before this instant.' }),
};

export const SurveyQuery = request({
  ...surveyFilter,
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type SurveyQuery = z.input<typeof SurveyQuery>;
