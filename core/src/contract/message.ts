import { z } from 'zod';
import { AttachmentFile } from './attachment.js';
import { Conversation, TakeOver } from './conversation.js';
import { DecisionOut, FormName } from './decision.js';
import {
  ChannelName,
  ContactRef,
  Cursor,
  Id,
  InstantOut,
  PurposeName,
  pageOf,
  request,
} from './primitives.js';
import { Cancellation, MessageSchedule, whenToSend } from './schedule.js';
import { Survey } from './survey.js';

export const MESSAGE_STATUSES = [
  'scheduled',
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'failed',
  'unknown',
  'cancelled',
  'received',
] as const;
export const MessageStatus = z.enum(MESSAGE_STATUSES).meta({
  id: 'MessageStatus',
  description:
    'Outbound: scheduled, queued, sending, sent (the provider took it), delivered, read, failed, unknown (nobody can know whether the provider took it; never sent again by itself), cancelled. Inbound: received.',
});

export const Failure = z
  .object({
    reason: z.string().meta({ description: 'Stable code.' }),
    message: z.string().meta({ description: 'One sentence for the agent.' }),
    remedy: z.string().nullable().meta({ description: 'What to do instead.' }),
    retriable: z.boolean().meta({ description: 'Sending the same again can help.' }),
    providerCode: z.string().nullable(),
  })
  .meta({ id: 'Failure' });
export type Failure = z.infer<typeof Failure>;

export const MessagePrice = z
  .object({
    billable: z.boolean(),
    category: z.string().meta({ description: 'As the provider calls it, e.g. `utility`.' }),
  })
  .meta({ id: 'MessagePrice', description: 'What the provider said of the price, once it did.' });
export type MessagePrice = z.infer<typeof MessagePrice>;

export const MessageContent = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('text'), text: z.string() }),
    z.object({
      kind: z.literal('template'),
      templateId: Id.nullable(),
      name: z.string(),
      language: z.string(),
      variables: z.record(z.string(), z.string()),
      text: z.string().meta({ description: 'As the customer sees it.' }),
    }),
    z.object({
      kind: z.literal('attachment'),
      attachment: AttachmentFile,
      text: z.string().nullable().meta({ description: 'The caption, where there is one.' }),
    }),
    z.object({
      kind: z.literal('other'),
      type: z
        .string()
        .meta({ description: 'What it is, e.g. `image`, `call`; `removed`: taken back by its author.' }),
      text: z.string().nullable(),
    }),
  ])
  .meta({ id: 'MessageContent' });
export type MessageContent = z.infer<typeof MessageContent>;

export const Message = z
  .object({
    id: Id,
    contactId: Id,
    conversationId: Id,
    identityId: Id,
    channel: ChannelName,
    direction: z.enum(['inbound', 'outbound']),
    author: z.object({
      kind: z.enum(['contact', 'agent', 'automation']),
      id: z.string().nullable(),
      name: z.string().nullable(),
    }),
    purpose: PurposeName.nullable(),
    content: MessageContent,
    form: FormName.nullable().meta({ description: 'In which form it left.' }),
    status: MessageStatus,
    failure: Failure.nullable(),
    price: MessagePrice.optional(),
    at: InstantOut.meta({ description: 'Sent, to be sent, or received; orders the history.' }),
    sentAt: InstantOut.nullable(),
    deliveredAt: InstantOut.nullable(),
    readAt: InstantOut.nullable(),
    schedule: MessageSchedule.optional().meta({ description: 'Of a message that was scheduled.' }),
    cancelled: Cancellation.optional().meta({ description: 'Of a message that was cancelled.' }),
  })
  .meta({ id: 'Message' });
export type Message = z.infer<typeof Message>;

/** A page of the history. */
export const MessageHistory = pageOf(Message)
  .extend({
    surveys: z.array(Survey).optional().meta({
      description:
        'Surveys of the time of this page, by `askedAt`, else `dueAt`: whether each was sent, or why not, and the answer.',
    }),
  })
  .meta({ id: 'MessageHistory' });
export type MessageHistory = z.infer<typeof MessageHistory>;

export const MessagePageQuery = request({
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** What to send. Free text goes out in the best form the verdict allows for text. */
export const OutboundContent = z
  .discriminatedUnion('kind', [
    request({
      kind: z.literal('text'),
      text: z.string().meta({ description: 'Limits differ per channel.' }),
      subject: z.string().trim().max(250).optional().meta({ description: 'E-mail only.' }),
    }),
    request({
      kind: z.literal('template'),
      templateId: Id,
      variables: z
        .record(z.string(), z.string())
        .default({})
        .meta({ description: 'By the template’s own variable names (`1`, `2`, … or `first_name`).' }),
    }),
    request({
      kind: z.literal('attachment'),
      attachmentId: Id.meta({ description: 'From `POST /v1/attachments`.' }),
      caption: z
        .string()
        .optional()
        .meta({ description: 'Text beside the file; not every channel takes one.' }),
      subject: z.string().trim().max(250).optional().meta({ description: 'E-mail only.' }),
    }),
  ])
  .meta({ id: 'OutboundContent' });
export type OutboundContent = z.input<typeof OutboundContent>;

export const SendMessage = request({
  contact: ContactRef,
  channel: z
    .string()
    .optional()
    .meta({ description: 'Default: the best channel that takes this content now.' }),
  channelAccountId: Id.optional(),
  purpose: PurposeName.default('support'),
  content: OutboundContent,
  takeOver: TakeOver,
  reopenReason: z.string().trim().max(500).optional(),
  ...whenToSend,
}).meta({ id: 'SendMessage' });
export type SendMessage = z.input<typeof SendMessage>;

export const RetryMessage = request({ takeOver: TakeOver }).meta({ id: 'RetryMessage' });
export type RetryMessage = z.input<typeof RetryMessage>;

export const SendResult = z
  .object({
    message: Message,
    conversation: Conversation,
    decision: DecisionOut.meta({ description: 'For the instant at which the message leaves.' }),
    undoUntil: InstantOut.optional().meta({
      description:
        'Where the workspace gives agents a moment to change their mind: it does not leave before.',
    }),
  })
  .meta({ id: 'SendResult' });
export type SendResult = z.infer<typeof SendResult>;

/** Carried by a `not_eligible` problem. */
export const Refusal = z
  .object({
    decision: DecisionOut,
    alternatives: z
      .array(DecisionOut)
      .meta({ description: 'The contact’s other channels that take something now, best first.' }),
  })
  .meta({ id: 'Refusal' });
export type Refusal = z.infer<typeof Refusal>;
