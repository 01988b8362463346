import { z } from 'zod';
import type { Account, ChannelEvent, WebhookRequest } from '../adapter.js';
import { parsePayload } from '../parse-payload.js';
import { unpackQuickReply } from '../quick-reply.js';
import { hmacMatches } from '../signature.js';
import type { LineSettings } from './settings.js';

/** https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/ */
export function verify({ settings }: Account<LineSettings>, { headers, body }: WebhookRequest): boolean {
  return hmacMatches(headers['x-line-signature'], settings.channelSecret, body, { encoding: 'base64' });
}

const Message = z.object({
  id: z.string().min(1),
  type: z.string(),
  text: z.string().optional(),
  fileName: z.string().optional(),
  title: z.string().optional(),
  address: z.string().optional(),
});
type Message = z.output<typeof Message>;

/** https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects */
const Event = z.object({
  type: z.string(),
  timestamp: z.int(),
  webhookEventId: z.string().min(1),
  source: z.object({ type: z.string(), userId: z.string().min(1).optional() }).optional(),
  message: Message.optional(),
  postback: z.object({ data: z.string() }).optional(),
  unsend: z.object({ messageId: z.string().min(1) }).optional(),
});
type Event = z.output<typeof Event>;

const Notification = z.object({ events: z.array(Event) });

export function parse(_account: Account<LineSettings>, request: WebhookRequest): ChannelEvent[] {
  return parsePayload(request, Notification).events.flatMap(eventsOf);
}

function eventsOf(event: Event): ChannelEvent[] {
  const { type, source, timestamp: at, webhookEventId } = event;
  const from = source?.type === 'user' ? source.userId : undefined;
  // Groups and rooms are no conversation with one customer.
  if (from === undefined) return [{ type: 'ignored', kind: `${type}.${source?.type ?? 'no_source'}` }];
  const received = { type: 'message', from, name: null, at } as const;
  switch (type) {
    case 'message': {
      if (!event.message) return [{ type: 'ignored', kind: 'message.empty' }];
      const content = contentOf(event.message);
      return [{ ...received, providerId: event.message.id, opener: 'message', content }];
    }
    case 'postback': {
      const pressed = unpackQuickReply(event.postback?.data);
      if (pressed) {
        const content = { kind: 'text', text: pressed.title } as const;
        return [{ ...received, providerId: webhookEventId, opener: 'message', content, payload: pressed.id }];
      }
      const content = { kind: 'other', type: 'postback', text: event.postback?.data ?? null } as const;
      return [{ ...received, providerId: webhookEventId, opener: 'menu', content }];
    }
    case 'follow':
      // Also what LINE reports when somebody who had blocked the account lets it in again.
      return [
        { type: 'consent', from, change: 'unblocked', at },
        {
          ...received,
          providerId: webhookEventId,
          opener: 'follow',
          content: { kind: 'other', type: 'follow', text: null },
        },
      ];
    case 'unfollow':
      return [{ type: 'consent', from, change: 'blocked', at }];
    case 'unsend':
      return event.unsend
        ? [{ type: 'removed', providerId: event.unsend.messageId, at }]
        : [{ type: 'ignored', kind: type }];
    default:
      return [{ type: 'ignored', kind: type }];
  }
}

function contentOf({ type, text, fileName, title, address }: Message) {
  return type === 'text' && text !== undefined
    ? { kind: 'text' as const, text }
    : { kind: 'other' as const, type, text: fileName ?? title ?? address ?? null };
}
