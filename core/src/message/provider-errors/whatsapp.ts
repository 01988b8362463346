import { days } from '../../policy/instant.js';
import { type FailureText, type ProviderErrorRow, rejected, rejectedForNow, retry, unknown } from './row.js';
import {
  ASK_FIRST,
  ASK_META,
  brokeOff,
  CHECK_ACCOUNT,
  CHECK_ATTACHMENT,
  CHECK_NUMBER,
  CHECK_VALUES,
  CHOOSE_ANOTHER,
  NEW_TOKEN,
  noAccess,
  OTHER_TEMPLATE,
  REPORT,
  SEND_TEMPLATE,
  SHORTEN,
  tooFast,
  tooLong,
  UNTIL_WRITES,
} from './texts.js';

const META = 'https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes';
/** Copies of Meta's list. */
const SDK = 'https://github.com/great-detail/WhatsApp-Nodejs-SDK/blob/main/src/Error.ts';
const BOTBEE = 'https://help.botbee.io/knowledge-base/article/error-codes-reference';
const NISWEY = 'https://niswey.com/knowledge-base/error-codes-meta';
const YCLOUD = 'https://docs.ycloud.com/en/api-reference/guides/whatsapp-platform/handle-whatsapp-errors';
const CHARLES = 'https://help.hello-charles.com/en/articles/304905-understanding-whatsapp-error-codes';
const WOLKVOX = 'https://wolkvox.helpjuice.com/en_US/como-funciona-el-webhook-de-whatsapp';
const LIMITS =
  'https://dev.to/wapgrowai_org/whatsapp-cloud-api-rate-limits-in-practice-throughput-pair-rate-messaging-limits-and-error-codes-1i7k';

const WINDOW_OVER: FailureText = {
  en: 'More than 24 hours have passed since the customer last wrote to this number.',
  de: 'Der Kunde hat dieser Nummer zuletzt vor mehr als 24 Stunden geschrieben.',
};
const UNEXPECTED: FailureText = {
  en: 'WhatsApp could not send the message and gives no reason.',
  de: 'WhatsApp konnte die Nachricht nicht senden und nennt keinen Grund.',
};
const medium = { confidence: 'medium' } as const;

function access(code: string, source: string): ProviderErrorRow {
  return rejected({
    ...medium,
    code,
    reason: 'credentials_refused',
    message: noAccess('WhatsApp'),
    remedy: NEW_TOKEN,
    source,
  });
}

function template(
  code: string,
  message: FailureText,
  remedy: FailureText = OTHER_TEMPLATE,
  source = SDK,
): ProviderErrorRow {
  return rejected({ ...medium, code, reason: 'template_unusable', message, remedy, source });
}

