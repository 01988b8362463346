// Generated from policy/channels by `npm run generate`. Do not edit.
import { expand } from './expand.js';

export const telegram = /* @__PURE__ */ expand(
  'telegram',
  [['window', { window: 'none' }, 'https://help.respond.io/l/en/support-use-case/send-outbound-messages']],
  'respond_io.',
);

export const line = /* @__PURE__ */ expand(
  'line',
  [['window', { window: 'none' }, 'https://help.respond.io/l/en/support-use-case/send-outbound-messages']],
  'respond_io.',
);

export const websiteChat = /* @__PURE__ */ expand(
  'website_chat',
  [['window', { window: 'none' }, 'https://help.respond.io/l/en/support-use-case/send-outbound-messages']],
  'respond_io.',
);

export const sms = /* @__PURE__ */ expand(
  'sms',
  [['window', { window: 'none' }, 'https://help.respond.io/l/en/support-use-case/send-outbound-messages']],
  'respond_io.',
);

export const email = /* @__PURE__ */ expand(
  'email',
  [['window', { window: 'none' }, 'https://help.respond.io/l/en/support-use-case/send-outbound-messages']],
  'respond_io.',
);

export const whatsapp = /* @__PURE__ */ expand(
  'whatsapp',
  [
    [
      'window',
      { window: { message: { lasts: 86400000 }, ad: { lasts: 86400000 } } },
      'https://help.respond.io/l/en/support-use-case/send-outbound-messages',
    ],
    [
      'after_window',
      {
        forms: [
          {
            way: { form: 'template', categories: ['utility', 'marketing', 'authentication'] },
            insideToo: true,
          },
        ],
      },
      'https://help.respond.io/l/en/support-use-case/send-outbound-messages',
    ],
  ],
  'respond_io.',
);

export const messenger = /* @__PURE__ */ expand(
  'messenger',
  [
    [
      'window',
      { window: { message: { lasts: 86400000 }, ad: { lasts: 86400000 } } },
      'https://help.respond.io/l/en/support-use-case/send-outbound-messages',
    ],
    [
      'after_window',
      {
        forms: [
          { way: { form: 'tag', tag: 'HUMAN_AGENT' }, sender: 'human', within: 604800000 },
          { way: { form: 'tag', tag: 'CONFIRMED_EVENT_UPDATE' } },
          { way: { form: 'tag', tag: 'POST_PURCHASE_UPDATE' } },
          { way: { form: 'tag', tag: 'ACCOUNT_UPDATE' } },
        ],
      },
      'https://help.respond.io/l/en/support-use-case/send-outbound-messages',
    ],
  ],
  'respond_io.',
);

export const instagram = /* @__PURE__ */ expand(
  'instagram',
  [
    [
      'window',
      { window: { message: { lasts: 86400000 }, ad: { lasts: 86400000 }, story: { lasts: 86400000 } } },
      'https://help.respond.io/l/en/support-use-case/send-outbound-messages',
    ],
    [
      'after_window',
      { forms: [{ way: { form: 'tag', tag: 'HUMAN_AGENT' }, sender: 'human', within: 604800000 }] },
      'https://help.respond.io/l/en/support-use-case/send-outbound-messages',
    ],
  ],
  'respond_io.',
);

export const viber = /* @__PURE__ */ expand(
  'viber',
  [
    [
      'window',
      { window: { message: { lasts: 86400000 } } },
      'https://help.respond.io/l/en/support-use-case/send-outbound-messages',
    ],
    [
      'bot_initiated',
      { forms: [{ way: { form: 'bot_initiated' }, allowance: { perMonth: 10000 } }] },
      'https://help.respond.io/l/en/support-use-case/send-outbound-messages',
    ],
  ],
  'respond_io.',
);

export const wechat = /* @__PURE__ */ expand(
  'wechat',
  [
    [
      'window',
      { window: { message: { lasts: 172800000, max: 20 } } },
      'https://help.respond.io/l/en/support-use-case/send-outbound-messages',
    ],
  ],
  'respond_io.',
);

export const everyChannel = [
  telegram,
  line,
  websiteChat,
  sms,
  email,
  whatsapp,
  messenger,
  instagram,
  viber,
  wechat,
];
