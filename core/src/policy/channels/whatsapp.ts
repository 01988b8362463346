import { hours } from '../instant.js';
import { ALWAYS, channelRules, rule, type Source } from '../rule.js';
import type { Purpose } from '../types.js';

const checkedOn = '2026-11-23';
const NOT_MARKETING: readonly Purpose[] = ['support', 'csat', 'vip_update'];

const SEND_MESSAGES: Source = {
  title: 'Meta: Send messages',
  url: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages',
  saysOn: '2026-05-21',
  confidence: 'high',
};
const PRICING: Source = {
  title: 'Meta: WhatsApp pricing (copy)',
  url: 'https://whatsapp-docs.kap.so/documentation/whatsapp/pricing',
  saysOn: '2025-12-10',
  confidence: 'high',
};
const NO_US_MARKETING: Source = {
  title: 'AWS: WhatsApp templates',
  url: 'https://docs.aws.amazon.com/end-user-messaging/latest/userguide/nx-features-whatsapp-templates.md',
  saysOn: null,
  confidence: 'medium',
};

/** WhatsApp Business Platform (Cloud API). */
export const whatsapp = channelRules('whatsapp', [
  rule({
    id: 'whatsapp.window',
    validFrom: ALWAYS,
    validTo: null,
    says: { window: { message: { lasts: hours(24) }, call: { lasts: hours(24) }, ad: { lasts: hours(24) } } },
    sources: [
      SEND_MESSAGES,
      {
        title: 'Bird: customer service window',
        url: 'https://docs.bird.com/api/channels-api/supported-channels/programmable-whatsapp/customer-service-window',
        saysOn: null,
        confidence: 'low',
      },
    ],
    checkedOn,
    notes: [
      'Our own messages, templates included, never extend the window. Bird says a template can open it; we follow Meta.',
      'The window is per sender number: an answer from another number of ours is refused (131047).',
      '360dialog says the length depends on how the conversation started; nothing longer than 24 h is sourced.',
    ],
  }),
  rule({
    id: 'whatsapp.no_guarantee',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      note: {
        code: 'open_is_no_guarantee',
        text: 'In rare cases WhatsApp refuses an answer although the window is open.',
        de: 'In seltenen Fällen lehnt WhatsApp eine Antwort ab, obwohl das Fenster offen ist.',
        verdicts: ['open'],
      },
    },
    sources: [SEND_MESSAGES],
    checkedOn,
  }),
  rule({
    id: 'whatsapp.templates',
    validFrom: ALWAYS,
    validTo: '2025-04-01',
    says: {
      forms: [
        {
          way: { form: 'template', categories: ['utility', 'marketing', 'authentication'] },
          purposes: NOT_MARKETING,
          insideToo: true,
        },
        { way: { form: 'template', categories: ['marketing'] }, purposes: ['marketing'], insideToo: true },
      ],
    },
    sources: [SEND_MESSAGES],
    checkedOn,
  }),
  rule({
    id: 'whatsapp.templates.2025-04',
    validFrom: '2025-04-01',
    validTo: null,
    says: {
      forms: [
        {
          way: { form: 'template', categories: ['utility', 'marketing', 'authentication'] },
          purposes: NOT_MARKETING,
          exceptCountries: ['US'],
          insideToo: true,
        },
        {
          way: { form: 'template', categories: ['utility', 'authentication'] },
          purposes: NOT_MARKETING,
          onlyCountries: ['US'],
          insideToo: true,
        },
        { way: { form: 'template', categories: ['marketing'] }, purposes: ['marketing'], insideToo: true },
      ],
    },
    sources: [SEND_MESSAGES, NO_US_MARKETING],
    checkedOn,
    notes: ['Marketing templates to US numbers are accepted and then not delivered.'],
  }),
  rule({
    id: 'whatsapp.us_marketing.2025-04',
    validFrom: '2025-04-01',
    validTo: null,
    says: { exclude: { purposes: ['marketing'], recipientCountries: ['US'] } },
    sources: [
      NO_US_MARKETING,
      {
        title: 'Twilio: marketing message limits on WhatsApp',
        url: 'https://support.twilio.com/hc/en-us/articles/34591224178331-Marketing-Message-Limits-on-WhatsApp',
        saysOn: null,
        confidence: 'medium',
      },
    ],
    checkedOn,
    notes: [
      'The sources speak of marketing templates. Whether free-form marketing inside an open window is delivered is not said; the safe side is no.',
    ],
  }),
  rule({
    id: 'whatsapp.opt_in',
    validFrom: ALWAYS,
    validTo: null,
    says: { consent: { optOutCovers: 'everything', marketingNeedsOptIn: true } },
    sources: [
      {
        title: 'YCloud: customer opt-in',
        url: 'https://docs.ycloud.com/en/documentation/whatsapp-business-platform/consent-policies-and-account-health/customer-opt-in.md',
        saysOn: null,
        confidence: 'medium',
      },
      {
        title: '360dialog: messaging',
        url: 'https://docs.360dialog.com/partner/messaging',
        saysOn: null,
        confidence: 'medium',
      },
    ],
    checkedOn,
    notes: [
      'Meta asks for an opt-in before any message; it may be a general one. It is enforced here for marketing.',
    ],
  }),
  rule({
    id: 'whatsapp.opt_in_reminder',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      note: {
        code: 'opt_in_required',
        text: 'WhatsApp asks for an opt-in before a business writes outside the window.',
        de: 'WhatsApp verlangt eine Einwilligung, bevor ein Unternehmen außerhalb des Fensters schreibt.',
        verdicts: ['restricted'],
      },
    },
    sources: [
      {
        title: '360dialog: messaging',
        url: 'https://docs.360dialog.com/partner/messaging',
        saysOn: null,
        confidence: 'medium',
      },
    ],
    checkedOn,
  }),
  rule({
    id: 'whatsapp.messaging_limit',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      recipientLimit: {
        note: {
          code: 'recipient_limit_reached',
          text: 'Meta’s messaging limit for 24 hours is reached.',
          de: 'Metas Nachrichtengrenze für 24 Stunden ist erreicht.',
        },
      },
    },
    sources: [
      {
        title: 'Meta: Messaging limits',
        url: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/messaging-limits',
        saysOn: null,
        confidence: 'high',
      },
      {
        title: 'Meta: Upcoming changes to messaging limits',
        url: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/upcoming-messaging-limits-changes',
        saysOn: null,
        confidence: 'high',
      },
    ],
    checkedOn: '2026-11-24',
    notes: [
      'Different people outside their windows in any 24 hours: 250 for a new business portfolio, then 2,000, 10,000, 100,000 and no limit, shared by all its numbers; until 2025-10-07 counted for each number. Meta tells the limit (`whatsapp_business_manager_messaging_limit`); an account of unknown limit is not held to one.',
      'Somebody who was written to in these 24 hours already counts no second time: `account.recipientsLast24h` are the others.',
    ],
  }),
  rule({
    id: 'whatsapp.marketing_cap',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      marketingCap: {
        lasts: hours(24),
        note: {
          code: 'marketing_held_back',
          text: 'Meta held marketing to this contact back.',
          de: 'Meta hat Werbung an diesen Kontakt zurückgehalten.',
        },
      },
    },
    sources: [
      {
        title: 'charles: WhatsApp error codes',
        url: 'https://help.hello-charles.com/en/articles/304905-understanding-whatsapp-error-codes',
        saysOn: null,
        confidence: 'medium',
      },
      {
        title: 'Twilio: marketing message limits on WhatsApp',
        url: 'https://support.twilio.com/hc/en-us/articles/34591224178331-Marketing-Message-Limits-on-WhatsApp',
        saysOn: null,
        confidence: 'medium',
      },
    ],
    checkedOn: '2026-11-24',
    notes: [
      'The cap adapts to each person and has no number; it shows as error 131049, after which at least 24 hours must pass (`window.marketingRefusedAt`).',
      'Not counted inside an open window, and not active where sender or recipient are in the EEA, the United Kingdom, Japan or South Korea.',
    ],
  }),
  rule({
    id: 'whatsapp.price',
    validFrom: ALWAYS,
    validTo: '2024-11-01',
    says: {
      price: {
        open: { kind: 'unknown', reason: 'conversation_pricing' },
        outside: { kind: 'paid', reason: 'conversation_pricing' },
        freeEntryPoint: true,
      },
    },
    sources: [PRICING],
    checkedOn,
    notes: [
      'Conversation-based pricing with a monthly free tier; what a message cost then is not answered here.',
    ],
  }),
  rule({
    id: 'whatsapp.price.2024-11',
    validFrom: '2024-11-01',
    validTo: '2025-07-01',
    says: {
      price: {
        open: { kind: 'free', reason: 'service_message' },
        outside: { kind: 'paid', reason: 'conversation_pricing' },
        freeEntryPoint: true,
      },
    },
    sources: [PRICING],
    checkedOn,
  }),
  rule({
    id: 'whatsapp.price.2025-07',
    validFrom: '2025-07-01',
    validTo: '2026-10-01',
    says: {
      price: {
        open: { kind: 'free', reason: 'service_message' },
        outside: { kind: 'paid', reason: 'template_message' },
        freeEntryPoint: true,
      },
    },
    sources: [PRICING],
    checkedOn,
    notes: [
      'Per message, on delivery, by category and country. Utility templates inside the window were free as well.',
    ],
  }),
  rule({
    id: 'whatsapp.price.2026-10',
    validFrom: '2026-10-01',
    validTo: null,
    says: {
      price: {
        open: { kind: 'paid', reason: 'service_message' },
        outside: { kind: 'paid', reason: 'template_message' },
        freeEntryPoint: true,
      },
    },
    sources: [
      { ...SEND_MESSAGES, confidence: 'medium' },
      {
        title: 'Meta: authentication-international rates (mirror)',
        url: 'https://nermalcat69.github.io/meta-developer-docs/documentation/business-messaging/whatsapp/pricing/authentication-international-rates.html',
        saysOn: '2026-07-01',
        confidence: 'medium',
      },
      {
        title: 'charles: WhatsApp service message pricing 2026',
        url: 'https://www.hello-charles.com/blog/whatsapp-service-message-pricing-what-changes-in-2026',
        saysOn: null,
        confidence: 'medium',
      },
    ],
    checkedOn: '2026-11-24',
    notes: [
      'The window itself is unchanged; only the price clock moved.',
      'Meta’s own page says that service messages are billed in a category of their own; the day is from the two others.',
      'The 72-hour free entry point stays: it starts at our reply within 24 h of a click-to-WhatsApp ad, makes every message free, and allows no free text after the window.',
    ],
  }),
]);
