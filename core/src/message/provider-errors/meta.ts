import { days } from '../../policy/instant.js';
import type { ProviderErrorRow } from './row.js';

const META = 'https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes';
const YCLOUD = 'https://docs.ycloud.com/en/api-reference/guides/whatsapp-platform/handle-whatsapp-errors';
const CHARLES = 'https://help.hello-charles.com/en/articles/304905-understanding-whatsapp-error-codes';
const WOLKVOX = 'https://wolkvox.helpjuice.com/en_US/como-funciona-el-webhook-de-whatsapp';
const LIMITS =
  'https://dev.to/wapgrowai_org/whatsapp-cloud-api-rate-limits-in-practice-throughput-pair-rate-messaging-limits-and-error-codes-1i7k';
const no = { outcome: 'rejected', confidence: 'medium' } as const;

/** WhatsApp Cloud API: the same codes in the answer and in the status webhook. */
export const whatsappErrors: readonly ProviderErrorRow[] = [
  {
    ...no,
    code: '131047',
    reason: 'window_closed',
    message: 'More than 24 hours have passed since the customer last wrote to this number.',
    remedy: 'Send an approved template, or wait until the customer writes.',
    source: 'https://www.achieveapex.com/docs/error-codes/whatsapp/131047',
    confidence: 'high',
  },
  {
    ...no,
    code: '470',
    reason: 'window_closed',
    message: 'More than 24 hours have passed since the customer last wrote to this number.',
    remedy: 'Send an approved template, or wait until the customer writes.',
    source: 'https://www.twilio.com/docs/api/errors/63016',
  },
  {
    ...no,
    code: '131049',
    reason: 'marketing_refused',
    message: 'Meta held the message back: this customer got enough marketing from businesses lately.',
    remedy: 'Wait at least 24 hours, or write without marketing.',
    source: CHARLES,
    afterMs: days(1),
  },
  {
    ...no,
    code: '131050',
    reason: 'opted_out',
    message: 'The customer stopped marketing from this business.',
    remedy: 'Send no more marketing; support messages may still go.',
    consent: 'opted_out_marketing',
    source: CHARLES,
  },
  {
    ...no,
    code: '131026',
    reason: 'recipient_unreachable',
    message:
      'The message cannot be delivered: the number may not be on WhatsApp, use an old app, or block us.',
    remedy: 'Choose another channel.',
    source: YCLOUD,
  },
  {
    ...no,
    code: '130472',
    reason: 'experiment',
    message: 'Meta holds marketing back from this number for an experiment.',
    remedy: 'Choose another channel, or wait until the customer writes.',
    source: WOLKVOX,
  },
  {
    code: '131048',
    outcome: 'rejected',
    reason: 'account_restricted',
    message: 'Too many messages of this number were blocked or reported, so WhatsApp limits it.',
    remedy: 'Send less for a while; the operator should look at the number’s quality rating.',
    source: 'https://niswey.com/knowledge-base/error-codes-meta',
    confidence: 'medium',
  },
  {
    code: '131056',
    outcome: 'retry',
    reason: 'rate_limited',
    message: 'Too many messages to this customer in a short time.',
    remedy: null,
    afterMs: 6_000,
    source: LIMITS,
    confidence: 'medium',
  },
  {
    code: '130429',
    outcome: 'retry',
    reason: 'rate_limited',
    message: 'The number sends more messages a second than WhatsApp takes.',
    remedy: null,
    afterMs: 1_000,
    source: YCLOUD,
    confidence: 'medium',
  },
  {
    ...no,
    code: '131042',
    reason: 'account_restricted',
    message: 'WhatsApp cannot charge our account.',
    remedy: 'The operator must settle the payment method.',
    source: WOLKVOX,
  },
  {
    ...no,
    code: '131031',
    reason: 'account_restricted',
    message: 'Our WhatsApp account is locked.',
    remedy: 'The operator must ask Meta.',
    source: WOLKVOX,
  },
  {
    ...no,
    code: '368',
    reason: 'account_restricted',
    message: 'Our account is blocked for a while for breaking a policy.',
    remedy: 'The operator must ask Meta.',
    source: WOLKVOX,
  },
  {
    ...no,
    code: '132001',
    reason: 'template_unusable',
    message: 'The template does not exist in this language or is not approved.',
    remedy: 'Choose another template or language.',
    source: 'https://help.sanoflow.io/meta-messages-error-codes',
  },
  {
    ...no,
    code: '132015',
    reason: 'template_unusable',
    message: 'The template is paused for low quality.',
    remedy: 'Choose another template.',
    source: META,
    confidence: 'unverified',
  },
  {
    ...no,
    code: '132016',
    reason: 'template_unusable',
    message: 'The template is disabled.',
    remedy: 'Choose another template.',
    source: META,
    confidence: 'unverified',
  },
  {
    ...no,
    code: '131008',
    reason: 'request_refused',
    message: 'Something that WhatsApp requires was missing from the message.',
    remedy: 'Check the template’s variables.',
    source: YCLOUD,
  },
  {
    ...no,
    code: '100',
    reason: 'request_refused',
    message: 'WhatsApp did not understand the message, or the number is not on WhatsApp.',
    remedy: 'Check the contact’s number and the template’s variables.',
    source: YCLOUD,
  },
  {
    code: '131000',
    outcome: 'unknown',
    reason: 'provider_error',
    message: 'WhatsApp broke off with an error of its own.',
    remedy: 'Ask the customer before sending it again.',
    source: YCLOUD,
    confidence: 'medium',
  },
  {
    code: '2',
    outcome: 'retry',
    reason: 'provider_error',
    message: 'WhatsApp is down or overloaded.',
    remedy: null,
    afterMs: 60_000,
    source: YCLOUD,
    confidence: 'medium',
  },
];

