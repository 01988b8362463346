import { z } from 'zod';
import type { Account, Outbound, SendOutcome } from '../adapter.js';
import { callProvider, type ProviderAnswer, retryAfterMs } from '../call-provider.js';
import { outcomeFrom, REFUSED, rowForStatus, SERVER_ERROR } from '../error-table.js';
import { sharedRow } from '../shared-errors.js';
import type { AccessTokens } from './access-token.js';
import type { WeChatSettings } from './settings.js';

/** Errors come with HTTP 200 as well. */
const Answer = z.object({ errcode: z.int() });
/** The access token is not good (any more). */
const TOKEN_REFUSED = new Set([40001, 40014, 42001]);

/**
 * POST /cgi-bin/message/custom/send
 * https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
 *
 * WeChat gives no id of the message, so ours stands for it.
 */
export async function sendWeChat(
  tokens: AccessTokens,
  { settings }: Account<WeChatSettings>,
  message: Outbound,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const first = await tokens.get(settings, signal);
  if ('outcome' in first) return first.outcome;
  const answer = await call(settings, first.token, message, signal);
  if ('fault' in answer) return answer.fault;
  if (!TOKEN_REFUSED.has(codeOf(answer.answer) ?? 0)) return outcomeOf(answer.answer, message);

  // A refused token means that nothing was taken; once with a new one, then it is the operator's matter.
  const second = await tokens.get(settings, signal, first.token);
  if ('outcome' in second) return second.outcome;
  const again = await call(settings, second.token, message, signal);
  return 'fault' in again ? again.fault : outcomeOf(again.answer, message);
}

function call(
  { baseUrl, timeoutMs }: WeChatSettings,
  token: string,
  { to, content }: Outbound,
  signal: AbortSignal,
) {
  return callProvider({
    url: `${baseUrl}/cgi-bin/message/custom/send?access_token=${encodeURIComponent(token)}`,
    headers: { 'content-type': 'application/json' },
    // Letters stand for themselves; WeChat would show escapes as they are written.
    body: JSON.stringify({ touser: to, msgtype: 'text', text: { content: content.text } }),
    timeoutMs,
    signal,
  });
}

function codeOf({ json }: ProviderAnswer): number | undefined {
  return Answer.safeParse(json).data?.errcode;
}

function outcomeOf(answer: ProviderAnswer, { messageId }: Outbound): SendOutcome {
  const { status, headers } = answer;
  if (status < 200 || status >= 300)
    return outcomeFrom(rowForStatus(status), String(status), retryAfterMs(headers, Date.now()));
  const code = codeOf(answer);
  if (code === undefined) return outcomeFrom(SERVER_ERROR, String(status), null);
  if (code === 0) return { outcome: 'accepted', providerId: messageId };
  const known = code === 40014 || code === 42001 ? 40001 : code;
  return outcomeFrom(sharedRow('wechat', { code: known }) ?? REFUSED, String(code), null);
}
