import type { ChannelAdapter } from '../adapter.js';
import { setWebhook } from './account.js';
import { sendViber } from './send.js';
import { ViberSettings } from './settings.js';
import { parse, verify } from './webhook.js';

/** Viber bot, REST bot API. */
export const viberAdapter: ChannelAdapter<ViberSettings> = {
  channel: 'viber',
  settings: ViberSettings,
  send: sendViber,
  webhook: { verify, parse },
  setWebhook,
};
