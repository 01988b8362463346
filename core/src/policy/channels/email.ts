import { ALWAYS, channelRules, rule, type Source } from '../rule.js';

const checkedOn = '2026-11-23';

const WHICH_MAIL: Source = {
  title: 'Google: one-click unsubscribe, which mail (mirror)',
  url: 'https://google-support.mirrorblogs.com/a/answer/15263077',
  saysOn: null,
  confidence: 'high',
};
const BULK: Source = {
  title: 'Google: email sender guidelines FAQ',
  url: 'https://support.google.com/a/answer/14229414',
  saysOn: null,
  confidence: 'high',
};

/** E-mail. */
export const email = channelRules('email', [
  rule({
    id: 'email.window',
    validFrom: ALWAYS,
    validTo: null,
    says: { window: 'none' },
    sources: [
      {
        title: 'respond.io: how to send outbound support messages',
        url: 'https://help.respond.io/l/en/support-use-case/send-outbound-messages',
        saysOn: '2024-11-26',
        confidence: 'medium',
      },
    ],
    checkedOn,
  }),
  rule({
    id: 'email.opt_out',
    validFrom: ALWAYS,
    validTo: null,
    says: { consent: { optOutCovers: ['csat', 'vip_update', 'marketing'] } },
    sources: [WHICH_MAIL, BULK],
    checkedOn,
    notes: [
      'Unsubscribing ends subscription mail. The answer to somebody’s own request is transactional and stays allowed; surveys and updates nobody asked for are held to the opt-out, the safe side.',
    ],
  }),
  rule({
    id: 'email.one_click_unsubscribe',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      note: {
        code: 'one_click_unsubscribe_required',
        text: 'Subscription mail needs List-Unsubscribe and List-Unsubscribe-Post headers under a DKIM signature, honoured within 48 hours.',
        de: 'Abonnement-Mails brauchen die Kopfzeilen List-Unsubscribe und List-Unsubscribe-Post unter einer DKIM-Signatur; Abmeldungen gelten binnen 48 Stunden.',
        purposes: ['marketing'],
        verdicts: ['open'],
      },
    },
    sources: [WHICH_MAIL, BULK],
    checkedOn,
    notes: [
      'Required of bulk senders: about 5,000 a day to personal Gmail accounts from one domain (RFC 8058).',
    ],
  }),
]);
