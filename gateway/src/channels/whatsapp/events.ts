import type { Opener } from '@outbound-composer/core';
import { z } from 'zod';
import type { ChannelEvent, InboundContent } from '../adapter.js';
import { seconds } from '../meta/seconds.js';
import { addressOf, Party, phone } from './address.js';
import { Message } from './message.js';
import { Status, statusEvents } from './status.js';

const Call = Party.extend({
  id: z.string().min(1),
  event: z.string(),
  direction: z.string().optional(),
  timestamp: seconds,
});
type Call = z.output<typeof Call>;

const Preference = z.object({
  wa_id: z.string().min(1).optional(),
  user_id: z.string().min(1).optional(),
  category: z.string(),
  value: z.string(),
  timestamp: seconds,
});
type Preference = z.output<typeof Preference>;

const UserIdUpdate = z.object({
  user_id: z.object({ previous: z.string().min(1), current: z.string().min(1) }),
  timestamp: seconds,
});

export const Value = z.object({
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
  message_echoes: z.array(Message).optional(),
  statuses: z.array(Status).optional(),
  calls: z.array(Call).optional(),
  user_preferences: z.array(Preference).optional(),
  user_id_update: z.array(UserIdUpdate).optional(),
});
export type Value = z.output<typeof Value>;

export function eventsOf(value: Value): ChannelEvent[] {
  return [
    ...(value.messages ?? []).map((message) => messageEvent(message, value)),
    ...(value.message_echoes ?? []).map(echoEvent),
    ...(value.statuses ?? []).flatMap(statusEvents),
    ...(value.calls ?? []).map((one) => callEvent(one, value)),
    ...(value.user_preferences ?? []).map(preferenceEvent),
    // https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
    ...(value.user_id_update ?? []).map(({ user_id, timestamp }) => ({
      type: 'address' as const,
      from: user_id.previous,
      to: user_id.current,
      at: timestamp,
    })),
  ];
}

function messageEvent(message: Message, value: Value): ChannelEvent {
  const { id: providerId, timestamp: at, type } = message;
  if (type === 'system') return systemEvent(message);
  if (type === 'revoke' && message.revoke) {
    return { type: 'removed', providerId: message.revoke.original_message_id, at };
  }
  const sender = addressOf(message);
  // What is written in a group opens no window of its writer.
  if (sender === null || message.group_id !== undefined) return { type: 'ignored', kind: `message.${type}` };
  return {
    type: 'message',
    providerId,
    ...sender,
    name: nameOf(sender.from, value),
    at,
    opener: openerOf(message),
    content: contentOf(message),
    ...payloadOf(message),
    ...(message.context?.id === undefined ? {} : { inReplyTo: message.context.id }),
  };
}

/**
 * The contact has another number.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/system
 */
function systemEvent({ from, system, timestamp: at }: Message): ChannelEvent {
  if (system?.type !== 'user_changed_number' || from === undefined || system.wa_id === undefined) {
    // A changed user id comes as `user_id_update` as well, and there with the old one.
    return { type: 'ignored', kind: `message.system.${system?.type}` };
  }
  return { type: 'address', from: phone(from), to: phone(system.wa_id), alias: system.user_id ?? null, at };
}

/**
 * Written in the WhatsApp Business app on a number that both use.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/smb_message_echoes
 */
function echoEvent(message: Message): ChannelEvent {
  const { id: providerId, to, to_user_id, timestamp: at } = message;
  if (message.type === 'revoke' && message.revoke) {
    return { type: 'removed', providerId: message.revoke.original_message_id, at };
  }
  const contact = to === undefined ? to_user_id : phone(to);
  if (contact === undefined) return { type: 'ignored', kind: 'message_echoes' };
  return { type: 'echo', providerId, to: contact, at, content: contentOf(message) };
}

function openerOf(message: Message): Opener {
  if (message.type === 'reaction') return 'reaction';
  return message.referral?.source_type === 'ad' ? 'ad' : 'message';
}

function contentOf(message: Message): InboundContent {
  const text = textOf(message);
  return text !== null && ['text', 'button', 'interactive'].includes(message.type)
    ? { kind: 'text', text }
    : { kind: 'other', type: message.type, text };
}

function textOf(message: Message): string | null {
  const { button_reply, list_reply, nfm_reply } = message.interactive ?? {};
  const media = message.image ?? message.video ?? message.document;
  return (
    message.text?.body ??
    message.button?.text ??
    button_reply?.title ??
    list_reply?.title ??
    nfm_reply?.body ??
    message.reaction?.emoji ??
    media?.caption ??
    message.document?.filename ??
    message.location?.name ??
    null
  );
}

function payloadOf({ button, interactive }: Message): { payload?: string } {
  const payload = button?.payload ?? interactive?.button_reply?.id ?? interactive?.list_reply?.id;
  return payload === undefined ? {} : { payload };
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/user-initiated-calls */
function callEvent(one: Call, value: Value): ChannelEvent {
  const caller = addressOf(one);
  // A call opens the window when it comes in; how it ended changes nothing.
  if (caller === null || one.event !== 'connect' || one.direction === 'BUSINESS_INITIATED') {
    return { type: 'ignored', kind: `call.${one.event}` };
  }
  return {
    type: 'message',
    providerId: one.id,
    ...caller,
    name: nameOf(caller.from, value),
    at: one.timestamp,
    opener: 'call',
    content: { kind: 'other', type: 'call', text: null },
  };
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/user_preferences */
function preferenceEvent({ wa_id, user_id, category, value, timestamp: at }: Preference): ChannelEvent {
  const from = wa_id === undefined ? user_id : phone(wa_id);
  if (category !== 'marketing_messages' || from === undefined) {
    return { type: 'ignored', kind: `user_preferences.${category}` };
  }
  switch (value) {
    case 'stop':
      return { type: 'consent', from, change: 'opted_out_marketing', at };
    case 'resume':
      return { type: 'consent', from, change: 'opted_in_marketing', at };
    default:
      return { type: 'ignored', kind: `user_preferences.${category}.${value}` };
  }
}

function nameOf(from: string, value: Value): string | null {
  const contact = value.contacts?.find(
    ({ wa_id, user_id }) => (wa_id !== undefined && phone(wa_id) === from) || user_id === from,
  );
  return contact?.profile?.name ?? null;
}
