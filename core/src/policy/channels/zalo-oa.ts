import { hours } from '../instant.js';
import { ALWAYS, channelRules, rule, type Source } from '../rule.js';

const checkedOn = '2026-11-23';

const FRESHDESK: Source = {
  title: 'Zalo OA: consultation messages',
  url: 'https://zalooa.freshdesk.com/support/solutions/articles/64000261136',
  saysOn: null,
  confidence: 'medium',
};
const ABOT: Source = {
  title: 'Abot: Zalo OA prices',
  url: 'https://docs.abot.vn/channels/zalo-oa/bang-gia-zalo-oa',
  saysOn: null,
  confidence: 'medium',
};

/** Zalo official account. */
export const zaloOa = channelRules('zalo_oa', [
  rule({
    id: 'zalo_oa.window',
    validFrom: ALWAYS,
    validTo: null,
    says: { window: { message: { lasts: hours(48), max: 8 } } },
    sources: [
      FRESHDESK,
      {
        title: 'redai-zalo-sdk: consultation service',
        url: 'https://app.unpkg.com/@warriorteam/redai-zalo-sdk@1.32.17/files/docs/CONSULTATION_SERVICE.md',
        saysOn: null,
        confidence: 'low',
      },
    ],
    checkedOn,
    notes: [
      'Each message of the contact starts 48 h and 8 free answers again. Later or further ones are "proactive": quota or paid, by the account’s package, and not offered here.',
      'An SDK document says 48 h as a hard limit without a count. A rule of 7 days (error -230) is known from one project only, and is the wider one.',
    ],
  }),
  rule({
    id: 'zalo_oa.zns',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      forms: [
        { way: { form: 'template', categories: ['utility'] }, purposes: ['support', 'csat', 'vip_update'] },
      ],
    },
    sources: [ABOT],
    checkedOn,
    notes: ['ZNS: approved templates by phone number, for people who do not follow the account too.'],
  }),
  rule({
    id: 'zalo_oa.price',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      price: {
        open: { kind: 'free', reason: 'session_message' },
        outside: { kind: 'paid', reason: 'template_message' },
      },
    },
    sources: [ABOT, FRESHDESK],
    checkedOn,
  }),
]);
