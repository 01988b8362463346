import type { ChannelAdapter } from '../adapter.js';
import { check, monthlyUsage, setWebhook } from './account.js';
import { sendLine } from './send.js';
import { LineSettings } from './settings.js';
import { parse, verify } from './webhook.js';

/** LINE official account, Messaging API. */
export const lineAdapter: ChannelAdapter<LineSettings> = {
  channel: 'line',
  // A video needs a still picture, and sound its length, which nobody has told us. A picture stands for its own
  // preview, of which LINE takes a million bytes. https://developers.line.biz/en/reference/messaging-api/#image-message
  // https://developers.line.biz/en/docs/messaging-api/using-quick-reply/
  capabilities: {
    media: ['image'],
    captions: [],
    quickReplies: 13,
    receipts: [],
    fetchesMedia: true,
    mostBytes: { image: 1_000_000 },
  },
  settings: LineSettings,
  send: sendLine,
  webhook: { verify, parse },
  monthlyUsage,
  check,
  setWebhook,
};
