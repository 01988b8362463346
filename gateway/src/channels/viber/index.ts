import type { ChannelAdapter } from '../adapter.js';
import { check, setWebhook } from './account.js';
import { sendViber } from './send.js';
import { ViberSettings } from './settings.js';
import { parse, verify } from './webhook.js';

/** Viber bot, REST bot API. */
export const viberAdapter: ChannelAdapter<ViberSettings> = {
  channel: 'viber',
  // https://developers.viber.com/docs/api/rest-bot-api/#message-types
  // https://developers.viber.com/docs/tools/keyboards/
  capabilities: {
    media: ['image', 'audio', 'video', 'document'],
    captions: ['image'],
    quickReplies: 10,
    receipts: ['delivered', 'read', 'failed'],
    fetchesMedia: true,
  },
  settings: ViberSettings,
  send: sendViber,
  webhook: { verify, parse },
  check,
  setWebhook,
};
