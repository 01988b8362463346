import type { ChannelAdapter } from '../adapter.js';
import { check, monthlyUsage, setWebhook } from './account.js';
import { sendLine } from './send.js';
import { LineSettings } from './settings.js';
import { parse, verify } from './webhook.js';

/** LINE official account, Messaging API. */
export const lineAdapter: ChannelAdapter<LineSettings> = {
  channel: 'line',
  // https://developers.line.biz/en/docs/messaging-api/using-quick-reply/
  capabilities: { media: [], captions: false, quickReplies: 13, receipts: [] },
  settings: LineSettings,
  send: sendLine,
  webhook: { verify, parse },
  monthlyUsage,
  check,
  setWebhook,
};
