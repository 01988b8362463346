import { z } from 'zod';
import { type Account, ProviderUnavailableError } from '../adapter.js';
import { askProvider } from '../ask-provider.js';
import { sharedRow } from '../shared-errors.js';
import type { ViberSettings } from './settings.js';

const EVENTS = ['delivered', 'seen', 'failed', 'subscribed', 'unsubscribed', 'conversation_started'] as const;
const Answer = z.object({ status: z.int() });

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
  const { baseUrl, authToken, timeoutMs } = settings;
  const { status } = await askProvider(
    'Viber',
    {
      url: `${baseUrl}/pa/set_webhook`,
      headers: { 'x-viber-auth-token': authToken, 'content-type': 'application/json' },
      body: JSON.stringify({ url, event_types: EVENTS, send_name: true, send_photo: false }),
      timeoutMs,
      signal,
    },
    Answer,
  );
  if (status === 0) return;
  const known = sharedRow('viber', { code: status });
  throw new ProviderUnavailableError(
    known ? `${known.message} ${known.remedy ?? ''}`.trim() : `Viber answered ${status} to set_webhook`,
  );
}
