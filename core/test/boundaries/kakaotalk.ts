import type { ChannelBoundaries } from './boundary.js';

const ADVERTISING = 'restricted template_only template(marketing); unknown not_published';
const QUIET = 'blocked quiet_hours';

const asks = (at: number) => ({
  at,
  purpose: 'marketing' as const,
  consent: { optedInMarketing: true },
});

/** The night ban goes by the clock of Seoul, nine hours ahead of UTC. */
export const kakaotalk: ChannelBoundaries = {
  channel: 'kakaotalk',
  never: [
    {
      rule: 'kakaotalk.window',
      answer: 'restricted template_only template(utility); unknown not_published',
    },
  ],
  limits: [
    {
      limit: 'kakaotalk.night from',
      at: Date.UTC(2026, 10, 24, 11),
      asks,
      answers: [ADVERTISING, QUIET, QUIET],
    },
    {
      limit: 'kakaotalk.night to',
      at: Date.UTC(2026, 10, 25, 0),
      asks,
      answers: [QUIET, ADVERTISING, ADVERTISING],
    },
  ],
};
