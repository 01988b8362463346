import { hours } from '../instant.js';
import { ALWAYS, channelRules, rule, type Source } from '../rule.js';

const checkedOn = '2026-11-23';

/** European Economic Area, Switzerland, United Kingdom. */
const EEA_CH_GB: readonly string[] =
  'AT BE BG HR CY CZ DK EE FI FR DE GR HU IS IE IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE CH GB'.split(
    ' ',
  );

const RESPOND: Source = {
  title: 'respond.io: TikTok overview',
  url: 'https://respond.io/help/tiktok/tiktok-overview',
  saysOn: null,
  confidence: 'medium',
};

/** TikTok Business Messaging. */
export const tiktok = channelRules('tiktok', [
  rule({
    id: 'tiktok.window',
    validFrom: ALWAYS,
    validTo: null,
    says: { firstContact: 'refused', window: { message: { lasts: hours(48), max: 10 } } },
    sources: [
      {
        title: 'Chatfuel: messaging rules for TikTok',
        url: 'https://help.chatfuel.com/messaging-rules-for-tiktok-26834b06ecf880328af6f4fb563e603c',
        saysOn: null,
        confidence: 'medium',
      },
      {
        title: 'Qiscus: TikTok direct message',
        url: 'https://documentation.qiscus.com/omnichannel-chat/tiktok-direct-message',
        saysOn: null,
        confidence: 'medium',
      },
      {
        title: 'Chatwoot documentation, deleted table',
        url: 'http://www.webkkk.net/chatwoot/docs/commit/2f695a32d6d9a8d620433af020e327e31d2eb266',
        saysOn: null,
        confidence: 'low',
      },
    ],
    checkedOn,
    notes: [
      'A comment opens nothing, and nobody can be written to first.',
      'A deleted Chatwoot table says unlimited after an answer and 3 more messages after 48 h; we follow the stricter two.',
    ],
  }),
  rule({
    id: 'tiktok.regions',
    validFrom: ALWAYS,
    validTo: null,
    says: { exclude: { accountRegions: EEA_CH_GB } },
    sources: [
      RESPOND,
      {
        title: 'Chatwoot: TikTok',
        url: 'https://developers.chatwoot.com/self-hosted/configuration/features/integrations/tiktok',
        saysOn: null,
        confidence: 'medium',
      },
    ],
    checkedOn,
    notes: ['Accounts there cannot be connected, so an account of unknown region is taken as one elsewhere.'],
  }),
  rule({
    id: 'tiktok.price',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      price: {
        open: { kind: 'free', reason: 'channel_is_free' },
        outside: { kind: 'free', reason: 'channel_is_free' },
      },
    },
    sources: [RESPOND],
    checkedOn,
  }),
]);
