import { z } from 'zod';
import type { Account, Outbound, SendOutcome } from '../adapter.js';
import { callProvider, type ProviderAnswer, retryAfterMs } from '../call-provider.js';
import { outcomeFrom, rowForStatus, SERVER_ERROR } from '../error-table.js';
import { packQuickReply, quickRepliesOf } from '../quick-reply.js';
import { sharedRow } from '../shared-errors.js';
import type { LineSettings } from './settings.js';

/** Of an accepted message, and of one whose retry key LINE has already accepted. */
const Accepted = z.object({ sentMessages: z.tuple([z.object({ id: z.string().min(1) })], z.unknown()) });
const Refused = z.object({
  message: z.string(),
  details: z.array(z.object({ message: z.string().optional(), property: z.string().optional() })).optional(),
});

/**
 * POST /v2/bot/message/push, https://developers.line.biz/en/reference/messaging-api/#send-push-message
 *
 * The retry key is our id of the message, so LINE takes it once, however often it is sent within 24 hours:
 * https://developers.line.biz/en/docs/messaging-api/retrying-api-request/
 */
export async function sendLine(
  { settings }: Account<LineSettings>,
  message: Outbound,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const { baseUrl, channelAccessToken, timeoutMs } = settings;
  const called = await callProvider({
    url: `${baseUrl}/v2/bot/message/push`,
    headers: {
      authorization: `Bearer ${channelAccessToken}`,
      'content-type': 'application/json',
      'x-line-retry-key': message.messageId,
    },
    body: JSON.stringify({ to: message.to, messages: [messageOf(message)] }),
    timeoutMs,
    signal,
  });
  return askAgain('fault' in called ? called.fault : outcomeOf(called.answer, message));
}

/** What a server that broke off may or may not have taken: the retry key lets us find out by asking again. */
const askAgain = (outcome: SendOutcome): SendOutcome =>
  outcome.outcome === 'unknown' ? { ...outcome, repeatable: true } : outcome;

function messageOf({ content }: Outbound) {
  const url = content.kind === 'media' ? content.media.url : null;
  if (url !== null) return { type: 'image', originalContentUrl: url, previewImageUrl: url };
  const items = quickRepliesOf(content).map((reply) => ({
    type: 'action',
    action: {
      type: 'postback',
      label: reply.title,
      data: packQuickReply(reply),
      displayText: reply.title,
    },
  }));
  return { type: 'text', text: content.text, ...(items.length > 0 && { quickReply: { items } }) };
}

function outcomeOf(answer: ProviderAnswer, { messageId }: Outbound): SendOutcome {
  const { status, json, headers } = answer;
  const accepted = Accepted.safeParse(json).data?.sentMessages[0].id;
  if (status >= 200 && status < 300) {
    if (accepted !== undefined) return { outcome: 'accepted', providerId: accepted };
    return outcomeFrom(SERVER_ERROR, String(status), null);
  }
  // The retry key was accepted before. LINE tells the message's id where it still knows it.
  if (status === 409) {
    return {
      outcome: 'accepted',
      providerId: accepted ?? headers.get('x-line-accepted-request-id') ?? messageId,
    };
  }
  const row = sharedRow('line', { code: Math.min(status, 500), text: wordsOf(json) }) ?? rowForStatus(status);
  // LINE says that it may be sent again, not that it was not taken.
  const outcome = status >= 500 ? ({ ...row, outcome: 'unknown' } as const) : row;
  return outcomeFrom(outcome, String(status), retryAfterMs(headers, Date.now()));
}

function wordsOf(json: unknown): string {
  const refused = Refused.safeParse(json).data;
  const details = refused?.details?.map(({ message, property }) => `property, ${property}: ${message}`) ?? [];
  return [refused?.message ?? '', ...details].join('\n');
}
