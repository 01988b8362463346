import { z } from 'zod';
import { type Account, type CheckedAccount, ProviderUnavailableError } from '../adapter.js';
import { askProvider } from '../ask-provider.js';
import { sharedRow } from '../shared-errors.js';
import type { ViberSettings } from './settings.js';

const EVENTS = ['delivered', 'seen', 'failed', 'subscribed', 'unsubscribed', 'conversation_started'] as const;
const Answer = z.object({ status: z.int(), name: z.string().optional(), uri: z.string().optional() });

/**
 * POST /pa/set_webhook, https://developers.viber.com/docs/api/rest-bot-api/#setting-a-webhook
 *
 * Viber calls the address at once and gives up unless it is answered 200.
 * @throws ProviderUnavailableError
 */
export async function setWebhook(
  { settings }: Account<ViberSettings>,
  url: string,
  signal: AbortSignal,
): Promise<void> {
  const asked = { url, event_types: EVENTS, send_name: true, send_photo: false };
  await ask(settings, 'set_webhook', asked, signal);
}

/**
 * POST /pa/get_account_info, https://developers.viber.com/docs/api/rest-bot-api/#get-account-info
 * @throws ProviderUnavailableError
 */
export async function check(
  { settings }: Account<ViberSettings>,
  signal: AbortSignal,
): Promise<CheckedAccount> {
  const { name = null, uri } = await ask(settings, 'get_account_info', {}, signal);
  return { name, address: uri === undefined ? null : `viber://pa?chatURI=${uri}` };
}

/** Viber answers 200 to everything; its own status says more. */
async function ask(
  { baseUrl, authToken, timeoutMs }: ViberSettings,
  what: string,
  body: unknown,
  signal: AbortSignal,
) {
  const headers = { 'x-viber-auth-token': authToken, 'content-type': 'application/json' };
  const call = { url: `${baseUrl}/pa/${what}`, headers, body: JSON.stringify(body), timeoutMs, signal };
  const answer = await askProvider('Viber', call, Answer);
  if (answer.status === 0) return answer;
  const known = sharedRow('viber', { code: answer.status });
  throw new ProviderUnavailableError(
    known ? `${known.message} ${known.remedy ?? ''}`.trim() : `Viber answered ${answer.status} to ${what}`,
  );
}
