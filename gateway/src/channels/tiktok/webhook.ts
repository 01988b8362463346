import { z } from 'zod';
import {
  type Account,
  type ChannelEvent,
  type InboundContent,
  WebhookPayloadError,
  type WebhookRequest,
} from '../adapter.js';
import { parsePayload } from '../parse-payload.js';
import { hmacMatches } from '../signature.js';
import type { TikTokSettings } from './settings.js';

const TOLERANCE_MS = 5 * 60_000;

const Notification = z.object({
  event: z.string(),
  /** The business account. */
  user_openid: z.string().optional(),
  /** JSON inside the JSON. */
  content: z.string(),
});

const Party = z.object({ id: z.string().min(1) });
const Message = z.object({
  type: z.string(),
  message_id: z.string().min(1),
  conversation_id: z.string().min(1),
  /** Epoch milliseconds. */
  timestamp: z.int(),
  /** User name. */
  from: z.string().optional(),
  text: z.object({ body: z.string() }).optional(),
});
type Message = z.output<typeof Message>;
const Read = z.object({
  conversation_id: z.string().min(1),
  timestamp: z.int().optional(),
  from_user: Party.optional(),
  read: z.object({ last_read_timestamp: z.coerce.number().int() }),
});

export function tikTokWebhook(clock: () => number) {
  return {
    /** `t=<seconds>,s=<hex HMAC-SHA256 of the time, a full stop and the body>` */
    verify({ settings }: Account<TikTokSettings>, { headers, body }: WebhookRequest): boolean {
      const header = headers['tiktok-signature'] ?? '';
      const [, time, signature] = /^t=(\d{1,12}),s=([0-9a-f]+)$/.exec(header) ?? [];
      if (time === undefined || Math.abs(clock() - Number(time) * 1000) > TOLERANCE_MS) return false;
      return hmacMatches(signature, settings.appSecret, Buffer.concat([Buffer.from(`${time}.`), body]));
    },

    parse({ settings }: Account<TikTokSettings>, request: WebhookRequest): ChannelEvent[] {
      const { event, user_openid, content } = parsePayload(request, Notification);
      // One app has one webhook for all its accounts.
      if (user_openid !== undefined && user_openid !== settings.businessId)
        return [{ type: 'ignored', kind: 'other_account' }];
      const inner = { ...request, body: Buffer.from(content) };
      switch (event) {
        case 'im_receive_msg':
          return [messageEvent(parsePayload(inner, Message))];
        case 'im_send_msg':
          return [echoEvent(parsePayload(inner, Message))];
        case 'im_mark_read_msg':
          return [readEvent(settings, parsePayload(inner, Read))];
        default:
          return [{ type: 'ignored', kind: event }];
      }
    },
  };
}

function messageEvent(message: Message): ChannelEvent {
  return {
    type: 'message',
    providerId: message.message_id,
    from: message.conversation_id,
    name: message.from || null,
    at: message.timestamp,
    opener: 'message',
    content: contentOf(message),
  };
}

/** What we sent, and what a colleague wrote in TikTok itself. */
function echoEvent(message: Message): ChannelEvent {
  const { message_id: providerId, conversation_id: to, timestamp: at } = message;
  return { type: 'echo', providerId, to, at, content: contentOf(message) };
}

function readEvent(
  settings: TikTokSettings,
  { conversation_id, from_user, read }: z.output<typeof Read>,
): ChannelEvent {
  // What we have read is no news.
  if (from_user?.id === settings.businessId) return { type: 'ignored', kind: 'im_mark_read_msg.own' };
  const upTo = read.last_read_timestamp;
  if (!Number.isSafeInteger(upTo))
    throw new WebhookPayloadError('read.last_read_timestamp: expected milliseconds');
  return { type: 'receipt', from: conversation_id, status: 'read', upTo, at: upTo };
}

function contentOf({ type, text }: Message): InboundContent {
  return type.toLowerCase() === 'text' && text
    ? { kind: 'text', text: text.body }
    : { kind: 'other', type, text: text?.body ?? null };
}
