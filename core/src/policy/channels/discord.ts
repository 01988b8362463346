import { ALWAYS, channelRules, rule, type Source } from '../rule.js';

const checkedOn = '2026-11-23';

const NO_CHECK: Source = {
  title: 'Discord API 7999: whether a member takes direct messages',
  url: 'https://github.com/discord/discord-api-docs/discussions/7999',
  saysOn: null,
  confidence: 'medium',
};

/** Direct messages of a Discord bot. */
export const discord = channelRules('discord', [
  rule({
    id: 'discord.window',
    validFrom: ALWAYS,
    validTo: null,
    says: { window: 'none' },
    sources: [NO_CHECK],
    checkedOn,
  }),
  rule({
    id: 'discord.recipient_settings',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      note: {
        code: 'recipient_may_refuse',
        text: 'Discord may refuse a direct message by the member’s settings; nobody can ask beforehand.',
        de: 'Discord kann eine Direktnachricht wegen der Einstellungen des Mitglieds ablehnen; vorab lässt sich das nicht erfragen.',
        verdicts: ['open'],
      },
    },
    sources: [NO_CHECK],
    checkedOn,
  }),
]);
