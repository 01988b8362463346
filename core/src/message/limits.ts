import type { Confidence } from '../policy/rule.js';
import type { Channel, Form } from '../policy/types.js';

/**
 * What a provider counts. `characters` are UTF-16 code units, of which no text has fewer than it has code points;
 * `graphemes` are what a reader takes for one character; `bytes` are those of UTF-8.
 */
export type LengthUnit = 'characters' | 'graphemes' | 'bytes';

export interface LengthLimit {
  readonly max: number;
  readonly unit: LengthUnit;
  /** Where it says so. */
  readonly source: string;
  readonly confidence: Confidence;
}

/** What fits into one message. Null: no limit known. */
export interface MessageLimits {
  readonly text: LengthLimit | null;
  /** Of the text where a header stands above it. */
  readonly textBelowHeader: LengthLimit | null;
  readonly header: LengthLimit | null;
  readonly footer: LengthLimit | null;
  readonly button: LengthLimit | null;
  /** Buttons in one message. */
  readonly buttons: number | null;
}

const NOTHING_KNOWN: MessageLimits = {
  text: null,
  textBelowHeader: null,
  header: null,
  footer: null,
  button: null,
  buttons: null,
};

function characters(max: number, source: string, confidence: Confidence = 'medium'): LengthLimit {
  return { max, unit: 'characters', source, confidence };
}

const TELEGRAM = 'https://core.telegram.org/bots/api#sendmessage';
const INFOBIP_VIBER = 'https://www.infobip.com/docs/viber/bots/message-types';
const RCS = 'https://docs.aws.amazon.com/sms-voice/latest/userguide/sms-limitations-rcs.html';
const LINE_TEMPLATE = 'https://line.github.io/line-bot-sdk-nodejs/apidocs/type-aliases/TemplateButtons.html';
const WHATSAPP_COMPONENTS =
  'https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components';
const WHATSAPP_TEMPLATE =
  'https://docs.ycloud.com/en/documentation/whatsapp-business-platform/messaging/message-templates/template-components-and-formats.md';

/** Of free text. Channels that are left out have no limit that a source names. */
export const MESSAGE_LIMITS: Readonly<Partial<Record<Channel, Partial<MessageLimits>>>> = {
  whatsapp: {
    text: characters(4096, 'https://developers.sinch.com/docs/conversation/message-types/text-message'),
  },
  messenger: { text: characters(2000, 'https://developers.chatwoot.com/self-hosted/supported-features') },
  // A vendor says characters; bytes are what public tests show, and the stricter.
  instagram: {
    text: {
      max: 1000,
      unit: 'bytes',
      source: 'https://www.rubydoc.info/gems/instagram_connect/InstagramConnect/Media/Limits',
      confidence: 'medium',
    },
  },
  viber: { text: characters(7000, INFOBIP_VIBER) },
  telegram: { text: characters(4096, TELEGRAM, 'high') },
  line: {
    text: characters(5000, 'https://developers.line.biz/en/docs/messaging-api/text-character-count/', 'high'),
  },
  sms: { text: characters(1600, 'https://www.twilio.com/docs/api/errors/21617', 'high') },
  tiktok: { text: characters(6000, 'https://www.infobip.com/docs/tiktok/message-types') },
  rcs: { text: characters(3072, RCS), button: characters(25, RCS), buttons: 11 },
  apple_messages: {
    text: characters(3000, 'https://infobip.com/docs/apple-messages-for-business/message-types'),
  },
  x: {
    text: characters(
      10_000,
      'https://tessl.io/registry/tessl/maven-org-twitter4j--twitter4j-core/4.1.0/files/docs/direct-messages.md',
    ),
  },
  discord: {
    text: characters(
      2000,
      'https://sapphirejs.dev/docs/Documentation/api-utilities/@sapphire/discord-utilities/variables/MessageLimits/',
    ),
  },
  // Longer ones are cut off rather than refused.
  slack: {
    text: characters(
      40_000,
      'https://learn.microsoft.com/en-us/dotnet/api/azure.connectors.sdk.slack.models.postmessagerequest.messagetext',
    ),
  },
};

/** Of templates, where they differ from free text. */
export const TEMPLATE_LIMITS: Readonly<Partial<Record<Channel, Partial<MessageLimits>>>> = {
  whatsapp: {
    text: characters(1024, WHATSAPP_TEMPLATE),
    header: characters(60, WHATSAPP_COMPONENTS, 'high'),
    footer: characters(60, WHATSAPP_TEMPLATE),
    button: characters(
      25,
      'https://www.braze.com/docs/ja/user_guide/channels/whatsapp/create_a_whatsapp_message/message_and_image_formats/',
    ),
    buttons: 10,
  },
  messenger: {
    button: characters(
      20,
      'https://app.unpkg.com/@warriorteam/messenger-sdk@1.4.2/files/dist/index.js',
      'low',
    ),
    buttons: 3,
  },
  // A template message with buttons; without them it leaves as plain text (`limitsOf`).
  line: {
    text: { max: 160, unit: 'graphemes', source: LINE_TEMPLATE, confidence: 'high' },
    textBelowHeader: { max: 60, unit: 'graphemes', source: LINE_TEMPLATE, confidence: 'high' },
    header: { max: 40, unit: 'graphemes', source: LINE_TEMPLATE, confidence: 'high' },
    button: { max: 20, unit: 'graphemes', source: LINE_TEMPLATE, confidence: 'unverified' },
    buttons: 4,
  },
  // The header is the subject: 998 characters a line, less the field's name.
  email: { header: characters(989, 'https://www.rfc-editor.org/rfc/rfc5322#section-2.1.1', 'high') },
  kakaotalk: {
    text: characters(1000, 'https://www.infobip.com/docs/kakaotalk/message-types/alim-talk'),
    buttons: 5,
  },
  // A rich card.
  rcs: { text: characters(2000, RCS), header: characters(200, RCS), buttons: 4 },
  // An interactive message, since 2026-08-21.
  apple_messages: {
    header: characters(
      200,
      'https://help.webexconnect.io/changelog/apple-messages-for-business-compliance-updates',
    ),
    button: characters(
      200,
      'https://help.webexconnect.io/changelog/apple-messages-for-business-compliance-updates',
    ),
  },
};

/** What one message of this form may hold on this channel. */
export function messageLimits(channel: Channel, form: Form = 'free_form'): MessageLimits {
  const plain = { ...NOTHING_KNOWN, ...MESSAGE_LIMITS[channel] };
  return form === 'template' || form === 'utility_template'
    ? { ...plain, ...TEMPLATE_LIMITS[channel] }
    : plain;
}
