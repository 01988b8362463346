import { DAY, HOUR, NOON } from '../../src/policy/ask.test.util.js';
import { after, type Boundary, begins, type ChannelBoundaries, lasts } from './boundary.js';

const TEMPLATES = 'template(utility+marketing+authentication)';
const OPEN = `open window_open free_form ${TEMPLATES}`;
const CLOSED = `restricted window_closed ${TEMPLATES}`;
const PAID_OPEN = `${OPEN}; paid service_message`;
const PAID_CLOSED = `${CLOSED}; paid template_message`;

const APRIL_2025 = Date.UTC(2025, 3, 1);
const marketing = { purpose: 'marketing', consent: { optedInMarketing: true } } as const;
const american = { recipient: { country: 'US' } };

/** A free entry point that ends at noon of that day, six hours after the window closed. */
function freeEntryPoint(rule: string, noon: number, paid: string): Boundary {
  return {
    limit: `${rule} freeEntryPoint`,
    at: noon,
    asks: (at) => ({ at, window: { lastInboundAt: noon - 30 * HOUR, freeEntryPointUntil: noon } }),
    answers: [`${CLOSED}; free free_entry_point`, `${CLOSED}; ${paid}`, `${CLOSED}; ${paid}`],
  };
}

export const whatsapp: ChannelBoundaries = {
  channel: 'whatsapp',
  never: [
    { rule: 'whatsapp.window', answer: `restricted no_inbound_yet ${TEMPLATES}; paid template_message` },
  ],
  limits: [
    lasts('whatsapp.window', 'message', 24 * HOUR, [PAID_OPEN, PAID_CLOSED, PAID_CLOSED]),
    lasts('whatsapp.window', 'call', 24 * HOUR, [PAID_OPEN, PAID_CLOSED, PAID_CLOSED]),
    lasts('whatsapp.window', 'ad', 24 * HOUR, [`${OPEN}; free free_entry_point`, PAID_CLOSED, PAID_CLOSED]),
    begins(
      'whatsapp.templates.2025-04',
      APRIL_2025,
      (at) => after(30 * HOUR, 'message', { ...american, at }),
      [
        'restricted window_closed template(utility+marketing+authentication); paid conversation_pricing',
        'restricted window_closed template(utility+authentication); paid conversation_pricing',
      ],
    ),
    begins(
      'whatsapp.us_marketing.2025-04',
      APRIL_2025,
      (at) => after(30 * HOUR, 'message', { ...american, ...marketing, at }),
      [
        'restricted window_closed template(marketing); paid conversation_pricing',
        'blocked recipient_country_excluded',
      ],
    ),
    {
      limit: 'whatsapp.messaging_limit recipientLimit',
      at: 250,
      asks: (recipientsLast24h) => ({
        ...after(30 * HOUR, 'message'),
        account: { recipientLimit: 250, recipientsLast24h },
      }),
      answers: [PAID_CLOSED, 'blocked quota_exhausted', 'blocked quota_exhausted'],
    },
    {
      limit: 'whatsapp.marketing_cap marketingCap lasts',
      at: 24 * HOUR,
      asks: (age) => ({
        ...marketing,
        window: { lastInboundAt: NOON - 30 * HOUR, marketingRefusedAt: NOON - age },
      }),
      answers: [
        'blocked quota_exhausted',
        'restricted window_closed template(marketing); paid template_message',
        'restricted window_closed template(marketing); paid template_message',
      ],
    },
    begins('whatsapp.price.2024-11', Date.UTC(2024, 10, 1), (at) => after(HOUR, 'message', { at }), [
      `${OPEN}; unknown conversation_pricing`,
      `${OPEN}; free service_message`,
    ]),
    begins('whatsapp.price.2025-07', Date.UTC(2025, 6, 1), (at) => after(2 * DAY, 'message', { at }), [
      `${CLOSED}; paid conversation_pricing`,
      `${CLOSED}; paid template_message`,
    ]),
    begins('whatsapp.price.2026-10', Date.UTC(2026, 9, 1), (at) => after(HOUR, 'message', { at }), [
      `${OPEN}; free service_message`,
      `${OPEN}; paid service_message`,
    ]),
    freeEntryPoint('whatsapp.price', Date.UTC(2024, 5, 15, 12), 'paid conversation_pricing'),
    freeEntryPoint('whatsapp.price.2024-11', Date.UTC(2025, 0, 15, 12), 'paid conversation_pricing'),
    freeEntryPoint('whatsapp.price.2025-07', Date.UTC(2026, 0, 15, 12), 'paid template_message'),
    freeEntryPoint('whatsapp.price.2026-10', Date.UTC(2026, 10, 15, 12), 'paid template_message'),
  ],
};
