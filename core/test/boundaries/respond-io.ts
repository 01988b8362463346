import { DAY, HOUR } from '../../src/policy/ask.test.util.js';
import type { Channel } from '../../src/policy/types.js';
import { after, type Boundary, type ChannelBoundaries, lasts, most, within } from './boundary.js';

const OPEN = 'open window_open free_form; unknown not_published';
const CLOSED = 'blocked window_closed';
const TEMPLATES = 'template(utility+marketing+authentication)';
const TAGS = 'CONFIRMED_EVENT_UPDATE POST_PURCHASE_UPDATE ACCOUNT_UPDATE';
const BOT = 'restricted window_closed bot_initiated; unknown monthly_use_unknown';

/** Channels that the article names as always open. */
function always(channel: Channel): ChannelBoundaries {
  const rule = `respond_io.${channel}.window`;
  return {
    channel,
    never: [{ rule, answer: 'open no_window free_form; unknown not_published' }],
    limits: [],
  };
}

const whatsappDay: Boundary['answers'] = [
  `open window_open free_form ${TEMPLATES}; unknown not_published`,
  `restricted window_closed ${TEMPLATES}; unknown not_published`,
  `restricted window_closed ${TEMPLATES}; unknown not_published`,
];
const messengerDay: Boundary['answers'] = [
  OPEN,
  `restricted window_closed HUMAN_AGENT ${TAGS}; unknown not_published`,
  `restricted window_closed HUMAN_AGENT ${TAGS}; unknown not_published`,
];
const instagramDay: Boundary['answers'] = [
  OPEN,
  'restricted window_closed HUMAN_AGENT; unknown not_published',
  'restricted window_closed HUMAN_AGENT; unknown not_published',
];

export const respondIo: readonly ChannelBoundaries[] = [
  always('telegram'),
  always('line'),
  always('website_chat'),
  always('sms'),
  always('email'),
  {
    channel: 'whatsapp',
    never: [
      {
        rule: 'respond_io.whatsapp.window',
        answer: `restricted no_inbound_yet ${TEMPLATES}; unknown not_published`,
      },
    ],
    limits: [
      lasts('respond_io.whatsapp.window', 'message', 24 * HOUR, whatsappDay),
      lasts('respond_io.whatsapp.window', 'ad', 24 * HOUR, whatsappDay),
    ],
  },
  {
    channel: 'messenger',
    never: [
      {
        rule: 'respond_io.messenger.window',
        answer: `restricted no_inbound_yet ${TAGS}; unknown not_published`,
      },
    ],
    limits: [
      lasts('respond_io.messenger.window', 'message', 24 * HOUR, messengerDay),
      lasts('respond_io.messenger.window', 'ad', 24 * HOUR, messengerDay),
      within(
        'respond_io.messenger.after_window',
        'HUMAN_AGENT',
        7 * DAY,
        [
          `restricted window_closed HUMAN_AGENT ${TAGS}; unknown not_published`,
          `restricted window_closed ${TAGS}; unknown not_published`,
          `restricted window_closed ${TAGS}; unknown not_published`,
        ],
        {},
      ),
    ],
  },
  {
    channel: 'instagram',
    never: [{ rule: 'respond_io.instagram.window', answer: 'blocked no_inbound_yet' }],
    limits: [
      lasts('respond_io.instagram.window', 'message', 24 * HOUR, instagramDay),
      lasts('respond_io.instagram.window', 'ad', 24 * HOUR, instagramDay),
      lasts('respond_io.instagram.window', 'story', 24 * HOUR, instagramDay),
      within(
        'respond_io.instagram.after_window',
        'HUMAN_AGENT',
        7 * DAY,
        ['restricted window_closed HUMAN_AGENT; unknown not_published', CLOSED, CLOSED],
        {},
      ),
    ],
  },
  {
    channel: 'viber',
    never: [
      {
        rule: 'respond_io.viber.window',
        answer: 'restricted no_inbound_yet bot_initiated; unknown monthly_use_unknown',
      },
    ],
    limits: [
      lasts('respond_io.viber.window', 'message', 24 * HOUR, [OPEN, BOT, BOT]),
      {
        limit: 'respond_io.viber.bot_initiated bot_initiated perMonth',
        at: 10_000,
        asks: (monthlyBotInitiated) => after(2 * DAY, 'message', { account: { monthlyBotInitiated } }),
        answers: [
          'restricted window_closed bot_initiated; free monthly_allowance',
          'blocked terms_required',
          'blocked terms_required',
        ],
      },
    ],
  },
  {
    channel: 'wechat',
    never: [{ rule: 'respond_io.wechat.window', answer: 'blocked no_inbound_yet' }],
    limits: [
      lasts('respond_io.wechat.window', 'message', 48 * HOUR, [OPEN, CLOSED, CLOSED]),
      most('respond_io.wechat.window', 'message', 20, [
        OPEN,
        'blocked quota_exhausted',
        'blocked quota_exhausted',
      ]),
    ],
  },
];
