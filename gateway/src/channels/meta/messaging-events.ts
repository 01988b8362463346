import type { Opener } from '@outbound-composer/core';
import { z } from 'zod';
import type { ChannelEvent, InboundContent } from '../adapter.js';

const Referral = z.object({
  source: z.string().optional(),
  type: z.string().optional(),
  ref: z.string().optional(),
  ad_id: z.string().optional(),
});
type Referral = z.output<typeof Referral>;

const Message = z.object({
  mid: z.string().min(1),
  text: z.string().optional(),
  is_echo: z.boolean().optional(),
  is_deleted: z.boolean().optional(),
  is_unsupported: z.boolean().optional(),
  is_self: z.boolean().optional(),
  /** Given back from the Send API, so an echo names our own message. */
  metadata: z.string().optional(),
  reply_to: z.object({ mid: z.string().optional(), story: z.unknown().optional() }).optional(),
  quick_reply: z.object({ payload: z.string() }).optional(),
  attachments: z.array(z.object({ type: z.string() })).optional(),
  referral: Referral.optional(),
});
type Message = z.output<typeof Message>;

/** One event of a conversation. Which of the members is there says what it is. */
export const Messaging = z.looseObject({
  /** Missing in events about people who have no id yet. */
  sender: z.object({ id: z.string().min(1) }).optional(),
  recipient: z.object({ id: z.string().min(1) }).optional(),
  /** Epoch milliseconds; old delivery and read events have none. */
  timestamp: z.number().optional(),
  message: Message.optional(),
  postback: z
    .object({
      mid: z.string().min(1).optional(),
      title: z.string().optional(),
      payload: z.string().optional(),
      referral: Referral.optional(),
    })
    .optional(),
  referral: Referral.optional(),
  reaction: z.object({ mid: z.string(), action: z.string(), emoji: z.string().optional() }).optional(),
  read: z.object({ watermark: z.number().optional(), mid: z.string().min(1).optional() }).optional(),
  delivery: z.object({ mids: z.array(z.string().min(1)).optional(), watermark: z.number() }).optional(),
  optin: z
    .object({ type: z.string().optional(), notification_messages_status: z.string().optional() })
    .optional(),
});
export type Messaging = z.output<typeof Messaging>;

/** In what Messenger and Instagram differ. */
export interface MessagingRules {
  /** `page` or `instagram`. */
  readonly object: string;
  /** What a pressed button, icebreaker or menu entry is as an opener. */
  readonly postback: Opener;
}

const PARTS = ['message', 'postback', 'referral', 'reaction', 'read', 'delivery', 'optin'] as const;

export function eventsOf(item: Messaging, accountId: string, rules: MessagingRules): ChannelEvent[] {
  const part = PARTS.find((name) => item[name] !== undefined);
  const from = item.sender?.id;
  if (part === undefined || from === undefined) return [ignored(item, part)];
  const at = item.timestamp ?? item.delivery?.watermark ?? item.read?.watermark;
  if (at === undefined) return [ignored(item, part)];
  const { message, postback, referral, reaction, read, delivery, optin } = item;
  if (message) return messageEvents(item, message, from, at, accountId);
  if (postback) {
    const opener = postback.referral ? openerOfReferral(postback.referral, rules.postback) : rules.postback;
    const providerId = postback.mid ?? `postback:${from}:${at}`;
    const content: InboundContent =
      postback.title === undefined
        ? { kind: 'other', type: 'postback', text: null }
        : { kind: 'text', text: postback.title };
    const payload = postback.payload === undefined ? {} : { payload: postback.payload };
    return [{ type: 'message', providerId, from, name: null, at, opener, content, ...payload }];
  }
  if (referral) {
    const opener = openerOfReferral(referral, 'qr');
    const content = { kind: 'other', type: 'referral', text: null } as const;
    return [{ type: 'message', providerId: `referral:${from}:${at}`, from, name: null, at, opener, content }];
  }
  if (reaction?.action === 'react') {
    const content = { kind: 'other', type: 'reaction', text: reaction.emoji ?? null } as const;
    const providerId = `reaction:${reaction.mid}:${at}`;
    return [{ type: 'message', providerId, from, name: null, at, opener: 'reaction', content }];
  }
  if (read) {
    if (read.mid !== undefined) return [status(read.mid, 'read', at)];
    if (read.watermark !== undefined) {
      return [{ type: 'receipt', from, status: 'read', upTo: read.watermark, at }];
    }
  }
  if (delivery) {
    return delivery.mids && delivery.mids.length > 0
      ? delivery.mids.map((mid) => status(mid, 'delivered', at))
      : [{ type: 'receipt', from, status: 'delivered', upTo: delivery.watermark, at }];
  }
  if (optin?.type === 'notification_messages') {
    // https://developers.facebook.com/docs/messenger-platform/marketing-messages
    const stopped = optin.notification_messages_status === 'STOP_NOTIFICATIONS';
    return [{ type: 'consent', from, change: stopped ? 'opted_out_marketing' : 'opted_in_marketing', at }];
  }
  return [ignored(item, part)];
}

