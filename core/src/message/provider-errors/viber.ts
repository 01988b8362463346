import { type FailureText, type ProviderErrorRow, rejected, rejectedForNow, retry } from './row.js';
import {
  ASK_PROVIDER,
  CHECK_ACCOUNT,
  CHOOSE_ANOTHER,
  NEW_TOKEN,
  noAccess,
  notUnderstood,
  REPORT,
  tooFast,
  UNTIL_WRITES,
} from './texts.js';

const CREATORS = 'https://creators.viber.com/docs/bots-api/errors';
/** The whole table; seen as it is copied into several client libraries. */
const REST = 'https://developers.viber.com/docs/api/rest-bot-api/';
const high = { confidence: 'high', source: CREATORS } as const;
const medium = { confidence: 'medium', source: REST } as const;

const ACCOUNT_CLOSED: FailureText = {
  en: 'Viber has blocked or suspended our bot.',
  de: 'Viber hat unseren Bot gesperrt oder ausgesetzt.',
};

/** Viber bots: `status` of the answer, which comes with HTTP 200. */
export const viberErrors: readonly ProviderErrorRow[] = [
  rejected({
    ...high,
    code: '1',
    reason: 'request_refused',
    message: { en: 'Viber cannot reach our webhook.', de: 'Viber erreicht unseren Webhook nicht.' },
    remedy: { en: 'The operator must check its address.', de: 'Der Betreiber muss seine Adresse prüfen.' },
  }),
  rejected({
    ...high,
    code: '2',
    reason: 'credentials_refused',
    message: noAccess('Viber'),
    remedy: NEW_TOKEN,
  }),
  rejected({
    ...high,
    code: '3',
    reason: 'request_refused',
    message: notUnderstood('Viber'),
    remedy: {
      en: 'Shorten it or leave out what is unusual.',
      de: 'Kürzen Sie sie, oder lassen Sie Ungewöhnliches weg.',
    },
  }),
  rejected({
    ...high,
    code: '4',
    reason: 'request_refused',
    message: {
      en: 'Something that Viber requires was missing from the message.',
      de: 'In der Nachricht fehlte etwas, das Viber verlangt.',
    },
    remedy: REPORT,
  }),
  rejected({
    ...medium,
    code: '5',
    reason: 'recipient_unreachable',
    message: {
      en: 'The customer is not registered with Viber.',
      de: 'Der Kunde ist bei Viber nicht angemeldet.',
    },
    remedy: CHOOSE_ANOTHER,
  }),
  rejected({
    ...medium,
    code: '6',
    reason: 'recipient_unreachable',
    message: {
      en: 'The customer has not subscribed to the bot, or left it.',
      de: 'Der Kunde hat den Bot nicht abonniert oder verlassen.',
    },
    remedy: UNTIL_WRITES,
  }),
  rejected({
    ...medium,
    code: '7',
    reason: 'account_restricted',
    message: ACCOUNT_CLOSED,
    remedy: ASK_PROVIDER,
  }),
  rejected({
    ...medium,
    code: '8',
    reason: 'credentials_refused',
    message: { en: 'Viber knows no bot with our token.', de: 'Viber kennt keinen Bot mit unserem Token.' },
    remedy: NEW_TOKEN,
  }),
  rejected({
    ...medium,
    code: '9',
    reason: 'account_restricted',
    message: ACCOUNT_CLOSED,
    remedy: ASK_PROVIDER,
  }),
  rejected({
    ...medium,
    code: '10',
    reason: 'account_restricted',
    message: { en: 'Our bot has no webhook set.', de: 'Für unseren Bot ist kein Webhook gesetzt.' },
    remedy: CHECK_ACCOUNT,
  }),
  rejected({
    ...medium,
    code: '11',
    reason: 'recipient_unreachable',
    message: {
      en: 'The customer’s device or Viber app cannot take messages of bots.',
      de: 'Das Gerät oder die Viber-App des Kunden kann keine Nachrichten von Bots empfangen.',
    },
    remedy: CHOOSE_ANOTHER,
  }),
  retry({ ...medium, code: '12', reason: 'rate_limited', message: tooFast('Viber'), afterMs: 1_000 }),
  rejected({
    ...medium,
    code: '13',
    reason: 'content_refused',
    message: {
      en: 'The customer’s Viber app is too old for this kind of message.',
      de: 'Die Viber-App des Kunden ist zu alt für diese Art von Nachricht.',
    },
    remedy: { en: 'Write it as plain text.', de: 'Schreiben Sie sie als einfachen Text.' },
  }),
  rejected({
    ...medium,
    code: '15',
    reason: 'account_restricted',
    message: { en: 'Our bot is not authorized for this.', de: 'Unser Bot ist dafür nicht freigeschaltet.' },
    remedy: ASK_PROVIDER,
  }),
  rejected({
    ...medium,
    code: '21',
    reason: 'recipient_unreachable',
    message: {
      en: 'Viber does not carry this message into the customer’s country.',
      de: 'Viber stellt diese Nachricht im Land des Kunden nicht zu.',
    },
    remedy: CHOOSE_ANOTHER,
  }),
  rejectedForNow({
    ...medium,
    code: '23',
    reason: 'terms_required',
    message: {
      en: 'This month’s free bot-initiated messages are used up.',
      de: 'Die kostenlosen vom Bot begonnenen Nachrichten dieses Monats sind verbraucht.',
    },
    remedy: {
      en: 'The operator must accept Viber’s commercial terms; or wait until the customer writes.',
      de: 'Der Betreiber muss Vibers kommerzielle Bedingungen annehmen; oder warten Sie, bis der Kunde schreibt.',
    },
  }),
  rejectedForNow({
    ...medium,
    code: '24',
    reason: 'account_restricted',
    message: { en: 'Our balance with Viber is used up.', de: 'Unser Guthaben bei Viber ist verbraucht.' },
    remedy: {
      en: 'The operator must top it up; or wait until the customer writes.',
      de: 'Der Betreiber muss es auffüllen; oder warten Sie, bis der Kunde schreibt.',
    },
  }),
];
