import { z } from 'zod';
import { type Account, ProviderUnavailableError } from '../adapter.js';
import { askProvider } from '../ask-provider.js';
import type { TikTokSettings } from './settings.js';

/**
 * POST /open_api/{version}/business/webhook/update/, for all business accounts of the app.
 * @throws ProviderUnavailableError
 */
export async function setWebhook(
  { settings }: Account<TikTokSettings>,
  url: string,
  signal: AbortSignal,
): Promise<void> {
  const { baseUrl, version, appId, appSecret, timeoutMs } = settings;
  const { code } = await askProvider(
    'TikTok',
    {
      url: `${baseUrl}/open_api/${version}/business/webhook/update/`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        app_id: appId,
        secret: appSecret,
        event_type: 'DIRECT_MESSAGE',
        callback_url: url,
      }),
      timeoutMs,
      signal,
    },
    z.object({ code: z.int() }),
  );
  if (code !== 0) throw new ProviderUnavailableError(`TikTok answered ${code} to webhook/update`);
}
