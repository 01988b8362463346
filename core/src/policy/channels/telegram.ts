import { hours } from '../instant.js';
import { ALWAYS, channelRules, rule } from '../rule.js';

const checkedOn = '2026-11-23';

/** Telegram bots and Business connections. */
export const telegram = channelRules('telegram', [
  rule({
    id: 'telegram.window',
    validFrom: ALWAYS,
    validTo: null,
    says: { window: 'none', firstContact: 'refused' },
    sources: [
      {
        title: 'Telegram errors, collected',
        url: 'https://github.com/vrumger/telegram-errors',
        saysOn: null,
        confidence: 'medium',
      },
    ],
    checkedOn,
    notes: [
      'No window once the contact has started the bot. Before, Telegram answers 403 "bot can\'t initiate conversation with a user".',
    ],
  }),
  rule({
    id: 'telegram.business_connection',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      window: { message: { lasts: hours(24) } },
      firstContact: 'refused',
      accounts: 'businessConnection',
    },
    sources: [
      {
        title: 'aiogram: BusinessConnection (from the Bot API)',
        url: 'https://docs.aiogram.dev/en/v3.20.0/api/types/business_connection.html',
        saysOn: '2025-04-11',
        confidence: 'high',
      },
    ],
    checkedOn,
    notes: ['A Business connection may act only in chats that were active in the last 24 hours.'],
  }),
]);
