import { z } from 'zod';
import type { Account, Outbound, SendOutcome } from '../adapter.js';
import { callProvider, type ProviderAnswer, retryAfterMs } from '../call-provider.js';
import { outcomeFrom, REFUSED, rowForStatus, SERVER_ERROR } from '../error-table.js';
import { packQuickReply, quickRepliesOf } from '../quick-reply.js';
import { sharedRow } from '../shared-errors.js';
import { withTextTokens } from './message-token.js';
import type { ViberSettings } from './settings.js';

/** Errors come with HTTP 200 as well; `status` tells. */
const Answer = z.object({ status: z.int(), message_token: z.string().optional() });

/** POST /pa/send_message, https://developers.viber.com/docs/api/rest-bot-api/#send-message */
export async function sendViber(
  { settings }: Account<ViberSettings>,
  message: Outbound,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const { baseUrl, authToken, senderName, senderAvatar, timeoutMs } = settings;
  const called = await callProvider({
    url: `${baseUrl}/pa/send_message`,
    headers: { 'x-viber-auth-token': authToken, 'content-type': 'application/json' },
    body: JSON.stringify({
      receiver: message.to,
      min_api_version: 1,
      sender: { name: senderName, ...(senderAvatar === undefined ? {} : { avatar: senderAvatar }) },
      ...contentOf(message.content),
      ...keyboardOf(message),
    }),
    timeoutMs,
    signal,
  });
  return 'fault' in called ? called.fault : outcomeOf(called.answer);
}

/** One answer a row. Pressed, it comes back as a message of the text in `ActionBody`. */
function keyboardOf({ content }: Outbound) {
  const replies = quickRepliesOf(content);
  if (replies.length === 0) return {};
  const Buttons = replies.map((reply) => ({
    Columns: 6,
    Rows: 1,
    ActionType: 'reply',
    ActionBody: packQuickReply(reply),
    Text: escaped(reply.title),
    // The text in `ActionBody` is not for the contact to read.
    Silent: true,
  }));
  return { keyboard: { Type: 'keyboard', DefaultHeight: false, Buttons } };
}

/** The text on a button is HTML. */
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** https://developers.viber.com/docs/api/rest-bot-api/#message-types */
function contentOf(content: Outbound['content']) {
  const { media } = content.kind === 'media' ? content : { media: null };
  if (media === null || media.url === null) return { type: 'text', text: content.text };
  const { url, bytes: size, fileName } = media;
  if (media.type === 'image') return { type: 'picture', text: content.text, media: url };
  return media.type === 'video'
    ? { type: 'video', media: url, size }
    : { type: 'file', media: url, size, file_name: fileName };
}

function outcomeOf({ status: http, text, headers }: ProviderAnswer): SendOutcome {
  const answer = read(text);
  if (http < 200 || http >= 300) {
    return outcomeFrom(rowForStatus(http), String(http), retryAfterMs(headers, Date.now()));
  }
  if (answer === null) return outcomeFrom(SERVER_ERROR, String(http), null);
  const { status, message_token } = answer;
  if (status !== 0) return outcomeFrom(sharedRow('viber', { code: status }) ?? REFUSED, String(status), null);
  if (message_token === undefined) return outcomeFrom(SERVER_ERROR, String(http), null);
  return { outcome: 'accepted', providerId: message_token };
}

function read(text: string): z.output<typeof Answer> | null {
  try {
    return Answer.safeParse(JSON.parse(withTextTokens(text))).data ?? null;
  } catch {
    return null;
  }
}
