import type { ProviderErrorRow } from './row.js';

const DICTIONARY = 'https://www.twilio.com/docs/api/errors';
const WIKI = 'https://github.com/TundraSoft/tundra-connect/wiki/Twilio-Errors';
const no = { outcome: 'rejected', confidence: 'medium' } as const;
const twilio = (code: string): string => `${DICTIONARY}/${code}`;
const elsewhere = 'Choose another channel.';

/** Twilio, for SMS and for the channels it carries: error code of the answer or of the status callback. */
export const twilioErrors: readonly ProviderErrorRow[] = [
  {
    ...no,
    code: '21610',
    reason: 'opted_out',
    message: 'The customer sent STOP to this number.',
    remedy: 'Choose another channel; only START from the customer opens this one.',
    consent: 'opted_out',
    source: twilio('21610'),
    confidence: 'high',
  },
  {
    ...no,
    code: '63016',
    reason: 'window_closed',
    message: 'The customer has not written within 24 hours.',
    remedy: 'Send an approved template, or wait until the customer writes.',
    source: twilio('63016'),
    confidence: 'high',
  },
  {
    ...no,
    code: '63014',
    reason: 'blocked_by_contact',
    message: 'The customer has blocked us on this channel.',
    remedy: elsewhere,
    consent: 'blocked',
    source: twilio('63014'),
  },
  {
    ...no,
    code: '21211',
    reason: 'recipient_unreachable',
    message: 'The phone number is not valid.',
    remedy: 'Check the contact’s number.',
    source: WIKI,
  },
  {
    ...no,
    code: '21612',
    reason: 'recipient_unreachable',
    message: 'Twilio finds no way to this number.',
    remedy: elsewhere,
    source: WIKI,
  },
  {
    ...no,
    code: '21614',
    reason: 'recipient_unreachable',
    message: 'The number takes no SMS.',
    remedy: elsewhere,
    source: WIKI,
  },
  {
    ...no,
    code: '21606',
    reason: 'account_restricted',
    message: 'Our number cannot send SMS.',
    remedy: 'The operator must choose another sender.',
    source: WIKI,
  },
  {
    ...no,
    code: '21608',
    reason: 'account_restricted',
    message: 'A trial account sends to verified numbers only.',
    remedy: 'The operator must leave the trial.',
    source: WIKI,
  },
  {
    ...no,
    code: '20003',
    reason: 'credentials_refused',
    message: 'Twilio does not accept our credentials.',
    remedy: 'The operator must enter the right ones.',
    source: WIKI,
  },
  {
    code: '20429',
    outcome: 'retry',
    reason: 'rate_limited',
    message: 'Twilio takes no more messages for the moment.',
    remedy: null,
    afterMs: 1_000,
    source: WIKI,
    confidence: 'medium',
  },
  {
    ...no,
    code: '30003',
    reason: 'recipient_unreachable',
    message: 'The phone is switched off or out of reach.',
    remedy: 'Try again later, or choose another channel.',
    source: 'https://www.github.com/tl-its-umich-edu/remote-office-hours-queue/issues/491',
  },
  {
    ...no,
    code: '30006',
    reason: 'recipient_unreachable',
    message: 'The number is a landline or its carrier cannot be reached.',
    remedy: elsewhere,
    source: 'https://www.github.com/tl-its-umich-edu/remote-office-hours-queue/issues/491',
  },
  {
    ...no,
    code: '30007',
    reason: 'content_refused',
    message: 'A carrier took the message for spam.',
    remedy: 'Word it otherwise, or choose another channel.',
    source: twilio('30007'),
    confidence: 'unverified',
  },
  {
    ...no,
    code: '30034',
    reason: 'account_restricted',
    message: 'Our number is not registered for messages in the United States.',
    remedy: 'The operator must register it (10DLC).',
    source: 'https://support.twilio.com/hc/en-us/articles/14910496447771',
    confidence: 'unverified',
  },
  {
    code: '21730',
    outcome: 'retry',
    reason: 'provider_error',
    message: 'Twilio is under maintenance.',
    remedy: null,
    afterMs: 600_000,
    source: 'https://twilio.com/docs/api/errors/21730',
    confidence: 'high',
  },
  {
    code: '63018',
    outcome: 'retry',
    reason: 'rate_limited',
    message: 'Too many messages for this channel at once.',
    remedy: null,
    afterMs: 1_000,
    source: 'https://www.twilio.com/docs/whatsapp/tutorial/error-codes',
    confidence: 'medium',
  },
];

const RFC = 'https://www.rfc-editor.org/rfc/rfc3463';
const mail = { outcome: 'rejected', source: RFC, confidence: 'high' } as const;
const address = 'Check the contact’s address, or choose another channel.';

/** SMTP: enhanced status codes of RFC 3463; `4` and `5` are the whole classes. */
export const smtpErrors: readonly ProviderErrorRow[] = [
  { ...mail, code: '5.1.1', reason: 'recipient_unreachable', message: 'There is no such mailbox.', remedy: address },
  { ...mail, code: '5.1.2', reason: 'recipient_unreachable', message: 'The domain of this address takes no mail.', remedy: address },
  { ...mail, code: '5.1.3', reason: 'recipient_unreachable', message: 'The address is not written correctly.', remedy: address },
  { ...mail, code: '5.1.6', reason: 'recipient_unreachable', message: 'The mailbox has moved.', remedy: address },
  { ...mail, code: '5.2.1', reason: 'recipient_unreachable', message: 'The mailbox is disabled.', remedy: elsewhere },
  { ...mail, code: '5.2.2', reason: 'recipient_unreachable', message: 'The mailbox is full.', remedy: 'Choose another channel, or try again in some days.' },
  { ...mail, code: '5.2.3', reason: 'content_refused', message: 'The mail is larger than this mailbox takes.', remedy: 'Shorten it.' },
  { ...mail, code: '5.3.4', reason: 'content_refused', message: 'The mail is larger than the server takes.', remedy: 'Shorten it.' },
  { ...mail, code: '5.7.1', reason: 'content_refused', message: 'The mail server refuses the mail by its rules.', remedy: 'Look at the server’s answer; it may take us for a sender of spam.' },
  { ...mail, code: '5.7.8', reason: 'credentials_refused', message: 'Our mail server does not accept our password.', remedy: 'The operator must enter the right one.', source: 'https://www.rfc-editor.org/rfc/rfc4954' },
  { ...mail, code: '5.7.26', reason: 'account_restricted', message: 'The mail server cannot tell that the mail is really from us (SPF, DKIM or DMARC).', remedy: 'The operator must check the DNS records of the sender’s domain.', source: 'https://www.rfc-editor.org/rfc/rfc7372' },
  { ...mail, code: '5', reason: 'request_refused', message: 'The mail server refuses the mail for good.', remedy: address },
  { ...mail, code: '4', outcome: 'retry', reason: 'provider_error', message: 'The mail server asks to try again later.', remedy: null, afterMs: 60_000 },
];
