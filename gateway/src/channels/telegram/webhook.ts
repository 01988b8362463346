import { z } from 'zod';
import type { Account, ChannelEvent, InboundContent, WebhookReply, WebhookRequest } from '../adapter.js';
import { parsePayload } from '../parse-payload.js';
import { equalInConstantTime } from '../signature.js';
import { messageKey } from './message-key.js';
import type { TelegramSettings } from './settings.js';

/** https://core.telegram.org/bots/api#setwebhook */
export function verify({ settings }: Account<TelegramSettings>, { headers }: WebhookRequest): boolean {
  return equalInConstantTime(headers['x-telegram-bot-api-secret-token'] ?? '', settings.secretToken);
}

const User = z.object({
  id: z.int(),
  is_bot: z.boolean().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
});
type User = z.output<typeof User>;
const Chat = z.object({ id: z.int(), type: z.string() });

const Message = z.object({
  message_id: z.int(),
  date: z.int(),
  chat: Chat,
  from: User.optional(),
  business_connection_id: z.string().optional(),
  /** The bot that wrote in the business account's name. */
  sender_business_bot: User.optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  contact: z.unknown().optional(),
  document: z.unknown().optional(),
  location: z.unknown().optional(),
  photo: z.unknown().optional(),
  sticker: z.unknown().optional(),
  video: z.unknown().optional(),
  voice: z.unknown().optional(),
});
type Message = z.output<typeof Message>;

const Keyboard = z.object({
  inline_keyboard: z.array(z.array(z.object({ text: z.string(), callback_data: z.string().optional() }))),
});

/** https://core.telegram.org/bots/api#update */
const Update = z.looseObject({
  update_id: z.int(),
  message: Message.optional(),
  business_message: Message.optional(),
  callback_query: z
    .object({
      id: z.string(),
      from: User,
      data: z.string().optional(),
      message: z
        .object({
          chat: Chat,
          date: z.int(),
          business_connection_id: z.string().optional(),
          reply_markup: Keyboard.optional(),
        })
        .optional(),
    })
    .optional(),
  deleted_business_messages: z
    .object({ business_connection_id: z.string(), chat: Chat, message_ids: z.array(z.int()) })
    .optional(),
  my_chat_member: z
    .object({
      chat: Chat,
      from: User,
      date: z.int(),
      new_chat_member: z.object({ status: z.string() }),
    })
    .optional(),
});
type Update = z.output<typeof Update>;

export function telegramParser(clock: () => number) {
  return ({ settings }: Account<TelegramSettings>, request: WebhookRequest): ChannelEvent[] => {
    const update = parsePayload(request, Update);
    const deleted = update.deleted_business_messages;
    if (deleted && deleted.business_connection_id === settings.businessConnectionId) {
      return deleted.message_ids.map((id) => ({
        type: 'removed',
        providerId: messageKey(deleted.chat.id, id),
        at: clock(),
      }));
    }
    return [eventOf(settings, update, clock)];
  };
}

/**
 * The button shows that it waits until it is answered, which the answer to the webhook may do.
 * https://core.telegram.org/bots/api#answercallbackquery
 */
export function replyToPress(
  _account: Account<TelegramSettings>,
  request: WebhookRequest,
): WebhookReply | null {
  const { callback_query } = parsePayload(request, Update);
  if (!callback_query) return null;
  const body = { method: 'answerCallbackQuery', callback_query_id: callback_query.id };
  return { status: 200, body: JSON.stringify(body), contentType: 'application/json' };
}

function eventOf(settings: TelegramSettings, update: Update, clock: () => number): ChannelEvent {
  const { message, business_message, callback_query, my_chat_member } = update;
  const connection = settings.businessConnectionId;
  // Chats with the bot and chats with the business account are different windows.
  if (message && connection === undefined) return messageEvent(message, 'message');
  if (
    business_message &&
    business_message.business_connection_id === connection &&
    connection !== undefined
  ) {
    return isByOwner(business_message)
      ? echoEvent(business_message)
      : messageEvent(business_message, 'business_message');
  }
  if (callback_query && callback_query.message?.business_connection_id === connection) {
    const { id, from, data, message: pressedOn } = callback_query;
    const title = pressedOn?.reply_markup?.inline_keyboard
      .flat()
      .find(({ callback_data }) => callback_data !== undefined && callback_data === data)?.text;
    return {
      type: 'message',
      providerId: `callback:${id}`,
      from: String(from.id),
      name: nameOf(from),
      // Telegram does not say when a button was pressed.
      at: clock(),
      opener: 'message',
      content:
        title === undefined
          ? { kind: 'other', type: 'button', text: data ?? null }
          : { kind: 'text', text: title },
      ...(data === undefined ? {} : { payload: data }),
    };
  }
  if (my_chat_member && connection === undefined) {
    const { chat, new_chat_member, date } = my_chat_member;
    const change = consentOf(new_chat_member.status);
    if (chat.type === 'private' && change !== null) {
      return { type: 'consent', from: String(chat.id), change, at: date * 1000 };
    }
  }
  const kind = Object.keys(update).find((key) => key !== 'update_id') ?? 'empty';
  return { type: 'ignored', kind };
}

function messageEvent(message: Message, kind: string): ChannelEvent {
  const { chat, from, message_id, date } = message;
  if (chat.type !== 'private') return { type: 'ignored', kind: `${kind}.${chat.type}` };
  // What a bot writes in the chat, ours included, comes in as an update too.
  if (from?.id !== chat.id || from.is_bot === true) return { type: 'ignored', kind: `${kind}.own` };
  return {
    type: 'message',
    providerId: messageKey(chat.id, message_id),
    from: String(chat.id),
    name: nameOf(from),
    at: date * 1000,
    opener: 'message',
    content: contentOf(message),
  };
}

/** The owner of the business account wrote in Telegram itself, and not through a bot. */
function isByOwner({ chat, from, sender_business_bot }: Message): boolean {
  return (
    chat.type === 'private' &&
    from !== undefined &&
    from.id !== chat.id &&
    from.is_bot !== true &&
    sender_business_bot === undefined
  );
}

function echoEvent(message: Message): ChannelEvent {
  const { chat, message_id, date } = message;
  return {
    type: 'echo',
    providerId: messageKey(chat.id, message_id),
    to: String(chat.id),
    at: date * 1000,
    content: contentOf(message),
  };
}

function contentOf(message: Message): InboundContent {
  const { text, caption } = message;
  return text === undefined
    ? { kind: 'other', type: typeOf(message), text: caption ?? null }
    : { kind: 'text', text };
}

const KINDS = ['photo', 'video', 'voice', 'document', 'sticker', 'location', 'contact'] as const;

function typeOf(message: Message): string {
  return KINDS.find((kind) => message[kind] !== undefined) ?? 'unknown';
}

/** https://core.telegram.org/bots/api#chatmember */
function consentOf(status: string): 'blocked' | 'unblocked' | null {
  switch (status) {
    case 'kicked':
      return 'blocked';
    case 'member':
      return 'unblocked';
    default:
      return null;
  }
}

function nameOf(user: User): string | null {
  return [user.first_name, user.last_name].filter(Boolean).join(' ') || null;
}
