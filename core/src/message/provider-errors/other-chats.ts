import { hours } from '../../policy/instant.js';
import { type ProviderErrorRow, rejected, retry, unknown } from './row.js';
import {
  ASK_FIRST,
  brokeOff,
  CHOOSE_ANOTHER,
  NEW_TOKEN,
  noAccess,
  SEND_TEMPLATE,
  SHORTEN,
  tooFast,
  tooLong,
} from './texts.js';

const TIKTOK = 'https://business-api.tiktok.com/portal/docs?id=1737172488964097';

/** TikTok Business Messaging. The code for a closed window was not found. */
export const tiktokErrors: readonly ProviderErrorRow[] = [
  retry({
    code: '40064',
    reason: 'rate_limited',
    message: tooFast('TikTok'),
    afterMs: hours(1),
    source: 'https://documentation.qiscus.com/omnichannel-chat/tiktok-direct-message',
    confidence: 'medium',
  }),
  retry({
    code: '40100',
    reason: 'rate_limited',
    message: tooFast('TikTok'),
    afterMs: 10_000,
    source: TIKTOK,
    confidence: 'unverified',
  }),
  ...['40102', '40104', '40105'].map((code) =>
    rejected({
      code,
      reason: 'credentials_refused',
      message: noAccess('TikTok'),
      remedy: NEW_TOKEN,
      source: TIKTOK,
      confidence: 'unverified',
    }),
  ),
];

/** Zalo official account: `error` of the answer. One project’s notes; Zalo’s own table was not seen. */
export const zaloOaErrors: readonly ProviderErrorRow[] = [
  rejected({
    code: '-230',
    reason: 'window_closed',
    message: {
      en: 'The customer has not been in touch with our account in the last 7 days.',
      de: 'Der Kunde war in den letzten 7 Tagen nicht mit unserem Konto in Kontakt.',
    },
    remedy: SEND_TEMPLATE,
    source: 'https://github.com/khoicodedao/Poto_platform/blob/main/docs/FIX_ERROR_230.md',
    confidence: 'low',
  }),
];

/** X: `code` of an entry of `errors`. */
export const xErrors: readonly ProviderErrorRow[] = [
  rejected({
    code: '349',
    reason: 'recipient_unreachable',
    message: {
      en: 'This person takes no messages from us.',
      de: 'Diese Person nimmt keine Nachrichten von uns an.',
    },
    remedy: CHOOSE_ANOTHER,
    source: 'https://developer.x.com/ja/docs/basics/response-codes',
    confidence: 'unverified',
  }),
  retry({
    code: '88',
    reason: 'rate_limited',
    message: tooFast('X'),
    afterMs: 900_000,
    source:
      'https://pub.dev/documentation/twitter_api_v2/latest/twitter_api_v2/DirectMessagesService/createMessage.html',
    confidence: 'unverified',
  }),
];

const DISCORD = 'https://discord-api-types.dev/api/discord-api-types-v10/enum/RESTJSONErrorCodes';

/** Discord: `code` of the answer. */
export const discordErrors: readonly ProviderErrorRow[] = [
  rejected({
    code: '50007',
    reason: 'recipient_unreachable',
    message: {
      en: 'The member takes no direct messages from us.',
      de: 'Das Mitglied nimmt keine Direktnachrichten von uns an.',
    },
    remedy: CHOOSE_ANOTHER,
    source: 'https://github.com/discord/discord-api-docs/discussions/7999',
    confidence: 'medium',
  }),
  rejected({
    code: '10013',
    reason: 'recipient_unreachable',
    message: { en: 'Discord knows no such member.', de: 'Discord kennt dieses Mitglied nicht.' },
    remedy: CHOOSE_ANOTHER,
    source: DISCORD,
    confidence: 'medium',
  }),
  retry({
    code: '20028',
    reason: 'rate_limited',
    message: tooFast('Discord'),
    afterMs: 5_000,
    source: DISCORD,
    confidence: 'medium',
  }),
  rejected({
    code: '40001',
    reason: 'credentials_refused',
    message: noAccess('Discord'),
    remedy: NEW_TOKEN,
    source: DISCORD,
    confidence: 'medium',
  }),
];

const SLACK = 'https://github.com/slack-ruby/slack-api-ref/blob/master/methods/chat/chat.meMessage.json';
const slack = { source: SLACK, confidence: 'high' } as const;

/** Slack: `error` of the answer. */
export const slackErrors: readonly ProviderErrorRow[] = [
  rejected({
    ...slack,
    code: 'channel_not_found',
    reason: 'recipient_unreachable',
    message: { en: 'The channel does not exist.', de: 'Den Kanal gibt es nicht.' },
    remedy: CHOOSE_ANOTHER,
  }),
  rejected({
    ...slack,
    code: 'is_archived',
    reason: 'recipient_unreachable',
    message: { en: 'The channel is archived.', de: 'Der Kanal ist archiviert.' },
    remedy: CHOOSE_ANOTHER,
  }),
  rejected({
    ...slack,
    code: 'not_in_channel',
    reason: 'recipient_unreachable',
    message: { en: 'Our app is not in the channel.', de: 'Unsere App ist nicht in dem Kanal.' },
    remedy: { en: 'Invite the app into the channel.', de: 'Laden Sie die App in den Kanal ein.' },
  }),
  rejected({
    ...slack,
    code: 'msg_too_long',
    reason: 'content_refused',
    message: tooLong('Slack'),
    remedy: SHORTEN,
  }),
  rejected({
    code: 'msg_blocks_too_long',
    reason: 'content_refused',
    message: tooLong('Slack'),
    remedy: SHORTEN,
    source: 'https://github.com/slackapi/bolt-js/issues/2509',
    confidence: 'medium',
  }),
  rejected({
    ...slack,
    code: 'no_text',
    reason: 'content_refused',
    message: { en: 'The message is empty.', de: 'Die Nachricht ist leer.' },
    remedy: { en: 'Write something.', de: 'Schreiben Sie etwas.' },
  }),
  rejected({
    ...slack,
    code: 'account_inactive',
    reason: 'credentials_refused',
    message: {
      en: 'Our Slack app was removed or its account closed.',
      de: 'Unsere Slack-App wurde entfernt oder ihr Konto geschlossen.',
    },
    remedy: NEW_TOKEN,
  }),
  rejected({
    ...slack,
    code: 'invalid_auth',
    reason: 'credentials_refused',
    message: noAccess('Slack'),
    remedy: NEW_TOKEN,
  }),
  retry({
    ...slack,
    code: 'rate_limited',
    reason: 'rate_limited',
    message: tooFast('Slack'),
    afterMs: 1_000,
  }),
  retry({
    code: 'ratelimited',
    reason: 'rate_limited',
    message: tooFast('Slack'),
    afterMs: 1_000,
    source: 'https://api.slack.com/docs/rate-limits',
    confidence: 'medium',
  }),
  // "It's possible some aspect of the operation succeeded before the error was raised."
  unknown({
    ...slack,
    code: 'internal_error',
    reason: 'provider_error',
    message: brokeOff('Slack'),
    remedy: ASK_FIRST,
  }),
  unknown({
    ...slack,
    code: 'fatal_error',
    reason: 'provider_error',
    message: brokeOff('Slack'),
    remedy: ASK_FIRST,
  }),
];
