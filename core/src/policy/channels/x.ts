import { ALWAYS, channelRules, rule, type Source } from '../rule.js';

const checkedOn = '2026-11-23';

const DIRECT_MESSAGES: Source = {
  title: 'twitter_api_v2: createMessage',
  url: 'https://pub.dev/documentation/twitter_api_v2/latest/twitter_api_v2/DirectMessagesService/createMessage.html',
  saysOn: null,
  confidence: 'medium',
};

/** Direct messages on X. */
export const x = channelRules('x', [
  rule({
    id: 'x.window',
    validFrom: ALWAYS,
    validTo: null,
    says: { window: 'none' },
    sources: [
      DIRECT_MESSAGES,
      {
        title: 'Qiita: limits of direct messages',
        url: 'https://qiita.com/ts-3156/items/1b748913e9d743e8d6a9',
        saysOn: null,
        confidence: 'medium',
      },
    ],
    checkedOn,
    notes: [
      'Up to 5 messages within 24 h of each message of the contact are outside the rate count (1,000 a day and user); that is a rate, not a permission.',
    ],
  }),
  rule({
    id: 'x.recipient_settings',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      note: {
        code: 'recipient_may_refuse',
        text: 'X delivers only to people who follow the account or take messages from everybody; nobody can ask beforehand.',
        de: 'X stellt nur Menschen zu, die dem Konto folgen oder Nachrichten von allen annehmen; vorab lässt sich das nicht erfragen.',
        verdicts: ['open'],
      },
    },
    sources: [DIRECT_MESSAGES],
    checkedOn,
  }),
]);
