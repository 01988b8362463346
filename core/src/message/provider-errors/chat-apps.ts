import { days } from '../../policy/instant.js';
import type { ProviderErrorRow } from './row.js';

const VIBER = 'https://creators.viber.com/docs/bots-api/errors';
const no = { outcome: 'rejected', confidence: 'medium' } as const;
const operator = {
  outcome: 'rejected',
  reason: 'credentials_refused',
  remedy: 'The operator must enter the right token.',
} as const;

/** Viber bots: `status` of the answer, which comes with HTTP 200. */
export const viberErrors: readonly ProviderErrorRow[] = [
  {
    ...no,
    code: '1',
    reason: 'request_refused',
    message: 'Viber cannot reach our webhook.',
    remedy: 'The operator must check its address.',
    source: VIBER,
    confidence: 'high',
  },
  { ...operator, code: '2', message: 'Viber does not accept our token.', source: VIBER, confidence: 'high' },
  {
    ...no,
    code: '3',
    reason: 'request_refused',
    message: 'Viber did not understand the message.',
    remedy: 'Shorten it or leave out what is unusual.',
    source: VIBER,
    confidence: 'high',
  },
  {
    ...no,
    code: '4',
    reason: 'request_refused',
    message: 'Something that Viber requires was missing from the message.',
    remedy: 'Report it to the operator.',
    source: VIBER,
    confidence: 'high',
  },
  {
    ...no,
    code: '5',
    reason: 'recipient_unreachable',
    message: 'The customer is not registered with Viber.',
    remedy: 'Choose another channel.',
    source: VIBER,
    confidence: 'unverified',
  },
  {
    ...no,
    code: '6',
    reason: 'recipient_unreachable',
    message: 'The customer has not subscribed to the bot, or left it.',
    remedy: 'Choose another channel, or wait until the customer writes.',
    source: 'https://github.com/Bogdaan/viber-bot-php/issues/22',
  },
  {
    code: '12',
    outcome: 'retry',
    reason: 'rate_limited',
    message: 'Viber takes no more messages for the moment.',
    remedy: null,
    afterMs: 1_000,
    source: VIBER,
    confidence: 'unverified',
  },
  {
    ...no,
    code: '23',
    reason: 'terms_required',
    message: 'This month’s free bot-initiated messages are used up.',
    remedy: 'The operator must accept Viber’s commercial terms; or wait until the customer writes.',
    source: VIBER,
    confidence: 'unverified',
  },
  {
    ...no,
    code: '24',
    reason: 'account_restricted',
    message: 'Our balance with Viber is used up.',
    remedy: 'The operator must top it up; or wait until the customer writes.',
    source: VIBER,
    confidence: 'unverified',
  },
];

const WECHAT = 'https://github.com/wechatpy/wechatpy/pull/643';
const WECHAT_CODES = 'https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html';
const wechatToken = {
  outcome: 'rejected',
  reason: 'credentials_refused',
  confidence: 'medium',
  source: WECHAT_CODES,
} as const;

