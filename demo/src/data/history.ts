import type { Channel, Opener } from '@outbound-composer/core';
import type { Dice } from './dice.js';
import type { SampleIdentity, SampleMessage } from './sample.js';
import type { WindowPlan } from './states.js';
import type { Thread } from './threads.js';
import { DAY, HOUR, MINUTE } from './time.js';

export interface HistoryOrder {
  readonly contactId: string;
  readonly identity: Pick<SampleIdentity, 'account' | 'channel' | 'address'>;
  readonly plan: WindowPlan;
  readonly thread: Thread;
  readonly agent: string;
  readonly now: number;
}

/**
 * The messages of a contact on one channel, oldest first: a thread whose last customer line falls where the
 * plan wants it, then as many of ours as it counts since.
 */
export function writeHistory(order: HistoryOrder, dice: Dice): SampleMessage[] {
  const { contactId, identity, plan, thread, agent, now } = order;
  const messages: SampleMessage[] = [];
  const add = (direction: SampleMessage['direction'], at: number, text: string, opener: Opener | null) =>
    messages.push({
      externalId: `${contactId}-${identity.channel}-${messages.length + 1}`,
      account: identity.account,
      channel: identity.channel,
      address: identity.address,
      direction,
      at: Math.floor(at / 1000) * 1000,
      text,
      opener: direction === 'inbound' ? (opener ?? 'message') : null,
      agent: direction === 'outbound' ? agent : null,
      status: direction === 'inbound' ? 'received' : dice.chance(0.7) ? 'read' : 'delivered',
    });

  if (plan.wroteAgo === null) {
    if (plan.outboundSince > 0)
      add('outbound', now - dice.between(DAY, 90 * DAY), FIRST_CONTACT[identity.channel] ?? GREETING, null);
    return messages;
  }

  const last = now - plan.wroteAgo;
  // Earlier lines go back from the last one, so that the last one keeps its instant.
  let at = last;
  const earlier = thread.lines
    .slice(0, -1)
    .toReversed()
    .map((line) => {
      at -= dice.between(4 * MINUTE, 9 * HOUR);
      return { line, at };
    });
  for (const [index, { line, at: when }] of earlier.toReversed().entries())
    if ('them' in line)
      add('inbound', when, line.them, index === 0 ? openerOn(identity.channel, dice) : null);
    else add('outbound', when, line.us, null);
  const closing = thread.lines.at(-1);
  if (closing !== undefined && 'them' in closing) add('inbound', last, closing.them, null);

  // Ours since then fit between the customer's last line and now.
  const room = Math.min(plan.wroteAgo - MINUTE, plan.outboundSince * 30 * MINUTE);
  for (let sent = 1; sent <= plan.outboundSince; sent++)
    add(
      'outbound',
      last + (room * sent) / (plan.outboundSince + 1),
      FOLLOW_UPS[(sent - 1) % FOLLOW_UPS.length] ?? GREETING,
      null,
    );
  return messages;
}

/** Not everyone begins by writing: some tap an ad, a menu, a story. It counts as writing all the same. */
function openerOn(channel: Channel, dice: Dice): Opener {
  if (channel === 'whatsapp' && dice.chance(0.1)) return dice.pick(['call', 'ad'] as const);
  if (channel === 'instagram' && dice.chance(0.15)) return dice.pick(['story', 'ad'] as const);
  if (channel === 'messenger' && dice.chance(0.15)) return dice.pick(['ad', 'reaction'] as const);
  return 'message';
}

const GREETING = 'Welcome to Nordlicht Bikes! Reply here whenever you need us.';
const FIRST_CONTACT: Readonly<Partial<Record<Channel, string>>> = {
  email: 'Your receipt from Nordlicht Bikes is attached. Just answer this mail if anything is missing.',
  sms: 'Nordlicht Bikes: your order is ready for pick-up.',
};
const FOLLOW_UPS = [
  'Thank you! We are on it.',
  'Small update: the workshop has looked at it.',
  'The part has arrived, we are fitting it now.',
  'Nearly done, the test ride is this afternoon.',
  'All set. We will send you the invoice.',
];
