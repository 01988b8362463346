import { z } from 'zod';
import type { Account, ChannelEvent, WebhookRequest } from '../adapter.js';
import { type ErrorRow, failureFrom } from '../error-table.js';
import { parsePayload } from '../parse-payload.js';
import { unpackQuickReply } from '../quick-reply.js';
import { hmacMatches } from '../signature.js';
import { withTextTokens } from './message-token.js';
import type { ViberSettings } from './settings.js';

const CALLBACKS = 'https://developers.viber.com/docs/api/rest-bot-api/#callbacks';

/** https://developers.viber.com/docs/api/rest-bot-api/#callbacks */
export function verify({ settings }: Account<ViberSettings>, { headers, body }: WebhookRequest): boolean {
  return hmacMatches(headers['x-viber-content-signature'], settings.authToken, body);
}

const User = z.object({ id: z.string().min(1), name: z.string().optional() });
const Message = z.object({
  type: z.string(),
  text: z.string().optional(),
  file_name: z.string().optional(),
});

const Callback = z.object({
  event: z.string(),
  timestamp: z.int(),
  message_token: z.string().min(1).optional(),
  user_id: z.string().min(1).optional(),
  user: User.optional(),
  sender: User.optional(),
  message: Message.optional(),
});
type Callback = z.output<typeof Callback>;

const NOT_DELIVERED: ErrorRow = {
  outcome: 'rejected',
  reason: 'provider_error',
  message: 'Viber took the message and then could not deliver it.',
  remedy: 'Choose another channel, or try again later.',
  retriable: true,
  source: CALLBACKS,
};

export function parse(_account: Account<ViberSettings>, request: WebhookRequest): ChannelEvent[] {
  const body = Buffer.from(withTextTokens(request.body.toString('utf8')));
  return eventsOf(parsePayload({ ...request, body }, Callback));
}

function eventsOf(callback: Callback): ChannelEvent[] {
  const { event, timestamp: at, message_token: token, user_id, user, sender, message } = callback;
  const ignored: ChannelEvent[] = [{ type: 'ignored', kind: event }];
  switch (event) {
    case 'message':
      return token !== undefined && sender && message
        ? [
            {
              type: 'message',
              providerId: token,
              from: sender.id,
              name: sender.name || null,
              at,
              opener: 'message',
              ...contentOf(message),
            },
          ]
        : ignored;
    case 'subscribed':
      return user
        ? [
            { type: 'consent', from: user.id, change: 'unblocked', at },
            {
              type: 'message',
              providerId: token ?? `subscribed:${user.id}:${at}`,
              from: user.id,
              name: user.name || null,
              at,
              opener: 'follow',
              content: { kind: 'other', type: 'subscribed', text: null },
            },
          ]
        : ignored;
    case 'unsubscribed':
      return user_id === undefined ? ignored : [{ type: 'consent', from: user_id, change: 'blocked', at }];
    case 'delivered':
    case 'seen':
    case 'failed':
      return token === undefined ? ignored : [{ type: 'status', providerId: token, at, ...statusOf(event) }];
    default:
      // `webhook` is Viber's own test; whoever only opened the chat cannot be written to yet.
      return ignored;
  }
}

function statusOf(event: 'delivered' | 'seen' | 'failed') {
  switch (event) {
    case 'delivered':
      return { status: 'delivered', failure: null } as const;
    case 'seen':
      return { status: 'read', failure: null } as const;
    case 'failed':
      // Viber gives words (`desc`), whose list it does not document, and no code.
      return { status: 'failed', failure: failureFrom(NOT_DELIVERED, null) } as const;
  }
}

function contentOf({ type, text, file_name }: z.output<typeof Message>) {
  const pressed = type === 'text' ? unpackQuickReply(text) : null;
  if (pressed) return { content: { kind: 'text', text: pressed.title }, payload: pressed.id } as const;
  return type === 'text' && text !== undefined
    ? { content: { kind: 'text', text } as const }
    : { content: { kind: 'other', type, text: text ?? file_name ?? null } as const };
}
