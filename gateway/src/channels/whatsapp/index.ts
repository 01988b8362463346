import type { ChannelAdapter } from '../adapter.js';
import { sendWhatsApp } from './send.js';
import { WhatsAppSettings } from './settings.js';
import { listWhatsAppTemplates } from './templates.js';
import { challenge, parse, verify } from './webhook.js';

/** WhatsApp Cloud API. */
export const whatsappAdapter: ChannelAdapter<WhatsAppSettings> = {
  channel: 'whatsapp',
  settings: WhatsAppSettings,
  send: sendWhatsApp,
  webhook: { challenge, verify, parse },
  listTemplates: listWhatsAppTemplates,
};
