import type { ChannelBoundaries } from './boundary.js';

const OPEN = 'open no_window free_form; paid per_segment';
const QUIET = 'blocked quiet_hours';

/** Marketing to New York, five hours behind UTC in November. */
const asks = (at: number) => ({
  at,
  purpose: 'marketing' as const,
  consent: { optedInMarketing: true },
  recipient: { timeZone: 'America/New_York', country: 'US' },
});

export const sms: ChannelBoundaries = {
  channel: 'sms',
  never: [{ rule: 'sms.window', answer: OPEN }],
  limits: [
    { limit: 'sms.quiet_hours from', at: Date.UTC(2026, 10, 25, 2), asks, answers: [OPEN, QUIET, QUIET] },
    { limit: 'sms.quiet_hours to', at: Date.UTC(2026, 10, 25, 13), asks, answers: [QUIET, OPEN, OPEN] },
  ],
};
