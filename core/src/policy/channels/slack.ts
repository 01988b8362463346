import { ALWAYS, channelRules, rule } from '../rule.js';

/** Messages of a Slack app. */
export const slack = channelRules('slack', [
  rule({
    id: 'slack.window',
    validFrom: ALWAYS,
    validTo: null,
    says: { window: 'none' },
    sources: [
      {
        title: 'Slack: rate limits',
        url: 'https://api.slack.com/docs/rate-limits',
        saysOn: null,
        confidence: 'high',
      },
    ],
    checkedOn: '2026-11-23',
    notes: ['One message a second and channel. The app must be in the channel, which must not be archived.'],
  }),
]);
