import { ATTACHMENT_KINDS } from '@outbound-composer/core/message';
import type { ChannelAdapter } from '../adapter.js';
import { check, setWebhook } from './account.js';
import { sendTelegram } from './send.js';
import { TelegramSettings } from './settings.js';
import { replyToPress, telegramParser, verify } from './webhook.js';

/** Telegram Bot API: a bot, or a bot connected to a business account. */
export function telegramAdapter(clock: () => number = Date.now): ChannelAdapter<TelegramSettings> {
  return {
    channel: 'telegram',
    capabilities: { media: ATTACHMENT_KINDS, captions: ATTACHMENT_KINDS, quickReplies: 10, receipts: [] },
    settings: TelegramSettings,
    send: sendTelegram,
    webhook: { verify, parse: telegramParser(clock), reply: replyToPress },
    check,
    setWebhook,
  };
}
