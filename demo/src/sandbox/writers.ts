import type { Writers } from './customer-api.js';
import { writeByMail } from './mail-hook.js';
import { writeByTelegram } from './telegram.js';
import { writeByChat } from './website-chat.js';
import { writeByWhatsApp } from './whatsapp.js';

/** How a customer reaches us, channel by channel. */
export const WRITERS: Writers = {
  whatsapp: writeByWhatsApp,
  telegram: writeByTelegram,
  email: writeByMail,
  website_chat: writeByChat,
};