const MESSENGER =
  'https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes';
const WINDOW = {
  outcome: 'rejected',
  reason: 'window_closed',
  message: 'The customer has not written within the time in which Meta allows an answer.',
  remedy: 'Choose another channel, or wait until the customer writes.',
} as const;

/** Messenger Platform, as `code/subcode`, or the code alone. */
export const messengerErrors: readonly ProviderErrorRow[] = [
  { ...WINDOW, code: '10/2018278', source: MESSENGER, confidence: 'unverified' },
  {
    ...WINDOW,
    code: '10',
    text: /outside of (the )?allowed window/i,
    source: 'https://github.com/botpress/botpress/issues/4890',
    confidence: 'high',
  },
  {
    ...no,
    code: '10/1893063',
    reason: 'account_restricted',
    message: 'Our Page is restricted for a while.',
    remedy: 'The operator must ask Meta.',
    source:
      'https://developers.facebook.com/documentation/business-messaging/messenger-platform/changelog/rss/',
    confidence: 'high',
  },
  {
    ...no,
    code: '100/1893061',
    reason: 'request_refused',
    message: 'This message tag no longer exists.',
    remedy: 'A person may answer with HUMAN_AGENT within 7 days; otherwise send a utility template.',
    source: 'https://github.com/chatwoot/chatwoot/issues/14669',
  },
  {
    ...no,
    code: '551',
    reason: 'recipient_unreachable',
    message: 'This person is not available on Messenger now.',
    remedy: 'Choose another channel.',
    source: MESSENGER,
    confidence: 'unverified',
  },
  {
    ...no,
    code: '2300052',
    reason: 'marketing_refused',
    message: 'It is too soon after the last marketing message to this customer.',
    remedy: 'Wait, or write without marketing.',
    source:
      'https://developers.facebook.com/documentation/business-messaging/messenger-platform/marketing-messages-on-messenger',
    confidence: 'high',
  },
  {
    ...no,
    code: '190',
    reason: 'credentials_refused',
    message: 'Meta no longer accepts our access token.',
    remedy: 'The operator must connect the Page again.',
    source: MESSENGER,
    confidence: 'high',
  },
  {
    code: '2',
    outcome: 'unknown',
    reason: 'provider_error',
    message: 'Meta broke off with an error; the customer may also have blocked the Page.',
    remedy: 'Ask the customer on another channel before sending it again.',
    source: MESSENGER,
    confidence: 'high',
  },
];

const INSTAGRAM = 'https://github.com/ComposioHQ/composio/issues/3604';

/** Instagram messaging. Match code and subcode: the HTTP status differs between the two hosts. */
export const instagramErrors: readonly ProviderErrorRow[] = [
  { ...WINDOW, code: '10/2534022', source: INSTAGRAM, confidence: 'medium' },
  {
    ...no,
    code: '10/2534014',
    reason: 'recipient_unreachable',
    message: 'This person was not found or has blocked us.',
    remedy: 'Choose another channel.',
    source: INSTAGRAM,
    confidence: 'low',
  },
  {
    ...no,
    code: '10/2534001',
    reason: 'thread_deleted',
    message: 'The conversation was archived or deleted.',
    remedy: 'Wait until the customer writes again.',
    source: INSTAGRAM,
    confidence: 'low',
  },
  {
    ...no,
    code: '10/2534025',
    reason: 'request_refused',
    message: 'The one private reply to this comment was already used.',
    remedy: 'Wait until the customer writes.',
    source: INSTAGRAM,
    confidence: 'low',
  },
  {
    code: '10/2534013',
    outcome: 'retry',
    reason: 'rate_limited',
    message: 'Too many private replies in an hour.',
    remedy: null,
    afterMs: 3_600_000,
    source: INSTAGRAM,
    confidence: 'low',
  },
  {
    code: '10/1545133',
    outcome: 'unknown',
    reason: 'provider_error',
    message: 'Instagram broke off with a passing error.',
    remedy: 'Ask the customer before sending it again.',
    source: INSTAGRAM,
    confidence: 'low',
  },
];