function messageEvents(
  item: Messaging,
  message: Message,
  from: string,
  at: number,
  accountId: string,
): ChannelEvent[] {
  const { mid: providerId } = message;
  if (message.is_deleted === true) return [{ type: 'removed', providerId, at }];
  // What an account sends to itself is nobody's message.
  if (message.is_self === true || item.recipient?.id === from) {
    return [{ type: 'ignored', kind: 'message.self' }];
  }
  if (message.is_echo === true || from === accountId) {
    const to = item.recipient?.id;
    if (to === undefined) return [{ type: 'ignored', kind: 'message.echo' }];
    // Ours: it was taken, whatever became of the answer to our call.
    if (UUID.test(message.metadata ?? '')) {
      return [{ ...status(providerId, 'sent', at), messageId: message.metadata ?? null }];
    }
    return [{ type: 'echo', providerId, to, at, content: contentOf(message) }];
  }
  return [
    {
      type: 'message',
      providerId,
      from,
      name: null,
      at,
      opener: openerOf(message),
      content: contentOf(message),
      ...(message.quick_reply && { payload: message.quick_reply.payload }),
      ...(message.reply_to?.mid !== undefined && { inReplyTo: message.reply_to.mid }),
    },
  ];
}

function contentOf({ text, attachments, is_unsupported }: Message): InboundContent {
  const type = attachments?.[0]?.type;
  // A story mention comes with the story's link alone, a share with text.
  if (type !== undefined) return { kind: 'other', type, text: text ?? null };
  if (text !== undefined) return { kind: 'text', text };
  return { kind: 'other', type: is_unsupported === true ? 'unsupported' : 'unknown', text: null };
}

function openerOf({ referral, reply_to, attachments }: Message): Opener {
  if (referral) return openerOfReferral(referral, 'message');
  const story = reply_to?.story !== undefined || attachments?.some(({ type }) => type === 'story_mention');
  return story === true ? 'story' : 'message';
}

/**
 * Where the contact came from: an advertisement, or a link or code of the account.
 * https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/messaging_referrals
 */
function openerOfReferral({ source, ad_id }: Referral, otherwise: Opener): Opener {
  return source === 'ADS' || ad_id !== undefined ? 'ad' : otherwise;
}

function status(providerId: string, word: 'sent' | 'delivered' | 'read', at: number) {
  return { type: 'status' as const, providerId, status: word, at, failure: null };
}

function ignored(item: Messaging, part: string | undefined): ChannelEvent {
  const kind = part ?? Object.keys(item).find((key) => !ENVELOPE.has(key)) ?? 'empty';
  return { type: 'ignored', kind: `messaging.${kind}` };
}

const ENVELOPE = new Set(['sender', 'recipient', 'timestamp']);
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
