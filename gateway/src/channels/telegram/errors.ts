import { type ErrorRow, RATE_LIMITED, rowForStatus } from '../error-table.js';

/** Wordings seen in the wild; Telegram documents none, only that they may change. */
const SEEN = 'https://github.com/vrumger/telegram-errors';
const API = 'https://core.telegram.org/bots/api#making-requests';
const refused = { outcome: 'rejected', retriable: false, source: SEEN } as const;

/** Telegram errors by status and wording, the first that fits. */
export const TELEGRAM_ERRORS: readonly { status: number; description: RegExp; row: ErrorRow }[] = [
  {
    status: 403,
    description: /bot was blocked by the user/i,
    row: {
      ...refused,
      reason: 'blocked_by_contact',
      message: 'The customer has blocked the bot.',
      remedy: 'Choose another channel; the customer can only unblock it themselves.',
      consent: 'blocked',
    },
  },
  {
    status: 403,
    description: /user is deactivated/i,
    row: {
      ...refused,
      reason: 'recipient_unreachable',
      message: 'The customer’s Telegram account was deleted.',
      remedy: 'Choose another channel.',
      consent: 'blocked',
    },
  },
  {
    status: 403,
    description: /can't initiate conversation/i,
    row: {
      ...refused,
      reason: 'recipient_unreachable',
      message: 'The customer has never started the bot.',
      remedy: 'Choose another channel, or ask the customer to start the bot.',
    },
  },
  {
    status: 403,
    description: /.*/,
    row: {
      ...refused,
      reason: 'recipient_unreachable',
      message: 'Telegram does not let the bot write to this customer.',
      remedy: 'Choose another channel.',
    },
  },
  {
    status: 400,
    description: /chat not found|PEER_ID_INVALID|user not found/i,
    row: {
      ...refused,
      reason: 'recipient_unreachable',
      message: 'Telegram knows no such chat.',
      remedy: 'Check the contact’s Telegram id, or choose another channel.',
    },
  },
  {
    status: 400,
    description: /BUSINESS_(PEER|CONNECTION)|business connection/i,
    row: {
      ...refused,
      reason: 'account_restricted',
      message: 'The business connection does not let the bot write in this chat.',
      remedy:
        'The bot may answer only chats of the last 24 hours; check its rights in the Telegram Business settings.',
      source: 'https://core.telegram.org/bots/api#businessconnection',
    },
  },
  {
    status: 400,
    description: /message is too long|text must be non-empty|message text is empty|can't parse entities/i,
    row: {
      ...refused,
      reason: 'content_refused',
      message: 'Telegram does not take this text.',
      remedy: 'Shorten it; 4096 characters fit into one message.',
    },
  },
  {
    status: 401,
    description: /.*/,
    row: {
      ...refused,
      reason: 'credentials_refused',
      message: 'The bot token is not valid.',
      remedy: 'Renew the bot token of this account.',
      source: API,
    },
  },
  {
    status: 404,
    description: /.*/,
    row: {
      ...refused,
      reason: 'credentials_refused',
      message: 'Telegram knows no such bot.',
      remedy: 'Check the bot token and baseUrl of this account.',
      source: API,
    },
  },
  {
    status: 429,
    description: /.*/,
    row: {
      ...RATE_LIMITED,
      afterMs: 1_000,
      source: 'https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this',
    },
  },
];

export function telegramError(status: number, description: string): ErrorRow {
  const known = TELEGRAM_ERRORS.find((one) => one.status === status && one.description.test(description));
  return known?.row ?? rowForStatus(status);
}
