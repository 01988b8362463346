import { ALWAYS, channelRules, rule, type Source } from '../rule.js';

const checkedOn = '2026-11-23';

const POLICIES: Source = {
  title: 'Apple: Messages for Business policies',
  url: 'https://register.apple.com/resources/messages/messaging-documentation/policies',
  saysOn: null,
  confidence: 'high',
};

/** Apple Messages for Business. */
export const appleMessages = channelRules('apple_messages', [
  rule({
    id: 'apple_messages.conversation',
    validFrom: ALWAYS,
    validTo: null,
    says: { window: 'none', firstContact: 'refused' },
    sources: [POLICIES],
    checkedOn,
    notes: ['Only in a conversation that the customer started. No length is given for it.'],
  }),
  rule({
    id: 'apple_messages.consent',
    validFrom: ALWAYS,
    validTo: null,
    says: { consent: { optOutCovers: 'everything', marketingNeedsOptIn: true, threadDeletionEnds: true } },
    sources: [POLICIES],
    checkedOn,
    notes: [
      'Marketing only after the customer wrote "subscribe". Stop words: unsubscribe, spam, stop, end.',
      'When the customer deletes the conversation nothing can be sent until they start again.',
    ],
  }),
  rule({
    id: 'apple_messages.notifications',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      note: {
        code: 'notice_required',
        text: 'Notifications about accounts and transactions need the notice Apple prescribes and a way to unsubscribe.',
        de: 'Benachrichtigungen zu Konten und Vorgängen brauchen den von Apple vorgeschriebenen Hinweis und eine Abmeldemöglichkeit.',
        verdicts: ['open'],
        purposes: ['csat', 'vip_update', 'marketing'],
      },
    },
    sources: [POLICIES],
    checkedOn,
  }),
]);
