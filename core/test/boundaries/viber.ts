import { DAY, HOUR } from '../../src/policy/ask.test.util.js';
import { after, type ChannelBoundaries, lasts } from './boundary.js';

const UNCOUNTED = 'restricted window_closed bot_initiated; unknown monthly_use_unknown';
const PAID = 'restricted window_closed bot_initiated; paid commercial_terms';

export const viber: ChannelBoundaries = {
  channel: 'viber',
  never: [{ rule: 'viber.session', answer: 'blocked no_inbound_yet' }],
  limits: [
    lasts('viber.session', 'message', 24 * HOUR, [
      'open window_open free_form; free session_message',
      UNCOUNTED,
      UNCOUNTED,
    ]),
    {
      limit: 'viber.bot_initiated bot_initiated perMonth',
      at: 10_000,
      asks: (monthlyBotInitiated) =>
        after(2 * DAY, 'message', { account: { createdAt: Date.UTC(2023, 0, 1), monthlyBotInitiated } }),
      answers: [
        'restricted window_closed bot_initiated; free monthly_allowance',
        'blocked terms_required',
        'blocked terms_required',
      ],
    },
    {
      limit: 'viber.bot_initiated bot_initiated accountsCreatedBefore',
      at: Date.UTC(2024, 1, 5),
      asks: (createdAt) => after(2 * DAY, 'message', { account: { createdAt, monthlyBotInitiated: 3 } }),
      answers: ['restricted window_closed bot_initiated; free monthly_allowance', PAID, PAID],
    },
  ],
};
