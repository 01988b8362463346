import { z } from 'zod';
import type { Account, Outbound, SendOutcome } from '../adapter.js';
import { callProvider, type ProviderAnswer, retryAfterMs } from '../call-provider.js';
import { outcomeFrom, REFUSED, rowForStatus, SERVER_ERROR } from '../error-table.js';
import { sharedRow } from '../shared-errors.js';
import type { AccessTokens } from './access-token.js';
import type { TikTokSettings } from './settings.js';

const Accepted = z.object({
  code: z.literal(0),
  data: z.object({ message: z.object({ message_id: z.string().min(1) }) }),
});
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
  const first = await tokens.get(settings, signal);
  if ('outcome' in first) return first.outcome;
  const called = await call(settings, first.token, message, signal);
  if ('fault' in called) return called.fault;
  if (!TOKEN_REFUSED.has(codeOf(called.answer) ?? 0)) return outcomeOf(called.answer);

  // A refused token means that nothing was taken; once with a new one, then it is the operator's matter.
  const second = await tokens.get(settings, signal, first.token);
  if ('outcome' in second) return second.outcome;
  const again = await call(settings, second.token, message, signal);
  return 'fault' in again ? again.fault : outcomeOf(again.answer);
}

function call(
  { baseUrl, version, businessId, timeoutMs }: TikTokSettings,
  token: string,
  { to, content }: Outbound,
  signal: AbortSignal,
) {
  return callProvider({
    url: `${baseUrl}/open_api/${version}/business/message/send/`,
    headers: { 'access-token': token, 'content-type': 'application/json' },
    body: JSON.stringify({
      business_id: businessId,
      recipient_type: 'CONVERSATION',
      recipient: to,
      message_type: 'TEXT',
      text: { body: content.text },
    }),
    timeoutMs,
    signal,
  });
}

function codeOf({ json }: ProviderAnswer): number | undefined {
  return Answer.safeParse(json).data?.code;
}

function outcomeOf(answer: ProviderAnswer): SendOutcome {
  const { status, headers, json } = answer;
  const accepted = Accepted.safeParse(json).data;
  if (accepted && status < 300) {
    return { outcome: 'accepted', providerId: accepted.data.message.message_id };
  }
  const code = codeOf(answer);
  // Errors come with HTTP 200 as well; one without a code says nothing of the message.
  if (code === undefined || code === 0) {
    const row = status < 300 ? SERVER_ERROR : rowForStatus(status);
    return outcomeFrom(row, String(status), retryAfterMs(headers, Date.now()));
  }
  const row = sharedRow('tiktok', { code }) ?? (status < 300 ? REFUSED : rowForStatus(status));
  return outcomeFrom(row, String(code), retryAfterMs(headers, Date.now()));
}
