import { type FailureText, type ProviderErrorRow, rejected, rejectedForNow, retry, unknown } from './row.js';
import {
  ASK_FIRST,
  ASK_META,
  brokeOff,
  CHOOSE_ANOTHER,
  NEW_TOKEN,
  noAccess,
  notUnderstood,
  REPORT,
  tooFast,
  UNTIL_WRITES,
} from './texts.js';

const MESSENGER =
  'https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes';
const GRAPH_USER = 'https://developers.facebook.com/docs/graph-api/reference/user/';
const MARKETING =
  'https://developers.facebook.com/documentation/business-messaging/messenger-platform/marketing-messages-on-messenger';
const CHANGELOG =
  'https://developers.facebook.com/documentation/business-messaging/messenger-platform/changelog/rss/';

const WINDOW_OVER: FailureText = {
  en: 'The customer has not written within the time in which Meta allows an answer.',
  de: 'Der Kunde hat nicht in der Zeit geschrieben, in der Meta eine Antwort erlaubt.',
};
const NOT_AVAILABLE: FailureText = {
  en: 'This person is not available on Messenger now.',
  de: 'Diese Person ist bei Messenger gerade nicht erreichbar.',
};

const high = { confidence: 'high' } as const;
const medium = { confidence: 'medium' } as const;
const low = { confidence: 'low' } as const;

function tooManyCalls(code: string, source: string): ProviderErrorRow {
  return retry({
    ...medium,
    code,
    reason: 'rate_limited',
    message: tooFast('Messenger'),
    afterMs: 60_000,
    source,
  });
}

/** Messenger Platform, as `code/subcode`, or the code alone. */
export const messengerErrors: readonly ProviderErrorRow[] = [
  // Public code of several authors maps this subcode to the closed window; Meta's page was not seen to name it.
  rejected({
    ...medium,
    code: '10/2018278',
    reason: 'window_closed',
    message: WINDOW_OVER,
    remedy: UNTIL_WRITES,
    source: MESSENGER,
  }),
  rejected({
    ...high,
    code: '10',
    text: /outside of (the )?allowed window/i,
    reason: 'window_closed',
    message: WINDOW_OVER,
    remedy: UNTIL_WRITES,
    source: 'https://github.com/botpress/botpress/issues/4890',
  }),
  rejected({
    ...high,
    code: '10/1893063',
    reason: 'account_restricted',
    message: {
      en: 'Our Page is restricted for a while.',
      de: 'Unsere Seite ist vorübergehend eingeschränkt.',
    },
    remedy: ASK_META,
    source: CHANGELOG,
  }),
  rejected({
    ...medium,
    code: '100/1893061',
    reason: 'request_refused',
    message: {
      en: 'This message tag no longer exists.',
      de: 'Diese Nachrichtenkennzeichnung gibt es nicht mehr.',
    },
    remedy: {
      en: 'A person may answer with HUMAN_AGENT within 7 days; otherwise send a utility template.',
      de: 'Eine Person darf innerhalb von 7 Tagen mit HUMAN_AGENT antworten; sonst senden Sie eine Utility-Vorlage.',
    },
    source: 'https://github.com/chatwoot/chatwoot/issues/14669',
  }),
  rejected({
    ...low,
    code: '100/2018001',
    reason: 'recipient_unreachable',
    message: { en: 'Messenger knows no such person.', de: 'Messenger kennt diese Person nicht.' },
    remedy: CHOOSE_ANOTHER,
    source: MESSENGER,
  }),
  rejected({
    ...low,
    code: '100',
    reason: 'request_refused',
    message: notUnderstood('Messenger'),
    remedy: REPORT,
    source: GRAPH_USER,
  }),
  rejected({
    ...medium,
    code: '551',
    reason: 'recipient_unreachable',
    message: NOT_AVAILABLE,
    remedy: CHOOSE_ANOTHER,
    source: MESSENGER,
  }),
  rejected({
    ...medium,
    code: '551/1545041',
    reason: 'recipient_unreachable',
    message: NOT_AVAILABLE,
    remedy: CHOOSE_ANOTHER,
    source: MESSENGER,
  }),
  rejectedForNow({
    ...high,
    code: '2300052',
    reason: 'marketing_refused',
    message: {
      en: 'It is too soon after the last marketing message to this customer.',
      de: 'Die letzte Werbenachricht an diesen Kunden ist noch zu frisch.',
    },
    remedy: { en: 'Wait, or write without marketing.', de: 'Warten Sie, oder schreiben Sie ohne Werbung.' },
    source: MARKETING,
  }),
  rejected({
    ...high,
    code: '2/2018344',
    reason: 'terms_required',
    message: {
      en: 'Our Page has not accepted Meta’s terms for labels.',
      de: 'Unsere Seite hat Metas Bedingungen für Labels nicht angenommen.',
    },
    remedy: {
      en: 'The admin of the Page must accept them.',
      de: 'Der Administrator der Seite muss sie annehmen.',
    },
    source: MESSENGER,
  }),
  tooManyCalls('4', MESSENGER),
  tooManyCalls('613', GRAPH_USER),
  tooManyCalls('80006', GRAPH_USER),
  rejected({
    ...high,
    code: '190',
    reason: 'credentials_refused',
    message: noAccess('Meta'),
    remedy: NEW_TOKEN,
    source: MESSENGER,
  }),
  rejected({
    ...medium,
    code: '200',
    reason: 'credentials_refused',
    message: noAccess('Meta'),
    remedy: NEW_TOKEN,
    source: GRAPH_USER,
  }),
  rejected({
    ...medium,
    code: '368',
    reason: 'account_restricted',
    message: {
      en: 'Meta takes the message for abuse and refuses it.',
      de: 'Meta hält die Nachricht für Missbrauch und lehnt sie ab.',
    },
    remedy: ASK_META,
    source: GRAPH_USER,
  }),
  unknown({
    ...high,
    code: '2',
    reason: 'provider_error',
    message: {
      en: 'Meta broke off with an error; the customer may also have blocked the Page.',
      de: 'Meta hat mit einem Fehler abgebrochen; der Kunde kann auch die Seite blockiert haben.',
    },
    remedy: ASK_FIRST,
    source: MESSENGER,
  }),
  // "The messages are all sent successfully, but the endpoint returns an error."
  unknown({
    ...high,
    code: '1',
    reason: 'provider_error',
    message: brokeOff('Meta'),
    remedy: ASK_FIRST,
    source: MESSENGER,
  }),
];

