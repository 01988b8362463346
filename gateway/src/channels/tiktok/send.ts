import { z } from 'zod';
import type { Account, Outbound, SendOutcome } from '../adapter.js';
import { blobOf } from '../blob-of.js';
import { type ProviderAnswer, retryAfterMs } from '../call-provider.js';
import { callWithToken } from '../call-with-token.js';
import { beforeTheMessage, outcomeFrom, REFUSED, rowForStatus, SERVER_ERROR } from '../error-table.js';
import { sharedRow } from '../shared-errors.js';
import type { AccessTokens } from './access-token.js';
import type { TikTokSettings } from './settings.js';

const Accepted = z.object({
  code: z.literal(0),
  data: z.object({ message: z.object({ message_id: z.string().min(1) }) }),
});
const Uploaded = z.object({ code: z.literal(0), data: z.object({ media_id: z.string().min(1) }) });
const Answer = z.object({ code: z.int() });
/** The access token is expired, missing or not good. */
const TOKEN_REFUSED = new Set([40102, 40104, 40105]);

/**
 * POST /open_api/{version}/business/message/send/, https://business-api.tiktok.com/portal/docs?id=1832184403754242
 *
 * A contact's address is the conversation, which TikTok names when the contact writes.
 */
export async function sendTikTok(
  tokens: AccessTokens,
  { settings }: Account<TikTokSettings>,
  message: Outbound,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const { baseUrl, version, businessId, timeoutMs } = settings;
  const call = (path: string, body: string | FormData) =>
    callWithToken(
      (refused) => tokens.get(settings, signal, refused),
      (answer) => TOKEN_REFUSED.has(codeOf(answer) ?? 0),
      (token) => ({
        url: `${baseUrl}/open_api/${version}/business/message/${path}/`,
        headers: {
          'access-token': token,
          ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
        },
        body,
        timeoutMs,
        signal,
      }),
    );
  const made = await contentOf(message.content, businessId, (form) => call('media/upload', form));
  if ('refused' in made) return made.refused;
  const called = await call(
    'send',
    JSON.stringify({
      business_id: businessId,
      recipient_type: 'CONVERSATION',
      recipient: message.to,
      ...made.content,
    }),
  );
  return 'outcome' in called ? called.outcome : outcomeOf(called.answer);
}

/** The part of a message that says what it is. A picture is handed over before; TikTok keeps it for 30 days. */
async function contentOf(
  content: Outbound['content'],
  businessId: string,
  upload: (form: FormData) => ReturnType<typeof callWithToken>,
): Promise<{ content: Readonly<Record<string, unknown>> } | { refused: SendOutcome }> {
  if (content.kind !== 'media') return { content: { message_type: 'TEXT', text: { body: content.text } } };
  const { media } = content;
  const form = new FormData();
  form.set('business_id', businessId);
  form.set('media_type', 'IMAGE');
  form.set('file', await blobOf(media), media.fileName);
  const called = await upload(form);
  if ('outcome' in called) return { refused: beforeTheMessage(called.outcome) };
  const uploaded = Uploaded.safeParse(called.answer.json).data;
  return uploaded && called.answer.status < 300
    ? { content: { message_type: 'IMAGE', image: { media_id: uploaded.data.media_id } } }
    : { refused: beforeTheMessage(refusalOf(called.answer)) };
}

function codeOf({ json }: ProviderAnswer): number | undefined {
  return Answer.safeParse(json).data?.code;
}

function outcomeOf(answer: ProviderAnswer): SendOutcome {
  const accepted = Accepted.safeParse(answer.json).data;
  return accepted && answer.status < 300
    ? { outcome: 'accepted', providerId: accepted.data.message.message_id }
    : refusalOf(answer);
}

/** What an answer means that accepts nothing. */
function refusalOf(answer: ProviderAnswer): SendOutcome {
  const { status, headers } = answer;
  const code = codeOf(answer);
  // Errors come with HTTP 200 as well; one without a code says nothing of the message.
  if (code === undefined || code === 0) {
    const row = status < 300 ? SERVER_ERROR : rowForStatus(status);
    return outcomeFrom(row, String(status), retryAfterMs(headers, Date.now()));
  }
  const row = sharedRow('tiktok', { code }) ?? (status < 300 ? REFUSED : rowForStatus(status));
  return outcomeFrom(row, String(code), retryAfterMs(headers, Date.now()));
}
