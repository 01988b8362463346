import { type ErrorRow, rowForStatus } from '../error-table.js';

const META = 'https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes';
const operator = { outcome: 'rejected', retriable: false, source: META } as const;

/** Cloud API errors by code, from the answer or from a status webhook; both use the same codes. */
export const WHATSAPP_ERRORS: Readonly<Record<number, ErrorRow>> = {
  131047: {
    outcome: 'rejected',
    reason: 'window_closed',
    message: 'More than 24 hours have passed since the customer last wrote to this number.',
    remedy: 'Send an approved template, or wait until the customer writes.',
    retriable: false,
    source: META,
  },
  131026: {
    outcome: 'rejected',
    reason: 'recipient_unreachable',
    message: 'The message cannot be delivered: the number may not be on WhatsApp, or blocks us.',
    remedy: 'Choose another channel.',
    retriable: false,
    source: META,
  },
  131021: {
    outcome: 'rejected',
    reason: 'recipient_unreachable',
    message: 'Sender and recipient are the same number.',
    remedy: 'Check the contact’s number.',
    retriable: false,
    source: META,
  },
  131030: {
    ...operator,
    reason: 'recipient_unreachable',
    message: 'The recipient is not on the list of test numbers.',
    remedy: 'Add the number to the allowed list, or leave the test number.',
  },
  131049: {
    outcome: 'rejected',
    reason: 'marketing_refused',
    message: 'Meta held the message back: this customer got enough marketing from businesses lately.',
    remedy: 'Wait at least 24 hours, or write without marketing.',
    retriable: true,
    source: META,
  },
  131050: {
    outcome: 'rejected',
    reason: 'marketing_refused',
    message: 'The customer stopped marketing messages from us.',
    remedy: 'Send no marketing; a support message may still go.',
    retriable: false,
    consent: 'opted_out_marketing',
    source: META,
  },
  130472: {
    outcome: 'rejected',
    reason: 'experiment',
    message: 'Meta keeps marketing from this number as part of an experiment.',
    remedy: 'Choose another channel.',
    retriable: false,
    source: META,
  },
  130429: {
    outcome: 'retry',
    reason: 'rate_limited',
    message: 'Our number has reached the messages a second that Meta takes.',
    remedy: null,
    retriable: true,
    afterMs: 1_000,
    source: META,
  },
  131056: {
    outcome: 'retry',
    reason: 'rate_limited',
    message: 'Too many messages to this customer in a short time.',
    remedy: null,
    retriable: true,
    afterMs: 6_000,
    source: META,
  },
  80007: {
    outcome: 'retry',
    reason: 'rate_limited',
    message: 'The business account has reached its limit of calls.',
    remedy: null,
    retriable: true,
    afterMs: 60_000,
    source: META,
  },
  4: {
    outcome: 'retry',
    reason: 'rate_limited',
    message: 'The Meta app has reached its limit of calls.',
    remedy: null,
    retriable: true,
    afterMs: 60_000,
    source: META,
  },
  131048: {
    ...operator,
    reason: 'account_restricted',
    message: 'Meta limits our number: too many messages were blocked or marked as spam.',
    remedy: 'Look at the quality of the number in the WhatsApp Manager.',
    retriable: true,
  },
  131057: {
    outcome: 'retry',
    reason: 'provider_busy',
    message: 'The business account is in maintenance.',
    remedy: null,
    retriable: true,
    afterMs: 300_000,
    source: META,
  },
  131000: {
    outcome: 'retry',
    reason: 'provider_error',
    message: 'Meta could not send the message and gives no reason.',
    remedy: null,
    retriable: true,
    afterMs: 5_000,
    source: META,
  },
  // 1, 2 and 131016 say that Meta is down or busy, not that it took nothing.
  1: { ...rowForStatus(500), source: META },
  2: { ...rowForStatus(503), source: META },
  131016: { ...rowForStatus(503), source: META },
  131042: {
    ...operator,
    reason: 'account_restricted',
    message: 'Meta sees a problem with the payment of this account.',
    remedy: 'Check the billing settings of the WhatsApp business account.',
  },
  131031: {
    ...operator,
    reason: 'account_restricted',
    message: 'Meta has locked the business account.',
    remedy: 'Check the account in the Business Manager.',
  },
  368: {
    ...operator,
    reason: 'account_restricted',
    message: 'Meta has restricted the account for violating a policy.',
    remedy: 'Check the account in the Business Manager.',
  },
  133010: {
    ...operator,
    reason: 'account_restricted',
    message: 'Our number is not registered with the Cloud API.',
    remedy: 'Register the phone number.',
  },
  0: refusedCredentials('The access token is not valid.'),
  190: refusedCredentials('The access token has expired.'),
  3: refusedCredentials('The access token lacks a permission.'),
  10: refusedCredentials('The access token lacks a permission.'),
  200: refusedCredentials('The access token lacks a permission.'),
  131005: refusedCredentials('The access token lacks a permission.'),
  33: {
    ...operator,
    reason: 'request_refused',
    message: 'Our phone number was deleted at Meta.',
    remedy: 'Check phoneNumberId in the settings of this account.',
  },
  100: {
    ...operator,
    reason: 'request_refused',
    message: 'Meta does not understand the request.',
    remedy: 'Check the contact’s number and the settings of this account.',
  },
  131008: {
    ...operator,
    reason: 'request_refused',
    message: 'Meta misses a parameter in the request.',
    remedy: 'Check the values of the template’s variables.',
  },
  131009: {
    ...operator,
    reason: 'request_refused',
    message: 'Meta does not take the value of a parameter.',
    remedy: 'Check the contact’s number and the values of the template’s variables.',
  },
  131051: {
    ...operator,
    reason: 'content_refused',
    message: 'Meta does not support this kind of message.',
    remedy: 'Write it as text.',
  },
  131053: {
    ...operator,
    reason: 'attachment_refused',
    message: 'Meta could not take the attachment.',
    remedy: 'Check its type and size.',
  },
  132000: unusableTemplate('The number of variables does not fit the template.', 'Fill in every variable.'),
  132001: unusableTemplate(
    'The template does not exist in this language, or is not approved.',
    'Choose another template, or synchronise the templates.',
  ),
  132005: unusableTemplate('The filled-in template is too long.', 'Shorten the values.'),
  132007: unusableTemplate('The template violates a policy of Meta.', 'Choose another template.'),
  132012: unusableTemplate('A value does not fit its variable in the template.', 'Check the values.'),
  132015: unusableTemplate('The template is paused because of its quality.', 'Choose another template.'),
  132016: unusableTemplate(
    'The template is disabled for good because of its quality.',
    'Choose another template.',
  ),
};

/** The row for an error of the Cloud API, or null. */
export function whatsAppError({ code }: { readonly code: number }): ErrorRow | null {
  return WHATSAPP_ERRORS[code] ?? null;
}

function refusedCredentials(message: string): ErrorRow {
  return {
    ...operator,
    reason: 'credentials_refused',
    message,
    remedy: 'Renew the access token of this account.',
  };
}

function unusableTemplate(message: string, remedy: string): ErrorRow {
  return { ...operator, reason: 'template_unusable', message, remedy };
}