const INSTAGRAM = 'https://github.com/ComposioHQ/composio/issues/3604';

/** Instagram messaging. Match code and subcode: the HTTP status differs between the two hosts. */
export const instagramErrors: readonly ProviderErrorRow[] = [
  rejected({
    ...medium,
    code: '10/2534022',
    reason: 'window_closed',
    message: WINDOW_OVER,
    remedy: UNTIL_WRITES,
    source: INSTAGRAM,
  }),
  rejected({
    ...low,
    code: '10/2534014',
    reason: 'recipient_unreachable',
    message: {
      en: 'This person was not found or has blocked us.',
      de: 'Diese Person wurde nicht gefunden oder hat uns blockiert.',
    },
    remedy: CHOOSE_ANOTHER,
    source: INSTAGRAM,
  }),
  rejected({
    ...low,
    code: '10/2534001',
    reason: 'thread_deleted',
    message: {
      en: 'The conversation was archived or deleted.',
      de: 'Die Unterhaltung wurde archiviert oder gelöscht.',
    },
    remedy: { en: 'Wait until the customer writes again.', de: 'Warten Sie, bis der Kunde wieder schreibt.' },
    source: INSTAGRAM,
  }),
  rejected({
    ...low,
    code: '10/2534025',
    reason: 'request_refused',
    message: {
      en: 'The one private reply to this comment was already used.',
      de: 'Die eine private Antwort auf diesen Kommentar ist schon verbraucht.',
    },
    remedy: { en: 'Wait until the customer writes.', de: 'Warten Sie, bis der Kunde schreibt.' },
    source: INSTAGRAM,
  }),
  retry({
    ...low,
    code: '10/2534013',
    reason: 'rate_limited',
    message: {
      en: 'Too many private replies in an hour.',
      de: 'Zu viele private Antworten in einer Stunde.',
    },
    afterMs: 3_600_000,
    source: INSTAGRAM,
  }),
  unknown({
    ...low,
    code: '10/1545133',
    reason: 'provider_error',
    message: brokeOff('Instagram'),
    remedy: ASK_FIRST,
    source: INSTAGRAM,
  }),
  rejected({
    ...medium,
    code: '190',
    reason: 'credentials_refused',
    message: noAccess('Meta'),
    remedy: NEW_TOKEN,
    source: GRAPH_USER,
  }),
  retry({
    ...medium,
    code: '613',
    reason: 'rate_limited',
    message: tooFast('Instagram'),
    afterMs: 60_000,
    source: GRAPH_USER,
  }),
];
