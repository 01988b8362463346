import { z } from 'zod';
import type { Account, CheckedAccount } from '../adapter.js';
import { askProvider } from '../ask-provider.js';
import type { TelegramSettings } from './settings.js';

/** What `webhook.ts` understands; Telegram sends nothing else then. */
const UPDATES = ['message', 'callback_query', 'my_chat_member'];
const BUSINESS_UPDATES = [
  'business_connection',
  'business_message',
  'deleted_business_messages',
  'callback_query',
];

/**
 * POST /bot{token}/setWebhook, https://core.telegram.org/bots/api#setwebhook
 * @throws ProviderUnavailableError
 */
export async function setWebhook(
  { settings }: Account<TelegramSettings>,
  url: string,
  signal: AbortSignal,
): Promise<void> {
  const { baseUrl, botToken, secretToken, businessConnectionId, timeoutMs } = settings;
  const body = {
    url,
    secret_token: secretToken,
    allowed_updates: businessConnectionId === undefined ? UPDATES : BUSINESS_UPDATES,
  };
  await askProvider(
    'Telegram',
    {
      url: `${baseUrl}/bot${botToken}/setWebhook`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      timeoutMs,
      signal,
    },
    z.object({ ok: z.literal(true) }),
  );
}

const Me = z.object({
  ok: z.literal(true),
  result: z.object({ first_name: z.string(), username: z.string().optional() }),
});

/**
 * GET /bot{token}/getMe, https://core.telegram.org/bots/api#getme
 * @throws ProviderUnavailableError
 */
export async function check(
  { settings }: Account<TelegramSettings>,
  signal: AbortSignal,
): Promise<CheckedAccount> {
  const { baseUrl, botToken, timeoutMs } = settings;
  const url = `${baseUrl}/bot${botToken}/getMe`;
  const { result } = await askProvider('Telegram', { url, method: 'GET', timeoutMs, signal }, Me);
  return { name: result.first_name, address: result.username === undefined ? null : `@${result.username}` };
}
