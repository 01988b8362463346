// Generated from policy/channels by `npm run generate`. Do not edit.
import { expand } from './expand.js';

export const whatsapp = /* @__PURE__ */ expand('whatsapp', [
  [
    'window',
    { window: { message: { lasts: 86400000 }, call: { lasts: 86400000 }, ad: { lasts: 86400000 } } },
    'https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages',
  ],
  [
    'no_guarantee',
    {
      note: {
        code: 'open_is_no_guarantee',
        text: 'In rare cases WhatsApp refuses an answer although the window is open.',
        verdicts: ['open'],
      },
    },
  ],
  [
    'templates',
    {
      forms: [
        {
          way: { form: 'template', categories: ['utility', 'marketing', 'authentication'] },
          purposes: ['support', 'csat', 'vip_update'],
          insideToo: true,
        },
        { way: { form: 'template', categories: ['marketing'] }, purposes: ['marketing'], insideToo: true },
      ],
    },
    'https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages',
    null,
    '2025-04-01',
  ],
  [
    'templates.2025-04',
    {
      forms: [
        {
          way: { form: 'template', categories: ['utility', 'marketing', 'authentication'] },
          purposes: ['support', 'csat', 'vip_update'],
          exceptCountries: ['US'],
          insideToo: true,
        },
        {
          way: { form: 'template', categories: ['utility', 'authentication'] },
          purposes: ['support', 'csat', 'vip_update'],
          onlyCountries: ['US'],
          insideToo: true,
        },
        { way: { form: 'template', categories: ['marketing'] }, purposes: ['marketing'], insideToo: true },
      ],
    },
    'https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages',
    '2025-04-01',
  ],
  [
    'us_marketing.2025-04',
    { exclude: { purposes: ['marketing'], recipientCountries: ['US'] } },
    'https://docs.aws.amazon.com/end-user-messaging/latest/userguide/nx-features-whatsapp-templates.md',
    '2025-04-01',
  ],
  [
    'opt_in',
    { consent: { optOutCovers: 'everything', marketingNeedsOptIn: true } },
    'https://docs.ycloud.com/en/documentation/whatsapp-business-platform/consent-policies-and-account-health/customer-opt-in.md',
  ],
  [
    'opt_in_reminder',
    {
      note: {
        code: 'opt_in_required',
        text: 'WhatsApp asks for an opt-in before a business writes outside the window.',
        verdicts: ['restricted'],
      },
    },
  ],
  [
    'messaging_limit',
    {
      recipientLimit: {
        note: { code: 'recipient_limit_reached', text: 'Meta’s messaging limit for 24 hours is reached.' },
      },
    },
    'https://developers.facebook.com/documentation/business-messaging/whatsapp/messaging-limits',
  ],
  [
    'marketing_cap',
    {
      marketingCap: {
        lasts: 86400000,
        note: { code: 'marketing_held_back', text: 'Meta held marketing to this contact back.' },
      },
    },
    'https://help.hello-charles.com/en/articles/304905-understanding-whatsapp-error-codes',
  ],
  [
    'price',
    {
      price: {
        open: { kind: 'unknown', reason: 'conversation_pricing' },
        outside: { kind: 'paid', reason: 'conversation_pricing' },
        freeEntryPoint: true,
      },
    },
    '',
    null,
    '2024-11-01',
  ],
  [
    'price.2024-11',
    {
      price: {
        open: { kind: 'free', reason: 'service_message' },
        outside: { kind: 'paid', reason: 'conversation_pricing' },
        freeEntryPoint: true,
      },
    },
    'https://whatsapp-docs.kap.so/documentation/whatsapp/pricing',
    '2024-11-01',
    '2025-07-01',
  ],
  [
    'price.2025-07',
    {
      price: {
        open: { kind: 'free', reason: 'service_message' },
        outside: { kind: 'paid', reason: 'template_message' },
        freeEntryPoint: true,
      },
    },
    'https://whatsapp-docs.kap.so/documentation/whatsapp/pricing',
    '2025-07-01',
    '2026-10-01',
  ],
  [
    'price.2026-10',
    {
      price: {
        open: { kind: 'paid', reason: 'service_message' },
        outside: { kind: 'paid', reason: 'template_message' },
        freeEntryPoint: true,
      },
    },
    'https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages',
    '2026-10-01',
  ],
]);

