import type { ChannelBoundaries } from './boundary.js';

export const line: ChannelBoundaries = {
  channel: 'line',
  never: [{ rule: 'line.window', answer: 'open no_window free_form; unknown plan_unknown' }],
  limits: [
    {
      limit: 'line.quota monthlyQuota',
      at: 200,
      asks: (monthlySent) => ({ account: { monthlyQuota: 200, monthlySent } }),
      answers: [
        'open no_window free_form; free plan_allowance',
        'blocked quota_exhausted',
        'blocked quota_exhausted',
      ],
    },
  ],
};
