import type { ChannelAdapter } from '../adapter.js';
import { granted } from '../granted.js';
import { AccessTokens } from './access-token.js';
import { sendWeChat } from './send.js';
import { WeChatSettings } from './settings.js';
import { weChatWebhook } from './webhook.js';

/** WeChat official account: customer-service messages. */
export function weChatAdapter(clock: () => number = Date.now): ChannelAdapter<WeChatSettings> {
  const tokens = new AccessTokens(clock);
  return {
    channel: 'wechat',
    // A video needs a still picture of its own, which nobody has given us.
    capabilities: { media: ['image', 'audio'], captions: [], quickReplies: 0, receipts: [] },
    settings: WeChatSettings,
    send: (account, message, signal) => sendWeChat(tokens, account, message, signal),
    webhook: weChatWebhook(clock),
    check: async ({ settings }, signal) => granted(await new AccessTokens(clock).get(settings, signal)),
  };
}
