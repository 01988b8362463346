import { HOUR } from '../../src/policy/ask.test.util.js';
import { type ChannelBoundaries, lasts, most } from './boundary.js';

const OPEN = 'open window_open free_form; free session_message';
const CLOSED = 'restricted window_closed template(utility); paid template_message';
const USED = 'restricted quota_exhausted template(utility); paid template_message';

export const zaloOa: ChannelBoundaries = {
  channel: 'zalo_oa',
  never: [
    {
      rule: 'zalo_oa.window',
      answer: 'restricted no_inbound_yet template(utility); paid template_message',
    },
  ],
  limits: [
    lasts('zalo_oa.window', 'message', 48 * HOUR, [OPEN, CLOSED, CLOSED]),
    most('zalo_oa.window', 'message', 8, [OPEN, USED, USED]),
  ],
};
