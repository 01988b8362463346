import { days, hours } from '../instant.js';
import { ALWAYS, channelRules, rule } from '../rule.js';

const checkedOn = '2026-11-23';

/** Instagram direct messages. */
export const instagram = channelRules('instagram', [
  rule({
    id: 'instagram.window',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      firstContact: 'refused',
      window: {
        message: { lasts: hours(24) },
        story: { lasts: hours(24) },
        ad: {
          lasts: hours(24),
          note: {
            code: 'ad_window_may_be_longer',
            text: 'After a click-to-Direct ad Meta allows up to 7 days; 24 hours is what is certain.',
            de: 'Nach einer Click-to-Direct-Anzeige erlaubt Meta bis zu 7 Tage; sicher sind 24 Stunden.',
          },
        },
      },
    },
    sources: [
      {
        title: 'Meta: Messenger Platform policy',
        url: 'https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy/',
        saysOn: '2026-09-28',
        confidence: 'high',
      },
      {
        title: 'Chatwoot 12635: a story mention opens the window',
        url: 'https://github.com/chatwoot/chatwoot/issues/12635',
        saysOn: null,
        confidence: 'medium',
      },
    ],
    checkedOn,
    notes: [
      'One private reply to a comment, within 7 days of it, is a separate product and not covered here.',
      'No source says that a reaction opens the window on Instagram, so it does not here.',
    ],
  }),
  rule({
    id: 'instagram.after_window',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      forms: [
        {
          way: { form: 'tag', tag: 'HUMAN_AGENT' },
          sender: 'human',
          needs: 'humanAgentApproved',
          purposes: ['support', 'csat', 'vip_update'],
          within: days(7),
        },
      ],
    },
    sources: [
      {
        title: 'Meta: Instagram messaging overview',
        url: 'https://developers.facebook.com/docs/instagram-messaging/overview',
        saysOn: null,
        confidence: 'high',
      },
      {
        title: 'Sinch: Instagram channel support',
        url: 'https://developers.sinch.com/docs/conversation/channel-support/instagram/properties',
        saysOn: null,
        confidence: 'medium',
      },
    ],
    checkedOn,
    notes: ['HUMAN_AGENT is the only tag Instagram ever had. No utility messages for Instagram were found.'],
  }),
  rule({
    id: 'instagram.consent',
    validFrom: ALWAYS,
    validTo: null,
    says: { consent: { optOutCovers: 'everything', threadDeletionEnds: true } },
    sources: [
      {
        title: 'Error subcode 2534001 in public code',
        url: 'https://github.com/ComposioHQ/composio/issues/3604',
        saysOn: null,
        confidence: 'low',
      },
    ],
    checkedOn,
    notes: ['Seen as an error subcode for archived or deleted threads only; taken as the safe side.'],
  }),
]);
