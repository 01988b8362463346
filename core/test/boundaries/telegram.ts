import { HOUR } from '../../src/policy/ask.test.util.js';
import { type ChannelBoundaries, lasts } from './boundary.js';

const business = { account: { businessConnection: true } };

export const telegram: ChannelBoundaries = {
  channel: 'telegram',
  never: [
    { rule: 'telegram.window', answer: 'blocked no_inbound_yet' },
    { rule: 'telegram.business_connection', asks: business, answer: 'blocked no_inbound_yet' },
  ],
  limits: [
    lasts(
      'telegram.business_connection',
      'message',
      24 * HOUR,
      ['open window_open free_form; unknown not_published', 'blocked window_closed', 'blocked window_closed'],
      business,
    ),
  ],
};
