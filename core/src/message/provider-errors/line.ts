import { type ProviderErrorRow, rejected, rejectedForNow, retry, unknown } from './row.js';
import {
  ASK_FIRST,
  ASK_PROVIDER,
  brokeOff,
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
  unknown({
    ...high,
    code: '500',
    reason: 'provider_error',
    message: brokeOff('LINE'),
    remedy: ASK_FIRST,
    source: RETRY_KEY,
  }),
];
