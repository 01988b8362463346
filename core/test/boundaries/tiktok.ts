import { HOUR } from '../../src/policy/ask.test.util.js';
import { type ChannelBoundaries, lasts, most } from './boundary.js';

const OPEN = 'open window_open free_form; free channel_is_free';

export const tiktok: ChannelBoundaries = {
  channel: 'tiktok',
  never: [{ rule: 'tiktok.window', answer: 'blocked no_inbound_yet' }],
  limits: [
    lasts('tiktok.window', 'message', 48 * HOUR, [OPEN, 'blocked window_closed', 'blocked window_closed']),
    most('tiktok.window', 'message', 10, [OPEN, 'blocked quota_exhausted', 'blocked quota_exhausted']),
  ],
};
