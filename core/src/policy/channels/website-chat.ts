import { ALWAYS, channelRules, rule } from '../rule.js';

const checkedOn = '2026-11-23';

/** A chat on our own website. No provider, so no provider's window. */
export const websiteChat = channelRules('website_chat', [
  rule({
    id: 'website_chat.window',
    validFrom: ALWAYS,
    validTo: null,
    says: { window: 'none' },
    sources: [
      {
        title: 'Qwetty: channel limitations',
        url: 'https://docs.qwetty.com/en/inbox/channel-limitations',
        saysOn: null,
        confidence: 'medium',
      },
    ],
    checkedOn,
  }),
  rule({
    id: 'website_chat.visitor_may_be_gone',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      note: {
        code: 'may_not_be_seen',
        text: 'A visitor who has left the site sees the message only on the next visit.',
        de: 'Wer die Website verlassen hat, sieht die Nachricht erst beim nächsten Besuch.',
        verdicts: ['open'],
      },
    },
    sources: [
      {
        title: 'Qwetty: channel limitations',
        url: 'https://docs.qwetty.com/en/inbox/channel-limitations',
        saysOn: null,
        confidence: 'medium',
      },
    ],
    checkedOn,
  }),
  rule({
    id: 'website_chat.price',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      price: {
        open: { kind: 'free', reason: 'own_channel' },
        outside: { kind: 'free', reason: 'own_channel' },
      },
    },
    sources: [
      {
        title: 'Qwetty: channel limitations',
        url: 'https://docs.qwetty.com/en/inbox/channel-limitations',
        saysOn: null,
        confidence: 'unverified',
      },
    ],
    checkedOn,
    notes: ['Served by the gateway itself; nobody charges for it.'],
  }),
]);
