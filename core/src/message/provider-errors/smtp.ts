import { type FailureText, type ProviderErrorRow, rejected, rejectedForNow, retry } from './row.js';
import { CHOOSE_ANOTHER } from './texts.js';

const CODES = 'https://www.rfc-editor.org/rfc/rfc3463';
const REGISTRY =
  'https://www.iana.org/assignments/smtp-enhanced-status-codes/smtp-enhanced-status-codes.xhtml';
const REPLIES = 'https://www.rfc-editor.org/rfc/rfc5321#section-4.2.3';
const AUTH = 'https://www.rfc-editor.org/rfc/rfc4954#section-6';
const high = { confidence: 'high', source: CODES } as const;

const CHECK_ADDRESS: FailureText = {
  en: 'Check the contact’s e-mail address, or choose another channel.',
  de: 'Prüfen Sie die E-Mail-Adresse des Kontakts, oder wählen Sie einen anderen Kanal.',
};
const SHORTEN_MAIL: FailureText = {
  en: 'Shorten the mail or leave attachments out.',
  de: 'Kürzen Sie die E-Mail, oder lassen Sie Anhänge weg.',
};

function unreachable(code: string, message: FailureText, source = CODES): ProviderErrorRow {
  return rejected({ ...high, code, reason: 'recipient_unreachable', message, remedy: CHECK_ADDRESS, source });
}
const NO_MAILBOX: FailureText = { en: 'There is no such mailbox.', de: 'Dieses Postfach gibt es nicht.' };
const NO_DOMAIN: FailureText = {
  en: 'The domain of this address takes no mail.',
  de: 'Die Domain dieser Adresse nimmt keine E-Mail an.',
};

function tooLarge(code: string, source = CODES): ProviderErrorRow {
  return rejected({
    ...high,
    code,
    reason: 'content_refused',
    message: {
      en: 'The mail is larger than the server takes.',
      de: 'Die E-Mail ist größer, als der Server annimmt.',
    },
    remedy: SHORTEN_MAIL,
    source,
  });
}

function policy(code: string, source = CODES): ProviderErrorRow {
  return rejected({
    ...high,
    code,
    reason: 'content_refused',
    message: {
      en: 'The mail server refuses the mail by its rules.',
      de: 'Der Mailserver lehnt die E-Mail nach seinen Regeln ab.',
    },
    remedy: {
      en: 'Look at the server’s answer; it may take us for a sender of spam.',
      de: 'Sehen Sie sich die Antwort des Servers an; vielleicht hält er uns für einen Spamversender.',
    },
    source,
  });
}

function unproven(code: string): ProviderErrorRow {
  return rejected({
    ...high,
    code,
    reason: 'account_restricted',
    message: {
      en: 'The mail server cannot tell that the mail is really from us (SPF, DKIM or DMARC).',
      de: 'Der Mailserver kann nicht erkennen, dass die E-Mail wirklich von uns ist (SPF, DKIM oder DMARC).',
    },
    remedy: {
      en: 'The operator must check the DNS records of the sender’s domain.',
      de: 'Der Betreiber muss die DNS-Einträge der Absenderdomain prüfen.',
    },
    source: REGISTRY,
  });
}

function password(code: string): ProviderErrorRow {
  return rejected({
    ...high,
    code,
    reason: 'credentials_refused',
    message: {
      en: 'Our mail server does not accept our user name and password.',
      de: 'Unser Mailserver erkennt Benutzername und Passwort nicht an.',
    },
    remedy: {
      en: 'The operator must enter the right ones.',
      de: 'Der Betreiber muss die richtigen eintragen.',
    },
    source: AUTH,
  });
}

function later(code: string, message: FailureText, afterMs: number, source = CODES): ProviderErrorRow {
  return retry({ ...high, code, reason: 'provider_busy', message, afterMs, source });
}
const TRY_LATER: FailureText = {
  en: 'The mail server asks to try again later.',
  de: 'Der Mailserver bittet, es später noch einmal zu versuchen.',
};

/**
 * SMTP: enhanced status codes (RFC 3463), plain reply codes for servers that give none, and `4` and `5` for the whole
 * classes. A reply always says that the mail was not taken.
 */
export const smtpErrors: readonly ProviderErrorRow[] = [
  unreachable('5.1.0', NO_MAILBOX),
  unreachable('5.1.1', NO_MAILBOX),
  unreachable('5.1.2', NO_DOMAIN),
  unreachable('5.1.3', {
    en: 'The address is not written correctly.',
    de: 'Die Adresse ist nicht richtig geschrieben.',
  }),
  unreachable('5.1.6', { en: 'The mailbox has moved.', de: 'Das Postfach ist umgezogen.' }),
  unreachable('5.1.10', NO_DOMAIN, REGISTRY),
  rejected({
    ...high,
    code: '5.2.1',
    reason: 'recipient_unreachable',
    message: { en: 'The mailbox is disabled.', de: 'Das Postfach ist abgeschaltet.' },
    remedy: CHOOSE_ANOTHER,
  }),
  rejectedForNow({
    ...high,
    code: '5.2.2',
    reason: 'recipient_unreachable',
    message: { en: 'The mailbox is full.', de: 'Das Postfach ist voll.' },
    remedy: {
      en: 'Choose another channel, or try again in some days.',
      de: 'Wählen Sie einen anderen Kanal, oder versuchen Sie es in einigen Tagen noch einmal.',
    },
  }),
  tooLarge('5.2.3'),
  tooLarge('5.3.4'),
  unreachable('5.4.4', NO_DOMAIN),
  policy('5.7.1'),
  password('5.7.8'),
  unproven('5.7.20'),
  unproven('5.7.21'),
  unproven('5.7.22'),
  unproven('5.7.23'),
  unproven('5.7.26'),
  rejected({
    ...high,
    code: '5',
    reason: 'request_refused',
    message: {
      en: 'The mail server refuses the mail for good.',
      de: 'Der Mailserver lehnt die E-Mail endgültig ab.',
    },
    remedy: CHECK_ADDRESS,
    source: REPLIES,
  }),
  later('4.2.2', { en: 'The mailbox is full for now.', de: 'Das Postfach ist zurzeit voll.' }, 3_600_000),
  later(
    '4.3.2',
    {
      en: 'The mail server takes no mail for the moment.',
      de: 'Der Mailserver nimmt im Moment keine E-Mail an.',
    },
    300_000,
  ),
  later(
    '4.7.1',
    {
      en: 'The mail server makes us wait before it takes the mail.',
      de: 'Der Mailserver lässt uns warten, bevor er die E-Mail annimmt.',
    },
    300_000,
  ),
  later('4', TRY_LATER, 60_000, REPLIES),
  later('421', TRY_LATER, 300_000, REPLIES),
  later('450', TRY_LATER, 300_000, REPLIES),
  later('451', TRY_LATER, 60_000, REPLIES),
  later('452', TRY_LATER, 300_000, REPLIES),
  password('530'),
  password('534'),
  password('535'),
  unreachable('550', NO_MAILBOX, REPLIES),
  unreachable('551', NO_MAILBOX, REPLIES),
  tooLarge('552', REPLIES),
  unreachable('553', NO_MAILBOX, REPLIES),
  policy('554', REPLIES),
  unreachable('556', NO_DOMAIN, REPLIES),
];