/** WeChat: `errcode` of the answer. */
export const wechatErrors: readonly ProviderErrorRow[] = [
  {
    ...no,
    code: '45015',
    reason: 'window_closed',
    message: 'The 48 hours are over, or the customer unfollowed us; WeChat does not tell which.',
    remedy: 'Choose another channel, or wait until the customer writes.',
    source: 'https://github.com/garbetjie/wechat-php/issues/6',
  },
  {
    ...no,
    code: '45047',
    reason: 'quota_exhausted',
    message: 'All messages that WeChat allows until the customer writes again are used.',
    remedy: 'Choose another channel, or wait until the customer writes.',
    source: WECHAT,
  },
  {
    ...no,
    code: '45002',
    reason: 'content_refused',
    message: 'The message is too long for WeChat.',
    remedy: 'Shorten it.',
    source: WECHAT,
  },
  {
    ...no,
    code: '43101',
    reason: 'opted_out',
    message: 'The customer has not subscribed to this kind of message.',
    remedy: 'Wait until the customer writes or subscribes.',
    source:
      'https://developers.weixin.qq.com/doc/service/en/guide/product/template_message/Template_Message_Interface.html',
  },
  {
    code: '-1',
    outcome: 'retry',
    reason: 'provider_error',
    message: 'WeChat is busy.',
    remedy: null,
    afterMs: 5_000,
    source: WECHAT_CODES,
    confidence: 'medium',
  },
  {
    ...no,
    code: '40003',
    reason: 'recipient_unreachable',
    message: 'WeChat knows no such follower of our account.',
    remedy: 'Choose another channel.',
    source: WECHAT_CODES,
  },
  {
    ...no,
    code: '43004',
    reason: 'recipient_unreachable',
    message: 'The customer does not follow our account.',
    remedy: 'Choose another channel.',
    source: WECHAT_CODES,
  },
  {
    code: '45011',
    outcome: 'retry',
    reason: 'rate_limited',
    message: 'Too many calls in this minute.',
    remedy: null,
    afterMs: 60_000,
    source: WECHAT_CODES,
    confidence: 'medium',
  },
  {
    ...no,
    code: '45009',
    reason: 'rate_limited',
    message: 'Our account has used up its calls of today.',
    remedy: 'Send it again tomorrow, or choose another channel.',
    retriable: true,
    source: WECHAT_CODES,
  },
  {
    ...no,
    code: '48001',
    reason: 'account_restricted',
    message: 'Our account has no right to send customer-service messages.',
    remedy: 'The operator must look at the rights of the account; it may need to be verified.',
    source: WECHAT_CODES,
  },
  {
    ...wechatToken,
    code: '40001',
    message: 'WeChat does not accept our access token or secret.',
    remedy: 'The operator must check appId and appSecret.',
  },
  {
    ...wechatToken,
    code: '40013',
    message: 'WeChat knows no such app id.',
    remedy: 'The operator must check appId.',
  },
  {
    ...wechatToken,
    code: '40125',
    message: 'The app secret is wrong.',
    remedy: 'The operator must check appSecret.',
  },
  {
    ...wechatToken,
    code: '40164',
    message: 'WeChat does not let the gateway’s address call.',
    remedy: 'The operator must add the gateway’s IP address to the account’s allow-list.',
  },
];

const TELEGRAM = 'https://github.com/vrumger/telegram-errors';

/** Telegram: `error_code` and words of `description`. */
export const telegramErrors: readonly ProviderErrorRow[] = [
  {
    ...no,
    code: '403',
    text: /blocked by the user/i,
    reason: 'blocked_by_contact',
    message: 'The customer has blocked the bot.',
    remedy: 'Choose another channel; only the customer can unblock it.',
    consent: 'blocked',
    source: TELEGRAM,
  },
  {
    ...no,
    code: '403',
    text: /user is deactivated/i,
    reason: 'recipient_unreachable',
    message: 'The customer’s Telegram account was deleted.',
    remedy: 'Choose another channel.',
    source: TELEGRAM,
  },
  {
    ...no,
    code: '403',
    text: /can't initiate conversation/i,
    reason: 'recipient_unreachable',
    message: 'The customer has never started the bot.',
    remedy: 'Choose another channel, or ask the customer to start the bot.',
    source: TELEGRAM,
  },
  {
    code: '429',
    outcome: 'retry',
    reason: 'rate_limited',
    message: 'Telegram takes no more messages for the moment.',
    remedy: null,
    afterMs: 1_000,
    source: 'https://core.telegram.org/bots/faq.md',
    confidence: 'high',
  },
  {
    ...operator,
    code: '401',
    message: 'Telegram does not accept our token.',
    source: TELEGRAM,
    confidence: 'unverified',
  },
];

const LINE_REFERENCE = 'https://developers.line.biz/en/reference/messaging-api/#error-responses';
const LINE = 'https://github.com/line/line-bot-sdk-java/issues/426';

