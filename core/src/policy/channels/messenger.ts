import { days, hours } from '../instant.js';
import { ALWAYS, channelRules, type FormThen, rule, type Source } from '../rule.js';
import type { Purpose } from '../types.js';

const checkedOn = '2026-11-23';
const NOT_MARKETING: readonly Purpose[] = ['support', 'csat', 'vip_update'];

const POLICY: Source = {
  title: 'Meta: Messenger Platform policy',
  url: 'https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy/',
  saysOn: '2026-09-28',
  confidence: 'high',
};
const OPENERS: Source = {
  title: 'BotMother: Messenger window (quotes Meta)',
  url: 'https://docs.botmother.com/article/42064',
  saysOn: null,
  confidence: 'medium',
};
const HUMAN_AGENT: Source = {
  title: 'KeyCRM: response timeframes on Facebook and Instagram',
  url: 'https://help.keycrm.app/en/communications-sms-email-instagram-telegram-viber-marketplace-chats-telephony/response-timeframes-on-facebook-and-instagram',
  saysOn: null,
  confidence: 'medium',
};
const UTILITY: Source = {
  title: 'UChat: Facebook utility messages',
  url: 'https://feedback.uchat.com.au/updates/feature-add-facebook-utility-messages',
  saysOn: null,
  confidence: 'medium',
};

const humanAgent: FormThen = {
  way: { form: 'tag', tag: 'HUMAN_AGENT' },
  sender: 'human',
  needs: 'humanAgentApproved',
  purposes: NOT_MARKETING,
  within: days(7),
};
const utilityTemplate: FormThen = {
  way: { form: 'utility_template' },
  needs: 'utilityMessaging',
  purposes: NOT_MARKETING,
  insideToo: true,
};

/** Facebook Messenger. */
export const messenger = channelRules('messenger', [
  rule({
    id: 'messenger.window',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      firstContact: 'refused',
      window: {
        message: { lasts: hours(24) },
        menu: { lasts: hours(24) },
        qr: { lasts: hours(24) },
        reaction: { lasts: hours(24) },
        ad: {
          lasts: hours(24),
          note: {
            code: 'ad_window_may_be_longer',
            text: 'After a click-to-Messenger ad Meta allows up to 7 days; 24 hours is what is certain.',
            de: 'Nach einer Click-to-Messenger-Anzeige erlaubt Meta bis zu 7 Tage; sicher sind 24 Stunden.',
          },
        },
      },
    },
    sources: [POLICY, OPENERS],
    checkedOn,
    notes: [
      'The policy says "up to 7 days" from the first message after an ad and fixes no length, so free text is offered for 24 h only.',
      '`menu` is a button such as Get Started, `qr` an m.me link or code used in an existing conversation.',
    ],
  }),
  rule({
    id: 'messenger.after_window',
    validFrom: ALWAYS,
    validTo: '2026-04-27',
    says: {
      forms: [
        humanAgent,
        { way: { form: 'tag', tag: 'CONFIRMED_EVENT_UPDATE' }, purposes: NOT_MARKETING },
        { way: { form: 'tag', tag: 'POST_PURCHASE_UPDATE' }, purposes: NOT_MARKETING },
        { way: { form: 'tag', tag: 'ACCOUNT_UPDATE' }, purposes: NOT_MARKETING },
        utilityTemplate,
      ],
    },
    sources: [
      {
        title: 'Meta: message tags (old copy)',
        url: 'https://developers.facebook.com/docs/messenger-platform/send-messages/message-tags/',
        saysOn: null,
        confidence: 'medium',
      },
      UTILITY,
    ],
    checkedOn,
    notes: ['Each tag was bound to its use; no source names a duration for them.'],
  }),
  rule({
    id: 'messenger.after_window.2026-04',
    validFrom: '2026-04-27',
    validTo: null,
    says: { forms: [humanAgent, utilityTemplate] },
    sources: [
      HUMAN_AGENT,
      {
        title: 'Chatwoot 14669 (quotes Meta): message tags rejected',
        url: 'https://github.com/chatwoot/chatwoot/issues/14669',
        saysOn: null,
        confidence: 'medium',
      },
      {
        title: 'erxes 9177: retired tags',
        url: 'https://github.com/erxes/erxes/pull/9177',
        saysOn: null,
        confidence: 'medium',
      },
      UTILITY,
      {
        title: 'Meta: send a utility message (copy)',
        url: 'https://nermalcat69.github.io/meta-developer-docs/documentation/business-messaging/messenger-platform/send-messages/templates.html',
        saysOn: '2026-03-13',
        confidence: 'medium',
      },
      {
        title: 'PPC Land: Meta introduces utility messages',
        url: 'https://ppc.land/meta-introduces-utility-messages-for-business-communication-compliance',
        saysOn: '2025-07-29',
        confidence: 'medium',
      },
    ],
    checkedOn,
    notes: [
      'CONFIRMED_EVENT_UPDATE, POST_PURCHASE_UPDATE and ACCOUNT_UPDATE answer error 100 since 2026-04-27, inside the window as well; one user reports 2026-02-10.',
      'HUMAN_AGENT is for what a person writes, needs Meta’s app review, and allows no promotion. A person’s tagged answer does not let automations write again.',
      'Utility messages: in the open beta of July 2025 for pages and people in the United States, Vietnam, Thailand and the Philippines only; a copy of Meta’s page of 2026-03-13 names no region. They are offered to accounts with `utilityMessaging`.',
    ],
  }),
  rule({
    id: 'messenger.price',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      price: {
        open: { kind: 'free', reason: 'channel_is_free' },
        outside: { kind: 'free', reason: 'channel_is_free' },
      },
    },
    sources: [
      {
        title: 'Meta: Messenger Platform overview',
        url: 'https://developers.facebook.com/documentation/business-messaging/messenger-platform/overview.md',
        saysOn: null,
        confidence: 'high',
      },
    ],
    checkedOn,
    notes: ['Marketing messages to subscribers are paid and not covered here.'],
  }),
]);
