// The questions every implementation is asked: the eleven channels of the first release, the last inbound message
// from never to 31 days ago, people and automations, every fourth contact opted out. Shuffled by a fixed seed.
export const AT = Date.UTC(2026, 10, 24, 12);
const HOUR = 3_600_000;
const CHANNELS = [
  'whatsapp',
  'messenger',
  'instagram',
  'viber',
  'wechat',
  'telegram',
  'line',
  'website_chat',
  'sms',
  'email',
  'tiktok',
];
const AGES = [null, 0, 1, 12, 23, 24, 30, 47, 48, 200, 744];

export function questions(count = 1024) {
  const all = [];
  for (const channel of CHANNELS) {
    for (const age of AGES) {
      for (const sender of ['human', 'automation']) {
        for (let nth = 0; nth < 4; nth++) {
          all.push({
            at: AT,
            channel,
            sender,
            purpose: 'support',
            window: {
              lastInboundAt: age === null ? null : AT - age * HOUR,
              opener: 'message',
              outboundSinceInbound: nth * 2,
            },
            account: { humanAgentApproved: true },
            consent: { optedOut: nth === 3, blocked: false },
          });
        }
      }
    }
  }
  shuffle(all);
  return Array.from({ length: count }, (_, index) => all[index % all.length]);
}

function shuffle(list) {
  let seed = 20261124;
  const next = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  for (let index = list.length - 1; index > 0; index--) {
    const other = Math.floor(next() * (index + 1));
    [list[index], list[other]] = [list[other], list[index]];
  }
}
