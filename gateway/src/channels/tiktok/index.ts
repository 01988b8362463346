import type { ChannelAdapter } from '../adapter.js';
import { granted } from '../granted.js';
import { AccessTokens } from './access-token.js';
import { setWebhook } from './account.js';
import { sendTikTok } from './send.js';
import { TikTokSettings } from './settings.js';
import { tikTokWebhook } from './webhook.js';

/** TikTok Business Messaging. */
export function tikTokAdapter(clock: () => number = Date.now): ChannelAdapter<TikTokSettings> {
  const tokens = new AccessTokens(clock);
  return {
    channel: 'tiktok',
    // https://business-api.tiktok.com/portal/docs?id=1832184403754242
    capabilities: { media: ['image'], captions: [], quickReplies: 0, receipts: ['read'] },
    settings: TikTokSettings,
    send: (account, message, signal) => sendTikTok(tokens, account, message, signal),
    webhook: tikTokWebhook(clock),
    check: async ({ settings }, signal) => granted(await new AccessTokens(clock).get(settings, signal)),
    setWebhook,
  };
}
