import type { Opener } from '@outbound-composer/core';
import { z } from 'zod';
import type { Account, ChannelEvent, WebhookReply, WebhookRequest } from '../adapter.js';
import { failureFrom, REFUSED } from '../error-table.js';
import { parsePayload } from '../parse-payload.js';
import { equalInConstantTime, hmacMatches } from '../signature.js';
import { WHATSAPP_ERRORS } from './errors.js';
import type { WhatsAppSettings } from './settings.js';

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint */
export function challenge(
  { settings }: Account<WhatsAppSettings>,
  { method, query }: WebhookRequest,
): WebhookReply | null {
  if (method !== 'GET' || query['hub.mode'] !== 'subscribe') return null;
  const known = equalInConstantTime(query['hub.verify_token'] ?? '', settings.verifyToken);
  return known
    ? { status: 200, body: query['hub.challenge'] ?? '', contentType: 'text/plain' }
    : { status: 403, body: 'The verify token is not the one in the settings', contentType: 'text/plain' };
}

export function verify({ settings }: Account<WhatsAppSettings>, { headers, body }: WebhookRequest): boolean {
  const given = headers['x-hub-signature-256'];
  return given?.startsWith('sha256=') === true && hmacMatches(given.slice(7), settings.appSecret, body);
}

const seconds = z.union([z.int(), z.string().regex(/^\d+$/)]).transform((value) => Number(value) * 1000);
const ErrorOut = z.object({ code: z.int() });

const Message = z.object({
  id: z.string().min(1),
  /** Missing where the customer shows a user name instead of the number. */
  from: z.string().min(1).optional(),
  from_user_id: z.string().min(1).optional(),
  timestamp: seconds,
  type: z.string(),
  text: z.object({ body: z.string() }).optional(),
  button: z.object({ text: z.string() }).optional(),
  interactive: z
    .object({
      button_reply: z.object({ title: z.string() }).optional(),
      list_reply: z.object({ title: z.string() }).optional(),
    })
    .optional(),
  reaction: z.object({ emoji: z.string().optional() }).optional(),
  image: z.object({ caption: z.string().optional() }).optional(),
  video: z.object({ caption: z.string().optional() }).optional(),
  document: z.object({ caption: z.string().optional(), filename: z.string().optional() }).optional(),
  referral: z.object({ source_type: z.string().optional() }).optional(),
});
type Message = z.output<typeof Message>;

const Status = z.object({
  id: z.string().min(1),
  status: z.string(),
  timestamp: seconds,
  recipient_id: z.string().optional(),
  biz_opaque_callback_data: z.string().optional(),
  errors: z.array(ErrorOut).optional(),
});
type Status = z.output<typeof Status>;

const Call = z.object({
  id: z.string().min(1),
  from: z.string().min(1).optional(),
  from_user_id: z.string().min(1).optional(),
  event: z.string(),
  direction: z.string().optional(),
  timestamp: seconds,
});
type Call = z.output<typeof Call>;

const Preference = z.object({
  wa_id: z.string().min(1),
  category: z.string(),
  value: z.string(),
  timestamp: seconds,
});
type Preference = z.output<typeof Preference>;

const Value = z.object({
  metadata: z.object({ phone_number_id: z.string() }).optional(),
  contacts: z
    .array(
      z.object({
        wa_id: z.string().optional(),
        user_id: z.string().optional(),
        profile: z.object({ name: z.string().optional() }).optional(),
      }),
    )
    .optional(),
  messages: z.array(Message).optional(),
  statuses: z.array(Status).optional(),
  calls: z.array(Call).optional(),
  user_preferences: z.array(Preference).optional(),
});
type Value = z.output<typeof Value>;

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages */
const Notification = z.object({
  object: z.string(),
  entry: z.array(z.object({ changes: z.array(z.object({ field: z.string(), value: z.unknown() })) })),
});

const FIELDS = new Set(['messages', 'calls', 'user_preferences']);

export function parse({ settings }: Account<WhatsAppSettings>, request: WebhookRequest): ChannelEvent[] {
  const { entry } = parsePayload(request, Notification);
  return entry.flatMap(({ changes }) =>
    changes.flatMap(({ field, value }): ChannelEvent[] => {
      if (!FIELDS.has(field)) return [{ type: 'ignored', kind: field }];
      const parsed = parsePayload({ ...request, body: Buffer.from(JSON.stringify(value ?? null)) }, Value);
      // One app has one webhook for all its numbers; the window belongs to the number that was written to.
      const number = parsed.metadata?.phone_number_id;
      if (number !== undefined && number !== settings.phoneNumberId) {
        return [{ type: 'ignored', kind: 'other_phone_number' }];
      }
      return eventsOf(parsed);
    }),
  );
}

