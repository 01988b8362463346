import { type ProviderErrorRow, rejected, rejectedForNow, retry, unknown } from './row.js';
import {
  ASK_PROVIDER,
  CHOOSE_ANOTHER,
  NEW_TOKEN,
  noAccess,
  notUnderstood,
  REPORT,
  tooFast,
} from './texts.js';

const QUOTA = 'https://github.com/line/line-bot-sdk-java/issues/426';
const REFERENCE = 'https://developers.line.biz/en/reference/messaging-api/nojs';
const RETRY_KEY = 'https://developers.line.biz/en/docs/messaging-api/retrying-api-request';
const high = { confidence: 'high' } as const;
const medium = { confidence: 'medium' } as const;

/** LINE: HTTP status, and where one stands for several errors the message. */
export const lineErrors: readonly ProviderErrorRow[] = [
  rejectedForNow({
    ...high,
    code: '429',
    text: /monthly limit/i,
    reason: 'quota_exhausted',
    message: {
      en: 'The messages of our LINE plan are used up for this month.',
      de: 'Die Nachrichten unseres LINE-Tarifs sind für diesen Monat verbraucht.',
    },
    remedy: {
      en: 'Choose another channel, or wait until the next month.',
      de: 'Wählen Sie einen anderen Kanal, oder warten Sie bis zum nächsten Monat.',
    },
    source: QUOTA,
  }),
  retry({
    ...high,
    code: '429',
    reason: 'rate_limited',
    message: tooFast('LINE'),
    afterMs: 1_000,
    source: REFERENCE,
  }),
  rejected({
    ...medium,
    code: '400',
    text: /property, '?to'?|failed to send messages/i,
    reason: 'recipient_unreachable',
    message: {
      en: 'LINE knows no such user of our account.',
      de: 'LINE kennt bei unserem Konto keinen solchen Nutzer.',
    },
    remedy: CHOOSE_ANOTHER,
    source: REFERENCE,
  }),
  rejected({
    ...medium,
    code: '400',
    text: /invalid reply token/i,
    reason: 'request_refused',
    message: {
      en: 'The token for a free reply was used or has run out.',
      de: 'Das Token für eine kostenlose Antwort ist benutzt oder abgelaufen.',
    },
    remedy: {
      en: 'Send it as a push message, which counts against the plan.',
      de: 'Senden Sie sie als Push-Nachricht, die auf den Tarif angerechnet wird.',
    },
    source: 'https://github.com/cofacts/rumors-line-bot/issues/154',
  }),
  rejected({
    ...medium,
    code: '400',
    reason: 'request_refused',
    message: notUnderstood('LINE'),
    remedy: REPORT,
    source: REFERENCE,
  }),
  rejected({
    ...medium,
    code: '401',
    reason: 'credentials_refused',
    message: noAccess('LINE'),
    remedy: NEW_TOKEN,
    source: REFERENCE,
  }),
  rejected({
    ...medium,
    code: '403',
    reason: 'account_restricted',
    message: {
      en: 'Our LINE account or its plan may not do this.',
      de: 'Unser LINE-Konto oder sein Tarif darf das nicht.',
    },
    remedy: ASK_PROVIDER,
    source: REFERENCE,
  }),
  // The retry key was accepted before: the message is LINE's already.
  {
    ...unknown({
      ...high,
      code: '409',
      reason: 'duplicate',
      message: {
        en: 'LINE had already taken this message.',
        de: 'LINE hatte diese Nachricht schon angenommen.',
      },
      remedy: { en: 'Do not send it again.', de: 'Senden Sie sie nicht noch einmal.' },
      source: RETRY_KEY,
    }),
    retriable: false,
  },
  // Safe although LINE may have taken it: the retry key keeps LINE from taking it twice.
  retry({
    ...high,
    code: '500',
    reason: 'provider_error',
    message: { en: 'LINE broke off with an error.', de: 'LINE hat mit einem Fehler abgebrochen.' },
    afterMs: 2_000,
    source: RETRY_KEY,
  }),
];
