import { DAY, HOUR } from '../../src/policy/ask.test.util.js';
import { type Boundary, type ChannelBoundaries, lasts, within } from './boundary.js';

const OPEN = 'open window_open free_form; unknown not_published';
const CLOSED = 'blocked window_closed';
const day: Boundary['answers'] = [OPEN, CLOSED, CLOSED];

export const instagram: ChannelBoundaries = {
  channel: 'instagram',
  never: [{ rule: 'instagram.window', answer: 'blocked no_inbound_yet' }],
  limits: [
    lasts('instagram.window', 'message', 24 * HOUR, day),
    lasts('instagram.window', 'story', 24 * HOUR, day),
    lasts('instagram.window', 'ad', 24 * HOUR, day),
    within(
      'instagram.after_window',
      'HUMAN_AGENT',
      7 * DAY,
      ['restricted window_closed HUMAN_AGENT; unknown not_published', CLOSED, CLOSED],
      { account: { humanAgentApproved: true } },
    ),
  ],
};
