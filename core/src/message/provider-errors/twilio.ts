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
  REWORD,
  SEND_TEMPLATE,
  SHORTEN,
  tooFast,
  tooLong,
  UNTIL_WRITES,
} from './texts.js';

const WIKI = 'https://github.com/TundraSoft/tundra-connect/wiki/Twilio-Errors';
/** Twilio's own table from WhatsApp's codes to its own. */
const MAPPING = 'https://www.twilio.com/docs/whatsapp/tutorial/error-codes';
const page = (code: string): string => `https://www.twilio.com/docs/api/errors/${code}`;

/** The page of the code was read. */
const high = (code: string) => ({ code, source: page(code), confidence: 'high' as const });
const wiki = (code: string) => ({ code, source: WIKI, confidence: 'medium' as const });
const mapped = (code: string) => ({ code, source: MAPPING, confidence: 'medium' as const });
/** The page of the code exists; what it says was not seen. */
const unseen = (code: string) => ({ code, source: page(code), confidence: 'unverified' as const });

const NO_SMS: FailureText = { en: 'The number takes no SMS.', de: 'Die Nummer empfängt keine SMS.' };

/** Twilio, for SMS and for the channels it carries: error code of the answer or of the status callback. */
export const twilioErrors: readonly ProviderErrorRow[] = [
  rejected({
    ...high('21610'),
    reason: 'opted_out',
    message: {
      en: 'The customer sent STOP to this number.',
      de: 'Der Kunde hat an diese Nummer STOP gesendet.',
    },
    remedy: {
      en: 'Choose another channel; only START from the customer opens this one.',
      de: 'Wählen Sie einen anderen Kanal; nur ein START des Kunden öffnet diesen wieder.',
    },
    consent: 'opted_out',
  }),
  rejected({
    ...wiki('21211'),
    reason: 'recipient_unreachable',
    message: { en: 'The phone number is not valid.', de: 'Die Telefonnummer ist ungültig.' },
    remedy: CHECK_NUMBER,
  }),
  rejected({
    ...wiki('21408'),
    reason: 'account_restricted',
    message: {
      en: 'Our account may not send to this country.',
      de: 'Unser Konto darf nicht in dieses Land senden.',
    },
    remedy: {
      en: 'The operator must allow the country; or choose another channel.',
      de: 'Der Betreiber muss das Land freigeben; oder wählen Sie einen anderen Kanal.',
    },
  }),
  rejected({
    ...wiki('21606'),
    reason: 'account_restricted',
    message: { en: 'Our number cannot send SMS.', de: 'Unsere Nummer kann keine SMS senden.' },
    remedy: CHECK_ACCOUNT,
  }),
  rejected({
    ...wiki('21608'),
    reason: 'account_restricted',
    message: {
      en: 'A trial account sends to verified numbers only.',
      de: 'Ein Testkonto sendet nur an bestätigte Nummern.',
    },
    remedy: { en: 'The operator must leave the trial.', de: 'Der Betreiber muss das Testkonto umstellen.' },
  }),
  rejected({
    ...wiki('21612'),
    reason: 'recipient_unreachable',
    message: { en: 'Twilio finds no way to this number.', de: 'Twilio findet keinen Weg zu dieser Nummer.' },
    remedy: CHOOSE_ANOTHER,
  }),
  rejected({ ...wiki('21614'), reason: 'recipient_unreachable', message: NO_SMS, remedy: CHOOSE_ANOTHER }),
  retry({
    ...unseen('21611'),
    reason: 'rate_limited',
    message: {
      en: 'Too many messages wait to leave our number.',
      de: 'Zu viele Nachrichten warten darauf, unsere Nummer zu verlassen.',
    },
    afterMs: 60_000,
  }),
  rejected({
    ...unseen('21703'),
    reason: 'account_restricted',
    message: {
      en: 'Our messaging service has no number to send from.',
      de: 'Unser Nachrichtendienst hat keine Nummer, von der er senden kann.',
    },
    remedy: {
      en: 'The operator must add a number to its sender pool.',
      de: 'Der Betreiber muss seinem Absenderpool eine Nummer hinzufügen.',
    },
  }),
  rejected({ ...high('21635'), reason: 'recipient_unreachable', message: NO_SMS, remedy: CHOOSE_ANOTHER }),
  rejected({ ...high('21617'), reason: 'content_refused', message: tooLong('SMS'), remedy: SHORTEN }),
  rejected({
    ...high('21623'),
    reason: 'attachment_refused',
    message: {
      en: 'The message has more than 10 attachments.',
      de: 'Die Nachricht hat mehr als 10 Anhänge.',
    },
    remedy: { en: 'Send them in several messages.', de: 'Verteilen Sie sie auf mehrere Nachrichten.' },
  }),
  rejected({
    ...wiki('20003'),
    reason: 'credentials_refused',
    message: noAccess('Twilio'),
    remedy: NEW_TOKEN,
  }),
  retry({ ...wiki('20429'), reason: 'rate_limited', message: tooFast('Twilio'), afterMs: 1_000 }),
  retry({
    ...high('21730'),
    reason: 'provider_busy',
    message: { en: 'Twilio is under maintenance.', de: 'Twilio wird gerade gewartet.' },
    afterMs: 600_000,
  }),
  rejectedForNow({
    ...unseen('30001'),
    reason: 'rate_limited',
    message: {
      en: 'Too many of our messages waited, and this one was dropped.',
      de: 'Zu viele unserer Nachrichten warteten, und diese wurde verworfen.',
    },
    remedy: { en: 'Send it again later.', de: 'Senden Sie sie später noch einmal.' },
  }),
  rejected({
    ...unseen('30002'),
    reason: 'account_restricted',
    message: { en: 'Our Twilio account is suspended.', de: 'Unser Twilio-Konto ist gesperrt.' },
    remedy: CHECK_ACCOUNT,
  }),
  rejectedForNow({
    ...high('30003'),
    reason: 'recipient_unreachable',
    message: {
      en: 'The phone is switched off or out of reach.',
      de: 'Das Telefon ist ausgeschaltet oder nicht erreichbar.',
    },
    remedy: {
      en: 'Try again later, or choose another channel.',
      de: 'Versuchen Sie es später noch einmal, oder wählen Sie einen anderen Kanal.',
    },
  }),
  rejected({
    ...unseen('30004'),
    reason: 'blocked_by_contact',
    message: {
      en: 'The phone or its carrier blocks our message.',
      de: 'Das Telefon oder sein Netz blockiert unsere Nachricht.',
    },
    remedy: CHOOSE_ANOTHER,
  }),
  rejected({
    ...unseen('30005'),
    reason: 'recipient_unreachable',
    message: {
      en: 'The number is unknown or no longer in use.',
      de: 'Die Nummer ist unbekannt oder nicht mehr vergeben.',
    },
    remedy: CHECK_NUMBER,
  }),
  rejected({
    ...high('30006'),
    reason: 'recipient_unreachable',
    message: {
      en: 'The number is a landline or its carrier cannot be reached.',
      de: 'Die Nummer ist ein Festnetzanschluss, oder ihr Netz ist nicht erreichbar.',
    },
    remedy: CHOOSE_ANOTHER,
  }),
  rejected({
    ...unseen('30007'),
    reason: 'content_refused',
    message: {
      en: 'A carrier took the message for spam.',
      de: 'Ein Netzbetreiber hielt die Nachricht für Spam.',
    },
    remedy: REWORD,
  }),
  rejectedForNow({
    ...unseen('30008'),
    reason: 'provider_error',
    message: {
      en: 'The carrier did not deliver the message and gives no reason.',
      de: 'Der Netzbetreiber hat die Nachricht nicht zugestellt und nennt keinen Grund.',
    },
    remedy: {
      en: 'Try again later, or choose another channel.',
      de: 'Versuchen Sie es später noch einmal, oder wählen Sie einen anderen Kanal.',
    },
  }),
  rejected({
    ...unseen('30034'),
    reason: 'account_restricted',
    message: {
      en: 'Our number is not registered for messages in the United States.',
      de: 'Unsere Nummer ist für Nachrichten in den USA nicht registriert.',
    },
    remedy: {
      en: 'The operator must register it (10DLC).',
      de: 'Der Betreiber muss sie registrieren (10DLC).',
    },
    source: 'https://support.twilio.com/hc/en-us/articles/14910496447771',
  }),
  rejected({
    ...high('63003'),
    reason: 'recipient_unreachable',
    message: {
      en: 'The channel knows no such customer.',
      de: 'Der Kanal kennt diesen Kunden nicht.',
    },
    remedy: CHECK_NUMBER,
  }),
  rejected({
    ...high('63007'),
    reason: 'account_restricted',
    message: {
      en: 'Twilio knows no sender with our address.',
      de: 'Twilio kennt keinen Absender mit unserer Adresse.',
    },
    remedy: CHECK_ACCOUNT,
  }),
  rejected({
    ...high('63008'),
    reason: 'account_restricted',
    message: {
      en: 'The channel is not set up rightly at Twilio.',
      de: 'Der Kanal ist bei Twilio nicht richtig eingerichtet.',
    },
    remedy: CHECK_ACCOUNT,
  }),
  unknown({ ...mapped('63012'), reason: 'provider_error', message: brokeOff('Twilio'), remedy: ASK_FIRST }),
  rejected({
    ...high('63013'),
    reason: 'content_refused',
    message: {
      en: 'The message breaks a rule of the channel.',
      de: 'Die Nachricht verstößt gegen eine Regel des Kanals.',
    },
    remedy: REWORD,
  }),
  rejected({
    ...high('63014'),
    reason: 'blocked_by_contact',
    message: {
      en: 'The customer has blocked us on this channel, or taken consent back.',
      de: 'Der Kunde hat uns auf diesem Kanal blockiert oder seine Einwilligung zurückgenommen.',
    },
    remedy: CHOOSE_ANOTHER,
    consent: 'blocked',
  }),
  rejected({
    ...high('63016'),
    reason: 'window_closed',
    message: {
      en: 'The customer has not written within 24 hours.',
      de: 'Der Kunde hat in den letzten 24 Stunden nicht geschrieben.',
    },
    remedy: SEND_TEMPLATE,
  }),
  retry({ ...mapped('63018'), reason: 'rate_limited', message: tooFast('Twilio'), afterMs: 1_000 }),
  rejected({
    ...mapped('63019'),
    reason: 'attachment_refused',
    message: {
      en: 'The channel could not fetch the attachment.',
      de: 'Der Kanal konnte den Anhang nicht laden.',
    },
    remedy: CHECK_ATTACHMENT,
  }),
  rejected({
    ...mapped('63020'),
    reason: 'account_restricted',
    message: { en: 'WhatsApp cannot charge our account.', de: 'WhatsApp kann unser Konto nicht belasten.' },
    remedy: CHECK_ACCOUNT,
  }),
  rejected({
    ...high('63021'),
    reason: 'content_refused',
    message: {
      en: 'The channel does not take this content, or it is too long.',
      de: 'Der Kanal nimmt diesen Inhalt nicht an, oder er ist zu lang.',
    },
    remedy: REWORD,
  }),
  unknown({ ...high('63023'), reason: 'provider_error', message: brokeOff('Twilio'), remedy: ASK_FIRST }),
  rejected({
    ...mapped('63024'),
    reason: 'recipient_unreachable',
    message: {
      en: 'The customer cannot take this message on this channel.',
      de: 'Der Kunde kann diese Nachricht auf diesem Kanal nicht empfangen.',
    },
    remedy: CHOOSE_ANOTHER,
  }),
  rejected({
    ...mapped('63027'),
    reason: 'template_unusable',
    message: {
      en: 'The template does not exist in this language.',
      de: 'Die Vorlage gibt es in dieser Sprache nicht.',
    },
    remedy: OTHER_TEMPLATE,
  }),
  rejected({
    ...mapped('63028'),
    reason: 'template_unusable',
    message: {
      en: 'The number of values does not fit the template.',
      de: 'Die Zahl der Werte passt nicht zur Vorlage.',
    },
    remedy: CHECK_VALUES,
  }),
  rejected({
    ...mapped('63032'),
    reason: 'experiment',
    message: {
      en: 'Meta holds marketing back from this number for an experiment.',
      de: 'Meta hält für ein Experiment Werbung von dieser Nummer fern.',
    },
    remedy: UNTIL_WRITES,
  }),
  rejected({
    ...high('63034'),
    reason: 'attachment_refused',
    message: { en: 'The attachment is too large.', de: 'Der Anhang ist zu groß.' },
    remedy: CHECK_ATTACHMENT,
  }),
  rejectedForNow({
    ...unseen('63049'),
    confidence: 'medium',
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
  }),
  rejected({
    ...unseen('63051'),
    confidence: 'low',
    reason: 'account_restricted',
    message: { en: 'Our WhatsApp account is locked.', de: 'Unser WhatsApp-Konto ist gesperrt.' },
    remedy: ASK_META,
  }),
  rejected({
    ...high('63054'),
    reason: 'template_unusable',
    message: { en: 'The template cannot be used now.', de: 'Die Vorlage ist gerade nicht verwendbar.' },
    remedy: REPORT,
  }),
];
