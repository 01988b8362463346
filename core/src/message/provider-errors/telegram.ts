import { type ProviderErrorRow, rejected, retry } from './row.js';
import {
  CHOOSE_ANOTHER,
  NEW_TOKEN,
  noAccess,
  notUnderstood,
  REPORT,
  SHORTEN,
  tooFast,
  tooLong,
} from './texts.js';

/** Wordings seen in the wild; Telegram documents none, only that they may change. */
const SEEN = 'https://github.com/vrumger/telegram-errors';
const API = 'https://core.telegram.org/bots/api#making-requests';
const medium = { confidence: 'medium', source: SEEN } as const;

/** Telegram: `error_code` and words of `description`. */
export const telegramErrors: readonly ProviderErrorRow[] = [
  rejected({
    ...medium,
    code: '403',
    text: /blocked by the user/i,
    reason: 'blocked_by_contact',
    message: { en: 'The customer has blocked the bot.', de: 'Der Kunde hat den Bot blockiert.' },
    remedy: {
      en: 'Choose another channel; only the customer can unblock it.',
      de: 'Wählen Sie einen anderen Kanal; nur der Kunde kann die Blockade aufheben.',
    },
    consent: 'blocked',
  }),
  rejected({
    ...medium,
    code: '403',
    text: /user is deactivated/i,
    reason: 'recipient_unreachable',
    message: {
      en: 'The customer’s Telegram account was deleted.',
      de: 'Das Telegram-Konto des Kunden wurde gelöscht.',
    },
    remedy: CHOOSE_ANOTHER,
    consent: 'blocked',
  }),
  rejected({
    ...medium,
    code: '403',
    text: /can't initiate conversation/i,
    reason: 'recipient_unreachable',
    message: { en: 'The customer has never started the bot.', de: 'Der Kunde hat den Bot nie gestartet.' },
    remedy: {
      en: 'Choose another channel, or ask the customer to start the bot.',
      de: 'Wählen Sie einen anderen Kanal, oder bitten Sie den Kunden, den Bot zu starten.',
    },
  }),
  rejected({
    ...medium,
    code: '403',
    reason: 'recipient_unreachable',
    message: {
      en: 'Telegram does not let the bot write to this customer.',
      de: 'Telegram lässt den Bot diesem Kunden nicht schreiben.',
    },
    remedy: CHOOSE_ANOTHER,
  }),
  rejected({
    ...medium,
    code: '400',
    text: /chat not found|PEER_ID_INVALID|user not found/i,
    reason: 'recipient_unreachable',
    message: { en: 'Telegram knows no such chat.', de: 'Telegram kennt diesen Chat nicht.' },
    remedy: {
      en: 'Check the contact’s Telegram id, or choose another channel.',
      de: 'Prüfen Sie die Telegram-ID des Kontakts, oder wählen Sie einen anderen Kanal.',
    },
  }),
  rejected({
    ...medium,
    code: '400',
    text: /BUSINESS_(PEER|CONNECTION)|business connection/i,
    reason: 'account_restricted',
    message: {
      en: 'The business connection does not let the bot write in this chat.',
      de: 'Die Business-Verbindung lässt den Bot in diesem Chat nicht schreiben.',
    },
    remedy: {
      en: 'The bot may answer only chats of the last 24 hours; the operator should check its rights.',
      de: 'Der Bot darf nur in Chats der letzten 24 Stunden antworten; der Betreiber sollte seine Rechte prüfen.',
    },
    source: 'https://core.telegram.org/bots/api#businessbotrights',
  }),
  rejected({
    ...medium,
    code: '400',
    text: /message is too long|caption is too long/i,
    reason: 'content_refused',
    message: tooLong('Telegram'),
    remedy: SHORTEN,
  }),
  rejected({
    ...medium,
    code: '400',
    text: /must be non-empty|text is empty/i,
    reason: 'content_refused',
    message: { en: 'The message is empty.', de: 'Die Nachricht ist leer.' },
    remedy: { en: 'Write something.', de: 'Schreiben Sie etwas.' },
  }),
  rejected({
    ...medium,
    code: '400',
    reason: 'request_refused',
    message: notUnderstood('Telegram'),
    remedy: REPORT,
  }),
  rejected({
    ...medium,
    code: '401',
    reason: 'credentials_refused',
    message: noAccess('Telegram'),
    remedy: NEW_TOKEN,
    source: API,
  }),
  rejected({
    ...medium,
    code: '404',
    reason: 'credentials_refused',
    message: { en: 'Telegram knows no such bot.', de: 'Telegram kennt diesen Bot nicht.' },
    remedy: NEW_TOKEN,
    source: API,
  }),
  retry({
    confidence: 'high',
    code: '429',
    reason: 'rate_limited',
    message: tooFast('Telegram'),
    afterMs: 1_000,
    source: 'https://core.telegram.org/bots/faq.md',
  }),
];
