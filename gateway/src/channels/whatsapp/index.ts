import type { ChannelAdapter } from '../adapter.js';
import { checkWhatsApp } from './check.js';
import { sendWhatsApp } from './send.js';
import { WhatsAppSettings } from './settings.js';
import { listWhatsAppTemplates } from './templates.js';
import { whatsappWebhook } from './webhook.js';

/** WhatsApp Cloud API. */
export const whatsappAdapter: ChannelAdapter<WhatsAppSettings> = {
  channel: 'whatsapp',
  // https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-list-messages
  capabilities: {
    media: ['image', 'audio', 'video', 'document'],
    // Meta takes no caption beside sound.
    captions: ['image', 'video', 'document'],
    quickReplies: 10,
    receipts: ['delivered', 'read', 'failed'],
  },
  settings: WhatsAppSettings,
  send: sendWhatsApp,
  webhook: whatsappWebhook,
  check: checkWhatsApp,
  listTemplates: listWhatsAppTemplates,
};
