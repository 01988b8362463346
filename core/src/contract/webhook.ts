import { z } from 'zod';
import { AgentRef, Conversation, ConversationStatus } from './conversation.js';
import { Message } from './message.js';
import { ChannelName, Cursor, Id, InstantOut, request } from './primitives.js';
import { Survey } from './survey.js';

/** What a subscription may ask for. */
export const WEBHOOK_EVENT_TYPES = [
  'message.received',
  'message.sent',
  'message.delivered',
  'message.read',
  'message.failed',
  'message.unknown',
  'conversation.opened',
  'conversation.closed',
  'conversation.assigned',
  'survey.answered',
  'window.closing',
] as const;
export const WebhookEventType = z.enum(WEBHOOK_EVENT_TYPES).meta({
  id: 'WebhookEventType',
  description:
    'message.sent: the provider took it; message.unknown: nobody can know whether it did. conversation.opened also after a snooze. window.closing: an open messaging window is about to close.',
});
export type WebhookEventType = z.infer<typeof WebhookEventType>;

export const WebhookContact = z
  .object({
    id: Id,
    source: z.string().nullable(),
    externalId: z.string().nullable(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    name: z.string().meta({ description: 'First and last name, else e-mail, phone or empty.' }),
    email: z.string().nullable(),
    phone: z.string().nullable().meta({ description: 'E.164.' }),
    country: z.string().nullable(),
    language: z.string().nullable(),
    timeZone: z.string().nullable(),
    lifecycle: z.string().nullable(),
    tags: z.array(z.string()),
    customFields: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'WebhookContact' });

const about = {
  contact: WebhookContact.nullable().meta({ description: 'As it is when the event is first delivered.' }),
  conversation: Conversation.nullable(),
};
const event = <Type extends string, Data extends z.ZodType>(type: Type, data: Data) =>
  z.object({
    id: Id.meta({ description: 'The same for every attempt and subscription; also in `webhook-id`.' }),
    type: z.literal(type),
    timestamp: InstantOut.meta({ description: 'When it happened.' }),
    workspace: z.object({ id: Id, name: z.string() }),
    data,
  });

const aboutMessage = z.object({ ...about, message: Message });
const aboutConversation = z.object({
  ...about,
  conversation: Conversation.meta({ description: 'As this event left it.' }),
  previous: z
    .object({ status: ConversationStatus, assignee: AgentRef.nullable() })
    .nullable()
    .meta({ description: 'As it was before; null: it is new.' }),
});

/** A messaging window that is about to close. */
export const ClosingWindow = z
  .object({
    identityId: Id,
    channel: ChannelName,
    channelAccountId: Id,
    lastInboundAt: InstantOut,
    closesAt: InstantOut,
    hoursBefore: z.number().meta({ description: '`windowClosingHours` of the subscription.' }),
  })
  .meta({ id: 'ClosingWindow' });

/** The body of an outgoing webhook (https://www.standardwebhooks.com). Attempts come late, twice and in any order. */
export const WebhookEvent = z
  .discriminatedUnion('type', [
    event('message.received', aboutMessage),
    event('message.sent', aboutMessage),
    event('message.delivered', aboutMessage),
    event('message.read', aboutMessage),
    event('message.failed', aboutMessage),
    event('message.unknown', aboutMessage),
    event('conversation.opened', aboutConversation),
    event('conversation.closed', aboutConversation),
    event('conversation.assigned', aboutConversation),
    event('survey.answered', z.object({ ...about, survey: Survey })),
    event('window.closing', z.object({ ...about, window: ClosingWindow })),
    event('webhook.test', z.object({ subscriptionId: Id })),
  ])
  .meta({ id: 'WebhookEvent' });
export type WebhookEvent = z.infer<typeof WebhookEvent>;

const url = z
  .url({ protocol: /^https?$/, error: 'expected a URL such as https://n8n.example/webhook/…' })
  .max(2000)
  .meta({
    description:
      'https only, and no private address, except where the operator allows it (`webhooks.allowPrivateUrls`).',
  });
const events = z.array(WebhookEventType).min(1).meta({ description: 'Types to be told about.' });
const windowClosingHours = z
  .number()
  .min(0.25)
  .max(168)
  .meta({ description: 'For window.closing: hours before the window closes. Once per window.' });

export const CreateWebhookSubscription = request({
  url,
  events,
  windowClosingHours: windowClosingHours.default(2),
  secret: z
    .string()
    .regex(/^whsec_(?:[A-Za-z0-9+/]{4}){8,22}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, {
      error: 'expected whsec_ and 24 to 64 bytes in base64',
    })
    .optional()
    .meta({ description: 'Signs the deliveries. Left out, the gateway makes one.' }),
}).meta({ id: 'CreateWebhookSubscription' });
export type CreateWebhookSubscription = z.input<typeof CreateWebhookSubscription>;

export const UpdateWebhookSubscription = request({
  url: url.optional(),
  events: events.optional(),
  windowClosingHours: windowClosingHours.optional(),
  enabled: z.boolean().optional().meta({ description: 'true also ends a disabling by the gateway.' }),
}).meta({ id: 'UpdateWebhookSubscription' });
export type UpdateWebhookSubscription = z.input<typeof UpdateWebhookSubscription>;

const subscription = {
  id: Id,
  url: z.string(),
  events: z.array(WebhookEventType),
  windowClosingHours: z.number(),
  createdAt: InstantOut,
  enabled: z.boolean(),
  failingSince: InstantOut.nullable().meta({ description: 'First failure since the last success.' }),
  disabledAt: InstantOut.nullable(),
  disabledReason: z
    .enum(['by_request', 'gone', 'failing'])
    .nullable()
    .meta({ description: 'gone: it answered 410. failing: nothing got through for five days.' }),
};

export const WebhookSubscription = z.object(subscription).meta({ id: 'WebhookSubscription' });
export type WebhookSubscription = z.infer<typeof WebhookSubscription>;

export const CreatedWebhookSubscription = z
  .object({ ...subscription, secret: z.string().meta({ description: 'Shown here and never again.' }) })
  .meta({ id: 'CreatedWebhookSubscription' });
export type CreatedWebhookSubscription = z.infer<typeof CreatedWebhookSubscription>;

export const DELIVERY_STATUSES = ['pending', 'delivered', 'dead'] as const;
export const WebhookDelivery = z
  .object({
    id: Id,
    subscriptionId: Id,
    eventId: Id,
    type: z.string(),
    status: z
      .enum(DELIVERY_STATUSES)
      .meta({ description: 'dead: given up; it can be replayed while it is kept.' }),
    attempts: z.int(),
    createdAt: InstantOut,
    lastAttemptAt: InstantOut.nullable(),
    nextAttemptAt: InstantOut.nullable().meta({ description: 'null: at once, or never again.' }),
    lastStatus: z.int().nullable().meta({ description: 'HTTP status of the last answer.' }),
    lastError: z.string().nullable(),
  })
  .meta({ id: 'WebhookDelivery' });
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

export const WebhookDeliveryQuery = request({
  status: z.enum([...DELIVERY_STATUSES, 'any']).default('any'),
  subscriptionId: Id.optional(),
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type WebhookDeliveryQuery = z.input<typeof WebhookDeliveryQuery>;

export const ReplayWebhookDeliveries = request({
  subscriptionId: Id.optional().meta({ description: 'Left out: those of every subscription.' }),
}).meta({ id: 'ReplayWebhookDeliveries' });