function eventsOf(value: Value): ChannelEvent[] {
  return [
    ...(value.messages ?? []).map((message) => messageEvent(message, value)),
    ...(value.statuses ?? []).flatMap(statusEvents),
    ...(value.calls ?? []).map((call) => callEvent(call, value)),
    ...(value.user_preferences ?? []).map(preferenceEvent),
  ];
}

function messageEvent(message: Message, value: Value): ChannelEvent {
  const from = addressOf(message);
  // `system` tells of a changed number, `unsupported` and `errors` of what Meta could not hand over.
  if (from === null || message.type === 'system') return { type: 'ignored', kind: `message.${message.type}` };
  const text = textOf(message);
  return {
    type: 'message',
    providerId: message.id,
    from,
    name: nameOf(from, value),
    at: message.timestamp,
    opener: openerOf(message),
    content:
      text !== null && ['text', 'button', 'interactive'].includes(message.type)
        ? { kind: 'text', text }
        : { kind: 'other', type: message.type, text },
  };
}

function openerOf(message: Message): Opener {
  if (message.type === 'reaction') return 'reaction';
  return message.referral?.source_type === 'ad' ? 'ad' : 'message';
}

function textOf(message: Message): string | null {
  const reply = message.interactive?.button_reply ?? message.interactive?.list_reply;
  const media = message.image ?? message.video ?? message.document;
  const name = message.document?.filename;
  return (
    message.text?.body ??
    message.button?.text ??
    reply?.title ??
    message.reaction?.emoji ??
    media?.caption ??
    name ??
    null
  );
}

function statusEvents(status: Status): ChannelEvent[] {
  const { id: providerId, timestamp: at } = status;
  const messageId = status.biz_opaque_callback_data ?? null;
  switch (status.status) {
    case 'sent':
    case 'delivered':
    case 'read':
      return [{ type: 'status', providerId, messageId, status: status.status, at, failure: null }];
    case 'failed': {
      const code = status.errors?.[0]?.code;
      const row = (code === undefined ? undefined : WHATSAPP_ERRORS[code]) ?? REFUSED;
      // Even an error that asks for a retry means here that Meta took the message and gave it up.
      const failure = { ...failureFrom(row, code === undefined ? null : String(code)) };
      const failed: ChannelEvent = { type: 'status', providerId, messageId, status: 'failed', at, failure };
      if (row.consent === undefined || status.recipient_id === undefined) return [failed];
      return [failed, { type: 'consent', from: phone(status.recipient_id), change: row.consent, at }];
    }
    default:
      return [{ type: 'ignored', kind: `status.${status.status}` }];
  }
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/user-initiated-calls */
function callEvent(call: Call, value: Value): ChannelEvent {
  const from = addressOf(call);
  // A call opens the window when it comes in; how it ended changes nothing.
  if (from === null || call.event !== 'connect' || call.direction === 'BUSINESS_INITIATED') {
    return { type: 'ignored', kind: `call.${call.event}` };
  }
  return {
    type: 'message',
    providerId: call.id,
    from,
    name: nameOf(from, value),
    at: call.timestamp,
    opener: 'call',
    content: { kind: 'other', type: 'call', text: null },
  };
}

function preferenceEvent(preference: Preference): ChannelEvent {
  const { wa_id, category, value, timestamp: at } = preference;
  if (category !== 'marketing_messages') return { type: 'ignored', kind: `user_preferences.${category}` };
  switch (value) {
    case 'stop':
      return { type: 'consent', from: phone(wa_id), change: 'opted_out_marketing', at };
    case 'resume':
      return { type: 'consent', from: phone(wa_id), change: 'opted_in_marketing', at };
    default:
      return { type: 'ignored', kind: `user_preferences.${category}.${value}` };
  }
}

function addressOf(party: { from?: string | undefined; from_user_id?: string | undefined }): string | null {
  return party.from === undefined ? (party.from_user_id ?? null) : phone(party.from);
}

/** Meta writes numbers without the plus that makes them E.164. */
function phone(waId: string): string {
  return /^\d+$/.test(waId) ? `+${waId}` : waId;
}

function nameOf(from: string, value: Value): string | null {
  const contact = value.contacts?.find(
    ({ wa_id, user_id }) => (wa_id !== undefined && phone(wa_id) === from) || user_id === from,
  );
  return contact?.profile?.name ?? null;
}
