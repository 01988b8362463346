import { hours, minutes } from '../instant.js';
import { ALWAYS, channelRules, rule, type Source } from '../rule.js';

const checkedOn = '2026-11-23';

const CUSTOMER_SERVICE: Source = {
  title: 'WeChat: customer service messages',
  url: 'https://developers.weixin.qq.com/doc/offiaccount/Customer_Service/Customer_Service_Messages.html',
  saysOn: null,
  confidence: 'high',
};
const short = { lasts: minutes(1), max: 3 };

/** WeChat official account, customer-service messages. */
export const wechat = channelRules('wechat', [
  rule({
    id: 'wechat.window',
    validFrom: ALWAYS,
    validTo: '2023-06-12',
    says: {
      firstContact: 'refused',
      window: { message: { lasts: hours(48), max: 20 }, menu: short, follow: short, qr: short },
    },
    sources: [
      {
        title: 'CSDN: customer service messages',
        url: 'https://blog.csdn.net/tao_qiong/article/details/117958721',
        saysOn: '2021-06-16',
        confidence: 'medium',
      },
    ],
    checkedOn,
    notes: ['Sourced for 2021-06 to 2023-06 only; what held before is not known. The seed still says 20.'],
  }),
  rule({
    id: 'wechat.window.2023-06',
    validFrom: '2023-06-12',
    validTo: null,
    says: {
      firstContact: 'refused',
      window: {
        message: { lasts: hours(48), max: 5 },
        menu: short,
        follow: short,
        qr: short,
        payment: {
          lasts: hours(48),
          note: {
            code: 'service_account_only',
            text: 'A payment opens the window for service accounts only.',
            de: 'Eine Zahlung öffnet das Fenster nur bei Servicekonten.',
          },
        },
      },
    },
    sources: [
      CUSTOMER_SERVICE,
      {
        title: 'Ducksell: 20 becomes 5',
        url: 'https://ducksell.com/p/30522.html',
        saysOn: '2023-06-12',
        confidence: 'medium',
      },
    ],
    checkedOn,
    notes: [
      'Rolled out until about August 2023; 2023-06-12 is the safe side.',
      'A click in the menu gives 3 messages in one minute and not the 5 in 48 hours as well.',
      'Messages after a payment are not limited in number. The Chinese page for subscription accounts leaves payments out.',
      'Template messages of verified service accounts and one-time subscription messages are separate products, not covered here.',
    ],
  }),
]);