export const messenger = /* @__PURE__ */ expand('messenger', [
  [
    'window',
    {
      firstContact: 'refused',
      window: {
        message: { lasts: 86400000 },
        menu: { lasts: 86400000 },
        qr: { lasts: 86400000 },
        reaction: { lasts: 86400000 },
        ad: {
          lasts: 86400000,
          note: {
            code: 'ad_window_may_be_longer',
            text: 'After a click-to-Messenger ad Meta allows up to 7 days; 24 hours is what is certain.',
          },
        },
      },
    },
    'https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy/',
  ],
  [
    'after_window',
    {
      forms: [
        {
          way: { form: 'tag', tag: 'HUMAN_AGENT' },
          sender: 'human',
          needs: 'humanAgentApproved',
          purposes: ['support', 'csat', 'vip_update'],
          within: 604800000,
        },
        { way: { form: 'tag', tag: 'CONFIRMED_EVENT_UPDATE' }, purposes: ['support', 'csat', 'vip_update'] },
        { way: { form: 'tag', tag: 'POST_PURCHASE_UPDATE' }, purposes: ['support', 'csat', 'vip_update'] },
        { way: { form: 'tag', tag: 'ACCOUNT_UPDATE' }, purposes: ['support', 'csat', 'vip_update'] },
        {
          way: { form: 'utility_template' },
          needs: 'utilityMessaging',
          purposes: ['support', 'csat', 'vip_update'],
          insideToo: true,
        },
      ],
    },
    'https://developers.facebook.com/docs/messenger-platform/send-messages/message-tags/',
    null,
    '2026-04-27',
  ],
  [
    'after_window.2026-04',
    {
      forms: [
        {
          way: { form: 'tag', tag: 'HUMAN_AGENT' },
          sender: 'human',
          needs: 'humanAgentApproved',
          purposes: ['support', 'csat', 'vip_update'],
          within: 604800000,
        },
        {
          way: { form: 'utility_template' },
          needs: 'utilityMessaging',
          purposes: ['support', 'csat', 'vip_update'],
          insideToo: true,
        },
      ],
    },
    'https://help.keycrm.app/en/communications-sms-email-instagram-telegram-viber-marketplace-chats-telephony/response-timeframes-on-facebook-and-instagram',
    '2026-04-27',
  ],
  [
    'price',
    {
      price: {
        open: { kind: 'free', reason: 'channel_is_free' },
        outside: { kind: 'free', reason: 'channel_is_free' },
      },
    },
  ],
]);

export const instagram = /* @__PURE__ */ expand('instagram', [
  [
    'window',
    {
      firstContact: 'refused',
      window: {
        message: { lasts: 86400000 },
        story: { lasts: 86400000 },
        ad: {
          lasts: 86400000,
          note: {
            code: 'ad_window_may_be_longer',
            text: 'After a click-to-Direct ad Meta allows up to 7 days; 24 hours is what is certain.',
          },
        },
      },
    },
    'https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy/',
  ],
  [
    'after_window',
    {
      forms: [
        {
          way: { form: 'tag', tag: 'HUMAN_AGENT' },
          sender: 'human',
          needs: 'humanAgentApproved',
          purposes: ['support', 'csat', 'vip_update'],
          within: 604800000,
        },
      ],
    },
    'https://developers.facebook.com/docs/instagram-messaging/overview',
  ],
  [
    'consent',
    { consent: { optOutCovers: 'everything', threadDeletionEnds: true } },
    'https://github.com/ComposioHQ/composio/issues/3604',
  ],
]);

export const viber = /* @__PURE__ */ expand('viber', [
  [
    'session',
    { firstContact: 'refused', window: { message: { lasts: 86400000 } } },
    'https://docs.gupshup.io/docs/viber-compliance-and-guidelines',
  ],
  [
    'session_clock',
    {
      note: {
        code: 'sources_conflict',
        text: 'Sources disagree whether Viber counts the 24 hours from the first or the last message; it can cost a fee, never the permission.',
        verdicts: ['open'],
      },
    },
  ],
  [
    'bot_initiated',
    {
      forms: [
        {
          way: { form: 'bot_initiated' },
          allowance: { perMonth: 10000, accountsCreatedBefore: '2024-02-05' },
        },
      ],
    },
    'https://help.viber.com/hc/en-us/articles/8790322961309-Bot-commercial-model-FAQ-legacy',
  ],
  [
    'price',
    {
      price: {
        open: { kind: 'free', reason: 'session_message' },
        outside: { kind: 'unknown', reason: 'account_age_unknown' },
      },
    },
  ],
]);

export const wechat = /* @__PURE__ */ expand('wechat', [
  [
    'window',
    {
      firstContact: 'refused',
      window: {
        message: { lasts: 172800000, max: 20 },
        menu: { lasts: 60000, max: 3 },
        follow: { lasts: 60000, max: 3 },
        qr: { lasts: 60000, max: 3 },
      },
    },
    'https://blog.csdn.net/tao_qiong/article/details/117958721',
    null,
    '2023-06-12',
  ],
  [
    'window.2023-06',
    {
      firstContact: 'refused',
      window: {
        message: { lasts: 172800000, max: 5 },
        menu: { lasts: 60000, max: 3 },
        follow: { lasts: 60000, max: 3 },
        qr: { lasts: 60000, max: 3 },
        payment: {
          lasts: 172800000,
          note: {
            code: 'service_account_only',
            text: 'A payment opens the window for service accounts only.',
          },
        },
      },
    },
    'https://developers.weixin.qq.com/doc/offiaccount/Customer_Service/Customer_Service_Messages.html',
    '2023-06-12',
  ],
]);

