import { ALWAYS, channelRules, rule, type Source } from '../rule.js';

const checkedOn = '2026-11-23';

const PRICING: Source = {
  title: 'LINE: Messaging API pricing',
  url: 'https://developers.line.biz/en/docs/messaging-api/pricing/',
  saysOn: '2026-08-13',
  confidence: 'medium',
};

/** LINE official account, push messages. */
export const line = channelRules('line', [
  rule({
    id: 'line.window',
    validFrom: ALWAYS,
    validTo: null,
    says: { window: 'none' },
    sources: [
      {
        title: 'LINE: Messaging API reference',
        url: 'https://developers.line.biz/en/reference/messaging-api/',
        saysOn: null,
        confidence: 'high',
      },
    ],
    checkedOn,
    notes: ['A message to somebody who blocked the account is answered 200 and never arrives.'],
  }),
  rule({
    id: 'line.quota',
    validFrom: ALWAYS,
    validTo: null,
    says: { monthlyQuota: 'plan' },
    sources: [
      {
        title: 'line-bot-sdk-java 426: "You have reached your monthly limit."',
        url: 'https://github.com/line/line-bot-sdk-java/issues/426',
        saysOn: null,
        confidence: 'high',
      },
      PRICING,
    ],
    checkedOn,
    notes: [
      'In Japan: Communication 200, Light 5,000, Standard 30,000 with paid overage. Push, multicast, narrowcast and broadcast count; that replies do not is unverified.',
    ],
  }),
  rule({
    id: 'line.price',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      price: {
        open: { kind: 'unknown', reason: 'plan_unknown' },
        outside: { kind: 'unknown', reason: 'plan_unknown' },
      },
    },
    sources: [PRICING],
    checkedOn,
    notes: ['Free within the plan’s monthly messages, paid beyond them where the plan sells more.'],
  }),
]);
