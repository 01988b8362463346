import { ALWAYS, channelRules, rule, type Source } from '../rule.js';

const checkedOn = '2026-11-23';

const BILLING: Source = {
  title: 'Infobip: RCS billing types',
  url: 'https://www.infobip.com/docs/rcs/billing-types.md',
  saysOn: null,
  confidence: 'high',
};
const US_BILLING: Source = {
  title: 'Google: US billing model',
  url: 'https://developers.google.com/business-communications/rcs-business-messaging/carriers/billing/us-billing-model.md.txt',
  saysOn: null,
  confidence: 'high',
};

/** RCS Business Messaging (Google). */
export const rcs = channelRules('rcs', [
  rule({
    id: 'rcs.window',
    validFrom: ALWAYS,
    validTo: null,
    says: { window: 'none' },
    sources: [BILLING, US_BILLING],
    checkedOn,
    notes: [
      'No window for sending; an answer within 24 h only makes a cheaper session of it. The category of an agent is fixed at launch.',
    ],
  }),
  rule({
    id: 'rcs.price',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      price: {
        open: { kind: 'paid', reason: 'per_message' },
        outside: { kind: 'paid', reason: 'per_message' },
      },
    },
    sources: [BILLING, US_BILLING],
    checkedOn,
    notes: [
      'Basic: text up to 160 bytes of UTF-8. Single: longer or rich. Session: 24 h after an answer. The US has its own model.',
    ],
  }),
]);
