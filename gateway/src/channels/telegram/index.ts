import type { ChannelAdapter } from '../adapter.js';
import { setWebhook } from './account.js';
import { sendTelegram } from './send.js';
import { TelegramSettings } from './settings.js';
import { telegramParser, verify } from './webhook.js';

/** Telegram Bot API: a bot, or a bot connected to a business account. */
export function telegramAdapter(clock: () => number = Date.now): ChannelAdapter<TelegramSettings> {
  return {
    channel: 'telegram',
    settings: TelegramSettings,
    send: sendTelegram,
    webhook: { verify, parse: telegramParser(clock) },
    setWebhook,
  };
}