export const telegram = /* @__PURE__ */ expand('telegram', [
  ['window', { window: 'none', firstContact: 'refused' }, 'https://github.com/vrumger/telegram-errors'],
  [
    'business_connection',
    { window: { message: { lasts: 86400000 } }, firstContact: 'refused', accounts: 'businessConnection' },
    'https://docs.aiogram.dev/en/v3.20.0/api/types/business_connection.html',
  ],
]);

export const line = /* @__PURE__ */ expand('line', [
  ['window', { window: 'none' }, 'https://developers.line.biz/en/reference/messaging-api/'],
  ['quota', { monthlyQuota: 'plan' }, 'https://github.com/line/line-bot-sdk-java/issues/426'],
  [
    'price',
    {
      price: {
        open: { kind: 'unknown', reason: 'plan_unknown' },
        outside: { kind: 'unknown', reason: 'plan_unknown' },
      },
    },
  ],
]);

export const websiteChat = /* @__PURE__ */ expand('website_chat', [
  ['window', { window: 'none' }, 'https://docs.qwetty.com/en/inbox/channel-limitations'],
  [
    'visitor_may_be_gone',
    {
      note: {
        code: 'may_not_be_seen',
        text: 'A visitor who has left the site sees the message only on the next visit.',
        verdicts: ['open'],
      },
    },
  ],
  [
    'price',
    {
      price: {
        open: { kind: 'free', reason: 'own_channel' },
        outside: { kind: 'free', reason: 'own_channel' },
      },
    },
  ],
]);

export const sms = /* @__PURE__ */ expand('sms', [
  ['window', { window: 'none' }, 'https://help.respond.io/l/en/support-use-case/send-outbound-messages'],
  [
    'opt_out',
    { consent: { optOutCovers: 'everything', marketingNeedsOptIn: true } },
    'https://www.twilio.com/docs/api/errors/21610',
  ],
  [
    'quiet_hours',
    {
      quietHours: {
        from: '21:00',
        to: '08:00',
        zone: 'recipient',
        purposes: ['marketing'],
        countries: ['US', 'PR', 'VI', 'GU', 'AS', 'MP'],
        advice: {
          code: 'quiet_hours_advice',
          text: 'It is between 21:00 and 8:00 where the recipient lives; consider waiting.',
        },
      },
    },
    'https://fedsoc.org/commentary/fedsoc-blog/navigating-a-tcpa-minefield-understanding-the-quiet-hours-rule',
  ],
  [
    'price',
    {
      price: {
        open: { kind: 'paid', reason: 'per_segment' },
        outside: { kind: 'paid', reason: 'per_segment' },
      },
    },
  ],
]);

export const email = /* @__PURE__ */ expand('email', [
  ['window', { window: 'none' }, 'https://help.respond.io/l/en/support-use-case/send-outbound-messages'],
  [
    'opt_out',
    { consent: { optOutCovers: ['csat', 'vip_update', 'marketing'] } },
    'https://google-support.mirrorblogs.com/a/answer/15263077',
  ],
  [
    'one_click_unsubscribe',
    {
      note: {
        code: 'one_click_unsubscribe_required',
        text: 'Subscription mail needs List-Unsubscribe and List-Unsubscribe-Post headers under a DKIM signature, honoured within 48 hours.',
        purposes: ['marketing'],
        verdicts: ['open'],
      },
    },
  ],
]);

export const tiktok = /* @__PURE__ */ expand('tiktok', [
  [
    'window',
    { firstContact: 'refused', window: { message: { lasts: 172800000, max: 10 } } },
    'https://help.chatfuel.com/messaging-rules-for-tiktok-26834b06ecf880328af6f4fb563e603c',
  ],
  [
    'regions',
    {
      exclude: {
        accountRegions: [
          'AT',
          'BE',
          'BG',
          'HR',
          'CY',
          'CZ',
          'DK',
          'EE',
          'FI',
          'FR',
          'DE',
          'GR',
          'HU',
          'IS',
          'IE',
          'IT',
          'LV',
          'LI',
          'LT',
          'LU',
          'MT',
          'NL',
          'NO',
          'PL',
          'PT',
          'RO',
          'SK',
          'SI',
          'ES',
          'SE',
          'CH',
          'GB',
        ],
      },
    },
    'https://respond.io/help/tiktok/tiktok-overview',
  ],
  [
    'price',
    {
      price: {
        open: { kind: 'free', reason: 'channel_is_free' },
        outside: { kind: 'free', reason: 'channel_is_free' },
      },
    },
  ],
]);