/** WhatsApp Cloud API: the same codes in the answer and in the status webhook; 470 to 472 are the older API's. */
export const whatsappErrors: readonly ProviderErrorRow[] = [
  rejected({
    code: '131047',
    reason: 'window_closed',
    message: WINDOW_OVER,
    remedy: SEND_TEMPLATE,
    source: META,
    confidence: 'high',
  }),
  rejected({
    ...medium,
    code: '470',
    reason: 'window_closed',
    message: WINDOW_OVER,
    remedy: SEND_TEMPLATE,
    source: SDK,
  }),
  rejectedForNow({
    ...medium,
    code: '131049',
    reason: 'marketing_refused',
    message: {
      en: 'Meta held the message back: this customer got enough marketing from businesses lately.',
      de: 'Meta hat die Nachricht zurückgehalten: Dieser Kunde hat zuletzt genug Werbung von Unternehmen bekommen.',
    },
    remedy: {
      en: 'Wait at least {wait}, or write without marketing.',
      de: 'Warten Sie mindestens {wait}, oder schreiben Sie ohne Werbung.',
    },
    afterMs: days(1),
    source: CHARLES,
  }),
  rejected({
    ...medium,
    code: '131050',
    reason: 'opted_out',
    message: {
      en: 'The customer stopped marketing from this business.',
      de: 'Der Kunde hat Werbung von diesem Unternehmen abbestellt.',
    },
    remedy: {
      en: 'Send no more marketing; support messages may still go.',
      de: 'Senden Sie keine Werbung mehr; Supportnachrichten sind weiter möglich.',
    },
    consent: 'opted_out_marketing',
    source: CHARLES,
  }),
  rejected({
    ...medium,
    code: '131026',
    reason: 'recipient_unreachable',
    message: {
      en: 'The message cannot be delivered: the number may not be on WhatsApp, use an old app, or block us.',
      de: 'Die Nachricht ist nicht zustellbar: Die Nummer ist vielleicht nicht bei WhatsApp, nutzt eine alte App oder blockiert uns.',
    },
    remedy: CHOOSE_ANOTHER,
    source: YCLOUD,
  }),
  rejected({
    ...medium,
    code: '131021',
    reason: 'recipient_unreachable',
    message: {
      en: 'Sender and recipient are the same number.',
      de: 'Absender und Empfänger sind dieselbe Nummer.',
    },
    remedy: CHECK_NUMBER,
    source: SDK,
  }),
  rejected({
    ...medium,
    code: '131030',
    reason: 'recipient_unreachable',
    message: {
      en: 'A test number sends only to the numbers on its list.',
      de: 'Eine Testnummer sendet nur an die Nummern auf ihrer Liste.',
    },
    remedy: {
      en: 'The operator must add the number to the list, or leave the test number.',
      de: 'Der Betreiber muss die Nummer in die Liste aufnehmen oder die Testnummer aufgeben.',
    },
    source: META,
  }),
  rejected({
    ...medium,
    code: '130472',
    reason: 'experiment',
    message: {
      en: 'Meta holds marketing back from this number for an experiment.',
      de: 'Meta hält für ein Experiment Werbung von dieser Nummer fern.',
    },
    remedy: UNTIL_WRITES,
    source: WOLKVOX,
  }),
  rejected({
    ...medium,
    code: '130497',
    reason: 'account_restricted',
    message: {
      en: 'Our account may not write to customers in this country.',
      de: 'Unser Konto darf Kunden in diesem Land nicht schreiben.',
    },
    remedy: CHOOSE_ANOTHER,
    source: BOTBEE,
  }),
  rejectedForNow({
    ...medium,
    code: '131048',
    reason: 'account_restricted',
    message: {
      en: 'Too many messages of this number were blocked or reported, so WhatsApp limits it.',
      de: 'Zu viele Nachrichten dieser Nummer wurden blockiert oder gemeldet, deshalb schränkt WhatsApp sie ein.',
    },
    remedy: {
      en: 'Send less for a while; the operator should look at the number’s quality rating.',
      de: 'Senden Sie eine Weile weniger; der Betreiber sollte sich die Qualitätsbewertung der Nummer ansehen.',
    },
    source: NISWEY,
  }),
  retry({
    ...medium,
    code: '131056',
    reason: 'rate_limited',
    message: {
      en: 'Too many messages to this customer in a short time.',
      de: 'Zu viele Nachrichten an diesen Kunden in kurzer Zeit.',
    },
    afterMs: 6_000,
    source: LIMITS,
  }),
  retry({
    ...medium,
    code: '130429',
    reason: 'rate_limited',
    message: tooFast('WhatsApp'),
    afterMs: 1_000,
    source: YCLOUD,
  }),
  retry({
    ...medium,
    code: '80007',
    reason: 'rate_limited',
    message: tooFast('WhatsApp'),
    afterMs: 60_000,
    source: SDK,
  }),
  retry({
    ...medium,
    code: '4',
    reason: 'rate_limited',
    message: tooFast('WhatsApp'),
    afterMs: 60_000,
    source: SDK,
  }),
  retry({
    ...medium,
    code: '131057',
    reason: 'provider_busy',
    message: {
      en: 'Our WhatsApp account is under maintenance at Meta.',
      de: 'Unser WhatsApp-Konto wird bei Meta gerade gewartet.',
    },
    afterMs: 300_000,
    source: META,
  }),
  // Meta says that it failed to send and asks to try again.
  retry({
    ...medium,
    code: '131000',
    reason: 'provider_error',
    message: UNEXPECTED,
    afterMs: 5_000,
    source: YCLOUD,
  }),
  // These say that Meta is down or busy, not that it took nothing.
  unknown({
    ...medium,
    code: '1',
    reason: 'provider_error',
    message: brokeOff('WhatsApp'),
    remedy: ASK_FIRST,
    source: NISWEY,
  }),
  unknown({
    ...medium,
    code: '2',
    reason: 'provider_error',
    message: brokeOff('WhatsApp'),
    remedy: ASK_FIRST,
    source: NISWEY,
  }),
  unknown({
    ...medium,
    code: '131016',
    reason: 'provider_error',
    message: brokeOff('WhatsApp'),
    remedy: ASK_FIRST,
    source: SDK,
  }),
  rejected({
    ...medium,
    code: '131042',
    reason: 'account_restricted',
    message: { en: 'WhatsApp cannot charge our account.', de: 'WhatsApp kann unser Konto nicht belasten.' },
    remedy: {
      en: 'The operator must settle the payment method.',
      de: 'Der Betreiber muss die Zahlungsmethode in Ordnung bringen.',
    },
    source: WOLKVOX,
  }),
  rejected({
    ...medium,
    code: '131031',
    reason: 'account_restricted',
    message: { en: 'Our WhatsApp account is locked.', de: 'Unser WhatsApp-Konto ist gesperrt.' },
    remedy: ASK_META,
    source: WOLKVOX,
  }),
  rejected({
    ...medium,
    code: '368',
    reason: 'account_restricted',
    message: {
      en: 'Our account is blocked for a while for breaking a policy.',
      de: 'Unser Konto ist wegen eines Richtlinienverstoßes vorübergehend gesperrt.',
    },
    remedy: ASK_META,
    source: WOLKVOX,
  }),
  rejected({
    ...medium,
    code: '133010',
    reason: 'account_restricted',
    message: {
      en: 'Our number is not registered with WhatsApp.',
      de: 'Unsere Nummer ist bei WhatsApp nicht registriert.',
    },
    remedy: { en: 'The operator must register it.', de: 'Der Betreiber muss sie registrieren.' },
    source: SDK,
  }),
  rejected({
    ...medium,
    code: '131045',
    reason: 'account_restricted',
    message: {
      en: 'The certificate of our number is not right.',
      de: 'Das Zertifikat unserer Nummer stimmt nicht.',
    },
    remedy: { en: 'The operator must register it again.', de: 'Der Betreiber muss sie neu registrieren.' },
    source: SDK,
  }),
  access('0', NISWEY),
  access('3', BOTBEE),
  access('10', BOTBEE),
  access('190', BOTBEE),
  access('200', BOTBEE),
  access('131005', SDK),
  rejected({
    ...medium,
    code: '33',
    reason: 'request_refused',
    message: { en: 'Our number was deleted at Meta.', de: 'Unsere Nummer wurde bei Meta gelöscht.' },
    remedy: CHECK_ACCOUNT,
    source: NISWEY,
  }),
  rejected({
    ...medium,
    code: '100',
    reason: 'request_refused',
    message: {
      en: 'WhatsApp did not understand the message, or the number is not on WhatsApp.',
      de: 'WhatsApp hat die Nachricht nicht verstanden, oder die Nummer ist nicht bei WhatsApp.',
    },
    remedy: {
      en: 'Check the contact’s number and the values of the template’s variables.',
      de: 'Prüfen Sie die Nummer des Kontakts und die Werte der Vorlagenvariablen.',
    },
    source: YCLOUD,
  }),
  rejected({
    ...medium,
    code: '131008',
    reason: 'request_refused',
    message: {
      en: 'Something that WhatsApp requires was missing from the message.',
      de: 'In der Nachricht fehlte etwas, das WhatsApp verlangt.',
    },
    remedy: CHECK_VALUES,
    source: YCLOUD,
  }),
  rejected({
    ...medium,
    code: '131009',
    reason: 'request_refused',
    message: {
      en: 'WhatsApp does not take a value of the message.',
      de: 'WhatsApp nimmt einen Wert der Nachricht nicht an.',
    },
    remedy: {
      en: 'Check the contact’s number and the values of the template’s variables.',
      de: 'Prüfen Sie die Nummer des Kontakts und die Werte der Vorlagenvariablen.',
    },
    source: SDK,
  }),
  rejected({
    ...medium,
    code: '131001',
    reason: 'content_refused',
    message: tooLong('WhatsApp'),
    remedy: SHORTEN,
    source: SDK,
  }),
  rejected({
    ...medium,
    code: '131051',
    reason: 'content_refused',
    message: {
      en: 'WhatsApp does not support this kind of message.',
      de: 'WhatsApp unterstützt diese Art von Nachricht nicht.',
    },
    remedy: { en: 'Write it as text.', de: 'Schreiben Sie sie als Text.' },
    source: SDK,
  }),
  rejected({
    ...medium,
    code: '131052',
    reason: 'attachment_refused',
    message: {
      en: 'WhatsApp could not fetch the attachment.',
      de: 'WhatsApp konnte den Anhang nicht laden.',
    },
    remedy: CHECK_ATTACHMENT,
    source: SDK,
  }),
  rejected({
    ...medium,
    code: '131053',
    reason: 'attachment_refused',
    message: {
      en: 'WhatsApp could not take the attachment.',
      de: 'WhatsApp konnte den Anhang nicht annehmen.',
    },
    remedy: CHECK_ATTACHMENT,
    source: SDK,
  }),
  template(
    '132000',
    {
      en: 'The number of values does not fit the template.',
      de: 'Die Zahl der Werte passt nicht zur Vorlage.',
    },
    { en: 'Fill in every variable.', de: 'Füllen Sie jede Variable aus.' },
  ),
  template(
    '132001',
    {
      en: 'The template does not exist in this language or is not approved.',
      de: 'Die Vorlage gibt es in dieser Sprache nicht, oder sie ist nicht genehmigt.',
    },
    { en: 'Choose another template or language.', de: 'Wählen Sie eine andere Vorlage oder Sprache.' },
    'https://help.sanoflow.io/meta-messages-error-codes',
  ),
  template(
    '132005',
    { en: 'The filled-in template is too long.', de: 'Die ausgefüllte Vorlage ist zu lang.' },
    { en: 'Shorten the values.', de: 'Kürzen Sie die Werte.' },
  ),
  template('132007', {
    en: 'The template breaks a rule of WhatsApp.',
    de: 'Die Vorlage verstößt gegen eine Regel von WhatsApp.',
  }),
  template(
    '132012',
    {
      en: 'A value does not fit its variable in the template.',
      de: 'Ein Wert passt nicht zu seiner Variable in der Vorlage.',
    },
    CHECK_VALUES,
  ),
  template('132015', {
    en: 'The template is paused for low quality.',
    de: 'Die Vorlage ist wegen schlechter Qualität pausiert.',
  }),
  template('132016', {
    en: 'The template is disabled for good.',
    de: 'Die Vorlage ist endgültig abgeschaltet.',
  }),
  template(
    '132068',
    { en: 'The flow in the template is blocked.', de: 'Der Ablauf (Flow) in der Vorlage ist gesperrt.' },
    REPORT,
  ),
  retry({
    ...medium,
    code: '132069',
    reason: 'rate_limited',
    message: {
      en: 'WhatsApp slows the flow in the template down.',
      de: 'WhatsApp drosselt den Ablauf (Flow) in der Vorlage.',
    },
    afterMs: 3_600_000,
    source: SDK,
  }),
];
