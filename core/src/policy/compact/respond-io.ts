// Generated from policy/channels by `npm run generate`. Do not edit.
import { expand } from './expand.js';

export const telegram = /* @__PURE__ */ expand('telegram', 'respond_io.telegram.', [
  ['window', { window: 'none' }, 'https://help.respond.io/l/en/support-use-case/send-outbound-messages'],
]);

export const line = /* @__PURE__ */ expand('line', 'respond_io.line.', [
  ['window', { window: 'none' }, 'https://help.respond.io/l/en/support-use-case/send-outbound-messages'],
]);

export const websiteChat = /* @__PURE__ */ expand('website_chat', 'respond_io.website_chat.', [
  ['window', { window: 'none' }, 'https://help.respond.io/l/en/support-use-case/send-outbound-messages'],
]);

export const sms = /* @__PURE__ */ expand('sms', 'respond_io.sms.', [
  ['window', { window: 'none' }, 'https://help.respond.io/l/en/support-use-case/send-outbound-messages'],
]);

export const email = /* @__PURE__ */ expand('email', 'respond_io.email.', [
  ['window', { window: 'none' }, 'https://help.respond.io/l/en/support-use-case/send-outbound-messages'],
]);

export const whatsapp = /* @__PURE__ */ expand('whatsapp', 'respond_io.whatsapp.', [
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
]);

export const messenger = /* @__PURE__ */ expand('messenger', 'respond_io.messenger.', [
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
]);

export const instagram = /* @__PURE__ */ expand('instagram', 'respond_io.instagram.', [
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
]);

export const viber = /* @__PURE__ */ expand('viber', 'respond_io.viber.', [
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
]);

export const wechat = /* @__PURE__ */ expand('wechat', 'respond_io.wechat.', [
  [
    'window',
    { window: { message: { lasts: 172800000, max: 20 } } },
    'https://help.respond.io/l/en/support-use-case/send-outbound-messages',
  ],
]);
