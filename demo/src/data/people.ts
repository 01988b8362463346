import type { Channel } from '@outbound-composer/core';
import { AGENTS } from '../agents.js';
import { addressOn } from './addresses.js';
import type { Dice } from './dice.js';
import { writeHistory } from './history.js';
import { asTyped, makePhone } from './phones.js';
import { REGION_OF_HUNDRED } from './regions.js';
import type {
  ChannelState,
  SampleContact,
  SampleConversation,
  SampleIdentity,
  SampleMessage,
} from './sample.js';
import { accountFor, SAMPLE_CHANNELS, statesOf, windowPlan } from './states.js';
import { type Thread, threadsIn } from './threads.js';
import { DAY, HOUR, MINUTE } from './time.js';

/** What no two contacts may share. */
export interface Taken {
  readonly phones: Set<string>;
  readonly emails: Set<string>;
}

/** The contact with this number of the sample: channel and state go round, everything else is by chance. */
export function makePerson(index: number, now: number, dice: Dice, taken: Taken): SampleContact {
  const region = REGION_OF_HUNDRED[index % REGION_OF_HUNDRED.length];
  if (region === undefined) throw new Error('There are no regions');
  const firstName = region.names.person.firstName();
  const lastName = region.names.person.lastName();
  const channel = SAMPLE_CHANNELS[index % SAMPLE_CHANNELS.length] ?? 'email';
  const states = statesOf(channel);
  const state = states[Math.floor(index / SAMPLE_CHANNELS.length) % states.length] ?? 'open';

  // A name in another script gives no mail address in ours: such people chose something of their own.
  const mailName = ascii(`${firstName}.${lastName}`) || dice.handle();
  const email =
    channel === 'email' || dice.chance(0.85) ? uniqueEmail(mailName, index, dice, taken.emails) : null;
  const phone =
    channel === 'whatsapp' || channel === 'sms' || dice.chance(0.8)
      ? makePhone(region, dice, taken.phones)
      : null;
  const externalId = `C-${String(index + 1).padStart(5, '0')}`;
  const agent = dice.pick(AGENT_OF_HUNDRED);

  const identities: SampleIdentity[] = [];
  const messages: SampleMessage[] = [];
  let thread: Thread | null = null;
  const join = (on: Channel, inState: ChannelState) => {
    const address = addressOn(on, { email, phone }, index, dice);
    if (address === null) return;
    const identity: SampleIdentity = {
      account: accountFor(on, inState, dice),
      channel: on,
      address,
      state: inState,
      optedOut: inState === 'opted_out',
      blocked: inState === 'blocked',
      optedInMarketing: dice.chance(0.3),
    };
    identities.push(identity);
    const spoken = dice.pick(threadsIn(region.language));
    thread ??= spoken;
    // Most threads are known by their last word alone, which is what a window depends on.
    const isWhole = identities.length === 1 && dice.chance(0.35);
    messages.push(
      ...writeHistory(
        {
          contactId: externalId,
          identity,
          plan: windowPlan(on, inState, dice),
          thread: isWhole ? spoken : { ...spoken, lines: spoken.lines.slice(-1) },
          agent,
          now,
        },
        dice,
      ),
    );
  };
  join(channel, state);
  // Most people can be reached another way too; that one stands wherever it stands.
  if (channel !== 'email' && email !== null && dice.chance(0.7))
    join('email', dice.chance(0.9) ? 'open' : 'never_written');
  if (channel !== 'sms' && phone !== null && dice.chance(0.15)) join('sms', 'open');
  if (channel !== 'whatsapp' && phone !== null && dice.chance(0.15)) join('whatsapp', 'closed');
  messages.sort((a, b) => a.at - b.at);

  const vip = dice.chance(0.04);
  return {
    externalId,
    firstName,
    lastName: dice.chance(0.97) ? lastName : null,
    email,
    phone,
    phoneAsTyped: phone === null ? null : asTyped(phone, region.country, dice),
    country: region.country,
    language: region.language,
    timeZone: region.timeZone,
    tags: [...(vip ? ['VIP'] : []), ...(dice.chance(0.25) ? [dice.pick(TAGS)] : [])],
    lifecycle: dice.pick(LIFECYCLES),
    customFields: { orders: dice.between(0, 14), bike: dice.pick(BIKES) },
    owner: vip ? agent : null,
    createdAt: (messages[0]?.at ?? now) - dice.between(DAY, 400 * DAY),
    conversation: makeConversation({ last: messages.at(-1)?.at ?? null, thread, agent, now }, dice),
    identities,
    messages,
  };
}

function makeConversation(
  from: { last: number | null; thread: Thread | null; agent: string; now: number },
  dice: Dice,
): SampleConversation {
  const { last, thread, agent, now } = from;
  const kind = dice.between(1, 100);
  // Someone who wrote within the hour has hardly been closed already.
  const status = kind <= 80 ? 'closed' : kind <= 91 ? 'open' : 'snoozed';
  const assignee =
    status === 'closed' ? (dice.chance(0.45) ? agent : null) : dice.chance(0.85) ? agent : null;
  const lastAt = last ?? now - dice.between(20 * DAY, 300 * DAY);
  const closedAt = lastAt + dice.between(2 * MINUTE, Math.min(20 * HOUR, now - MINUTE - lastAt));
  return {
    status,
    assignee,
    closedAt: status === 'closed' ? closedAt : null,
    snoozedUntil: status === 'snoozed' ? now + dice.between(3 * HOUR, 6 * DAY) : null,
    category: status === 'closed' ? (thread?.category ?? 'Other') : null,
    summary: status === 'closed' ? (thread?.summary ?? null) : null,
  };
}

function uniqueEmail(name: string, index: number, dice: Dice, taken: Set<string>): string {
  const domain = dice.pick(DOMAINS);
  const plain = `${name}@${domain}`;
  const email = taken.has(plain) || !dice.chance(0.6) ? `${name}${index}@${domain}` : plain;
  taken.add(email);
  return email;
}

/** Lower-case Latin letters and dots: accents go, other scripts vanish. */
function ascii(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replaceAll('đ', 'd')
    .replaceAll('ı', 'i')
    .replaceAll(/[^a-z0-9.]/g, '')
    .replaceAll(/^\.+|\.+$/g, '');
}

const AGENT_OF_HUNDRED = AGENTS.flatMap(({ id, share }) => Array.from({ length: share }, () => id));
/** Domains that belong to nobody (RFC 2606). */
const DOMAINS = [
  'example.com',
  'example.org',
  'example.net',
  'mail.example',
  'post.example',
  'firma.example',
];
const TAGS = ['newsletter', 'e-bike', 'workshop', 'fleet', 'returns', 'press'];
const LIFECYCLES = ['lead', 'customer', 'customer', 'customer', 'loyal', 'former'];
const BIKES = ['Polar 3', 'Fjord Cargo', 'Aurora City', 'Boreal Gravel', 'Tundra E'];