/** LINE: HTTP status, and for 429 the message, which alone tells the quota from the rate. */
export const lineErrors: readonly ProviderErrorRow[] = [
  {
    ...no,
    code: '429',
    text: /monthly limit/i,
    reason: 'quota_exhausted',
    message: 'The messages of our LINE plan are used up for this month.',
    remedy: 'Choose another channel, or wait until the next month.',
    source: LINE,
    confidence: 'high',
  },
  {
    code: '429',
    outcome: 'retry',
    reason: 'rate_limited',
    message: 'LINE takes no more messages for the moment.',
    remedy: null,
    afterMs: 1_000,
    source: LINE,
    confidence: 'medium',
  },
  {
    // Safe although LINE may have taken it: the retry key keeps LINE from taking it twice.
    code: '500',
    outcome: 'retry',
    reason: 'provider_error',
    message: 'LINE broke off with an error.',
    remedy: null,
    afterMs: 2_000,
    source: 'https://developers.line.biz/en/docs/messaging-api/retrying-api-request/',
    confidence: 'high',
  },
  {
    ...no,
    code: '400',
    text: /property, '?to'?|failed to send messages/i,
    reason: 'recipient_unreachable',
    message: 'LINE knows no such user of our account.',
    remedy: 'Choose another channel.',
    source: LINE_REFERENCE,
  },
  {
    ...no,
    code: '400',
    reason: 'request_refused',
    message: 'LINE does not take the message.',
    remedy: 'Shorten it; 5000 characters fit into one message.',
    source: LINE_REFERENCE,
  },
  {
    ...operator,
    code: '401',
    message: 'LINE does not accept our channel access token.',
    source: LINE_REFERENCE,
    confidence: 'medium',
  },
  {
    ...no,
    code: '403',
    reason: 'account_restricted',
    message: 'Our LINE account may not make this call.',
    remedy: 'The operator must look at the plan and rights of the account.',
    source: LINE_REFERENCE,
  },
];

/** TikTok Business Messaging. The code for a closed window was not found. */
export const tiktokErrors: readonly ProviderErrorRow[] = [
  {
    code: '40064',
    outcome: 'retry',
    reason: 'rate_limited',
    message: 'TikTok takes no more messages for the moment.',
    remedy: null,
    afterMs: days(1) / 24,
    source: 'https://documentation.qiscus.com/omnichannel-chat/tiktok-direct-message',
    confidence: 'medium',
  },
];

/** Discord: `code` of the answer. */
export const discordErrors: readonly ProviderErrorRow[] = [
  {
    ...no,
    code: '50007',
    reason: 'recipient_unreachable',
    message: 'The member takes no direct messages from us.',
    remedy: 'Choose another channel.',
    source: 'https://github.com/discord/discord-api-docs/discussions/7999',
    confidence: 'unverified',
  },
];

const SLACK = 'https://github.com/slack-ruby/slack-api-ref/blob/master/methods/chat/chat.meMessage.json';
const slack = { ...no, source: SLACK, confidence: 'high' } as const;

/** Slack: `error` of the answer. */
export const slackErrors: readonly ProviderErrorRow[] = [
  {
    ...slack,
    code: 'channel_not_found',
    reason: 'recipient_unreachable',
    message: 'The channel does not exist.',
    remedy: 'Choose another channel.',
  },
  {
    ...slack,
    code: 'is_archived',
    reason: 'recipient_unreachable',
    message: 'The channel is archived.',
    remedy: 'Choose another channel.',
  },
  {
    ...slack,
    code: 'not_in_channel',
    reason: 'recipient_unreachable',
    message: 'Our app is not in the channel.',
    remedy: 'Invite the app into the channel.',
  },
  {
    ...slack,
    code: 'msg_too_long',
    reason: 'content_refused',
    message: 'The message is too long for Slack.',
    remedy: 'Shorten it.',
  },
  {
    ...slack,
    code: 'account_inactive',
    reason: 'credentials_refused',
    message: 'Our Slack app was removed or its account closed.',
    remedy: 'The operator must install the app again.',
  },
  {
    ...slack,
    code: 'rate_limited',
    outcome: 'retry',
    reason: 'rate_limited',
    message: 'Slack takes no more messages for the moment.',
    remedy: null,
    afterMs: 1_000,
  },
];
