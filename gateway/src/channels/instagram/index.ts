import type { ChannelAdapter } from '../adapter.js';
import { checkProfile } from '../meta/check-profile.js';
import { sendInstagram } from './send.js';
import { InstagramSettings } from './settings.js';
import { instagramWebhook } from './webhook.js';

/** Instagram direct messages of a professional account. */
export const instagramAdapter: ChannelAdapter<InstagramSettings> = {
  channel: 'instagram',
  // https://developers.facebook.com/docs/messenger-platform/instagram/features/quick-replies
  capabilities: {
    media: ['image', 'audio', 'video', 'document'],
    captions: [],
    quickReplies: 13,
    receipts: ['read'],
  },
  settings: InstagramSettings,
  send: sendInstagram,
  check: ({ settings }, signal) => checkProfile('instagram', settings, settings.accountId, signal),
  webhook: instagramWebhook,
};
