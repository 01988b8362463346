import { z } from 'zod';
import type { Account, Outbound, SendOutcome } from '../adapter.js';
import { blobOf } from '../blob-of.js';
import { callProvider, type ProviderAnswer, retryAfterMs } from '../call-provider.js';
import { outcomeFrom, SERVER_ERROR } from '../error-table.js';
import { quickRepliesOf } from '../quick-reply.js';
import { telegramError } from './errors.js';
import { messageKey } from './message-key.js';
import type { TelegramSettings } from './settings.js';

const Accepted = z.object({
  ok: z.literal(true),
  result: z.object({ message_id: z.int(), chat: z.object({ id: z.int() }) }),
});
const Refused = z.object({
  ok: z.literal(false),
  error_code: z.int(),
  description: z.string().default(''),
  parameters: z.object({ retry_after: z.number().nonnegative().optional() }).optional(),
});

/** A text by sendMessage, a file by the method of its kind. https://core.telegram.org/bots/api#sendmessage */
export async function sendTelegram(
  { settings }: Account<TelegramSettings>,
  message: Outbound,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const { baseUrl, botToken, businessConnectionId, timeoutMs } = settings;
  const { method, ...request } = await requestOf(message.content, {
    chat_id: message.to,
    ...(businessConnectionId === undefined ? {} : { business_connection_id: businessConnectionId }),
  });
  const called = await callProvider({
    url: `${baseUrl}/bot${botToken}/${method}`,
    ...request,
    timeoutMs,
    signal,
  });
  return 'fault' in called ? called.fault : outcomeOf(called.answer);
}

/** One answer a row. https://core.telegram.org/bots/api#inlinekeyboardmarkup */
function keyboardOf(content: Outbound['content']) {
  const replies = quickRepliesOf(content);
  if (replies.length === 0) return {};
  const rows = replies.map(({ id, title }) => [{ text: title, callback_data: id }]);
  return { reply_markup: { inline_keyboard: rows } };
}

/** Without parse_mode the text stays text, whatever characters are in it. */
async function requestOf(content: Outbound['content'], chat: Readonly<Record<string, string>>) {
  if (content.kind !== 'media') {
    const body = JSON.stringify({ ...chat, text: content.text, ...keyboardOf(content) });
    return { method: 'sendMessage', headers: { 'content-type': 'application/json' }, body };
  }
  const { media, text } = content;
  const [method, field] = SENT_AS[media.mimeType] ?? (['sendDocument', 'document'] as const);
  const form = new FormData();
  for (const [name, value] of Object.entries(chat)) form.set(name, value);
  if (text !== '') form.set('caption', text);
  form.set(field, await blobOf(media), media.fileName);
  return { method, body: form };
}

/** What Telegram shows or plays as such; anything else goes as a document, which it leaves as it is. */
const SENT_AS: Readonly<Record<string, readonly [method: string, field: string]>> = {
  'image/jpeg': ['sendPhoto', 'photo'],
  'image/png': ['sendPhoto', 'photo'],
  'image/webp': ['sendPhoto', 'photo'],
  'image/gif': ['sendAnimation', 'animation'],
  'video/mp4': ['sendVideo', 'video'],
  'audio/mpeg': ['sendAudio', 'audio'],
  'audio/mp4': ['sendAudio', 'audio'],
};

function outcomeOf(answer: ProviderAnswer): SendOutcome {
  if (answer.status >= 200 && answer.status < 300) {
    const accepted = Accepted.safeParse(answer.json);
    if (!accepted.success) return outcomeFrom(SERVER_ERROR, String(answer.status), null);
    const { chat, message_id } = accepted.data.result;
    return { outcome: 'accepted', providerId: messageKey(chat.id, message_id) };
  }
  const refused = Refused.safeParse(answer.json).data;
  const status = refused?.error_code ?? answer.status;
  const pause = refused?.parameters?.retry_after;
  return outcomeFrom(
    telegramError(status, refused?.description ?? ''),
    String(status),
    pause === undefined ? retryAfterMs(answer.headers, Date.now()) : pause * 1000,
  );
}
