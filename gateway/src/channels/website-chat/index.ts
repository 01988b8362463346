import { ATTACHMENT_KINDS } from '@outbound-composer/core/message';
import type { ChannelAdapter } from '../adapter.js';
import { WebsiteChatSettings } from './settings.js';

/**
 * The gateway's own chat. There is no provider: a stored message is in the visitor's stream, so it is handed
 * over as soon as it is sent. The visitor's side lives in `http/chat`.
 */
export const websiteChatAdapter: ChannelAdapter<WebsiteChatSettings> = {
  channel: 'website_chat',
  capabilities: {
    media: ATTACHMENT_KINDS,
    captions: ATTACHMENT_KINDS,
    quickReplies: 0,
    receipts: ['delivered', 'read'],
  },
  settings: WebsiteChatSettings,
  async send(_account, message) {
    return { outcome: 'accepted', providerId: message.messageId };
  },
};
