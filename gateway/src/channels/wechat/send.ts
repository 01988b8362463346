import type { Account, Outbound, SendOutcome } from '../adapter.js';
import type { ProviderAnswer } from '../call-provider.js';
import { callWithToken } from '../call-with-token.js';
import type { AccessTokens } from './access-token.js';
import { codeOf, isTokenRefused, refusalOf } from './answer.js';
import { contentOf } from './content.js';
import type { WeChatSettings } from './settings.js';

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
  const { baseUrl, timeoutMs } = settings;
  const call = (path: string, request: { body: string | FormData; headers?: Record<string, string> }) =>
    callWithToken(
      (refused) => tokens.get(settings, signal, refused),
      isTokenRefused,
      (token) => {
        const url = new URL(`${baseUrl}/cgi-bin/${path}`);
        url.searchParams.set('access_token', token);
        return { url: url.href, ...request, timeoutMs, signal };
      },
    );
  const made = await contentOf(message.content, call);
  if ('refused' in made) return made.refused;
  const called = await call('message/custom/send', {
    headers: { 'content-type': 'application/json' },
    // Letters stand for themselves; WeChat would show escapes as they are written.
    body: JSON.stringify({ touser: message.to, ...made.content }),
  });
  return 'outcome' in called ? called.outcome : outcomeOf(called.answer, message);
}

function outcomeOf(answer: ProviderAnswer, { messageId }: Outbound): SendOutcome {
  const isTaken = answer.status >= 200 && answer.status < 300 && codeOf(answer) === 0;
  return isTaken ? { outcome: 'accepted', providerId: messageId } : refusalOf(answer);
}