export const rcs = /* @__PURE__ */ expand('rcs', [
  ['window', { window: 'none' }, 'https://www.infobip.com/docs/rcs/billing-types.md'],
  [
    'price',
    {
      price: {
        open: { kind: 'paid', reason: 'per_message' },
        outside: { kind: 'paid', reason: 'per_message' },
      },
    },
  ],
]);

export const appleMessages = /* @__PURE__ */ expand('apple_messages', [
  [
    'conversation',
    { window: 'none', firstContact: 'refused' },
    'https://register.apple.com/resources/messages/messaging-documentation/policies',
  ],
  [
    'consent',
    { consent: { optOutCovers: 'everything', marketingNeedsOptIn: true, threadDeletionEnds: true } },
    'https://register.apple.com/resources/messages/messaging-documentation/policies',
  ],
  [
    'notifications',
    {
      note: {
        code: 'notice_required',
        text: 'Notifications about accounts and transactions need the notice Apple prescribes and a way to unsubscribe.',
        verdicts: ['open'],
        purposes: ['csat', 'vip_update', 'marketing'],
      },
    },
  ],
]);

export const zaloOa = /* @__PURE__ */ expand('zalo_oa', [
  [
    'window',
    { window: { message: { lasts: 172800000, max: 8 } } },
    'https://zalooa.freshdesk.com/support/solutions/articles/64000261136',
  ],
  [
    'zns',
    {
      forms: [
        { way: { form: 'template', categories: ['utility'] }, purposes: ['support', 'csat', 'vip_update'] },
      ],
    },
    'https://docs.abot.vn/channels/zalo-oa/bang-gia-zalo-oa',
  ],
  [
    'price',
    {
      price: {
        open: { kind: 'free', reason: 'session_message' },
        outside: { kind: 'paid', reason: 'template_message' },
      },
    },
  ],
]);

export const kakaotalk = /* @__PURE__ */ expand('kakaotalk', [
  [
    'window',
    { window: 'template_only' },
    'https://docs.kakaoi.ai/kakao_i_connect_message/bizmessage_eng/agent/at/',
  ],
  [
    'templates',
    {
      forms: [
        { way: { form: 'template', categories: ['utility'] }, purposes: ['support', 'csat', 'vip_update'] },
        { way: { form: 'template', categories: ['marketing'] }, purposes: ['marketing'] },
      ],
    },
    'https://docs.kakaoi.ai/kakao_i_connect_message/bizmessage_eng/agent/at/',
  ],
  [
    'consent',
    { consent: { optOutCovers: 'everything', marketingNeedsOptIn: true } },
    'https://docs.nhncloud.com/en/Notification/KakaoTalk%20Bizmessage/en/friendtalkupgrade-overview/',
  ],
  [
    'night',
    { quietHours: { from: '20:00', to: '09:00', zone: 'Asia/Seoul', purposes: ['marketing'] } },
    'https://docs.nhncloud.com/en/Notification/KakaoTalk%20Bizmessage/en/friendtalkupgrade-overview/',
  ],
]);

export const x = /* @__PURE__ */ expand('x', [
  [
    'window',
    { window: 'none' },
    'https://pub.dev/documentation/twitter_api_v2/latest/twitter_api_v2/DirectMessagesService/createMessage.html',
  ],
  [
    'recipient_settings',
    {
      note: {
        code: 'recipient_may_refuse',
        text: 'X delivers only to people who follow the account or take messages from everybody; nobody can ask beforehand.',
        verdicts: ['open'],
      },
    },
  ],
]);

export const discord = /* @__PURE__ */ expand('discord', [
  ['window', { window: 'none' }, 'https://github.com/discord/discord-api-docs/discussions/7999'],
  [
    'recipient_settings',
    {
      note: {
        code: 'recipient_may_refuse',
        text: 'Discord may refuse a direct message by the member’s settings; nobody can ask beforehand.',
        verdicts: ['open'],
      },
    },
  ],
]);

export const slack = /* @__PURE__ */ expand('slack', [
  ['window', { window: 'none' }, 'https://api.slack.com/docs/rate-limits'],
]);

export const everyChannel = [
  whatsapp,
  messenger,
  instagram,
  viber,
  wechat,
  telegram,
  line,
  websiteChat,
  sms,
  email,
  tiktok,
  rcs,
  appleMessages,
  zaloOa,
  kakaotalk,
  x,
  discord,
  slack,
];
