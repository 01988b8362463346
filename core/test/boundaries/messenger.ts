import { DAY, HOUR } from '../../src/policy/ask.test.util.js';
import { after, type Boundary, begins, type ChannelBoundaries, lasts, within } from './boundary.js';

const OPEN = 'open window_open free_form; free channel_is_free';
const CLOSED = 'blocked window_closed';
const TAGS = 'CONFIRMED_EVENT_UPDATE POST_PURCHASE_UPDATE ACCOUNT_UPDATE';
const approved = { account: { humanAgentApproved: true } };
const day: Boundary['answers'] = [OPEN, CLOSED, CLOSED];

export const messenger: ChannelBoundaries = {
  channel: 'messenger',
  never: [{ rule: 'messenger.window', answer: 'blocked no_inbound_yet' }],
  limits: [
    lasts('messenger.window', 'message', 24 * HOUR, day),
    lasts('messenger.window', 'menu', 24 * HOUR, day),
    lasts('messenger.window', 'qr', 24 * HOUR, day),
    lasts('messenger.window', 'reaction', 24 * HOUR, day),
    lasts('messenger.window', 'ad', 24 * HOUR, day),
    within(
      'messenger.after_window',
      'HUMAN_AGENT',
      7 * DAY,
      [
        `restricted window_closed HUMAN_AGENT ${TAGS}; free channel_is_free`,
        `restricted window_closed ${TAGS}; free channel_is_free`,
        `restricted window_closed ${TAGS}; free channel_is_free`,
      ],
      { ...approved, at: Date.UTC(2026, 2, 1) },
    ),
    begins(
      'messenger.after_window.2026-04',
      Date.UTC(2026, 3, 27),
      (at) => after(30 * DAY, 'message', { at }),
      [`restricted window_closed ${TAGS}; free channel_is_free`, CLOSED],
    ),
    within(
      'messenger.after_window.2026-04',
      'HUMAN_AGENT',
      7 * DAY,
      ['restricted window_closed HUMAN_AGENT; free channel_is_free', CLOSED, CLOSED],
      approved,
    ),
  ],
};
