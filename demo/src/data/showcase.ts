import type { Channel } from '@outbound-composer/core';
import type { CountryCode } from 'libphonenumber-js';
import { addressOn } from './addresses.js';
import type { Dice } from './dice.js';
import { writeHistory } from './history.js';
import { asTyped } from './phones.js';
import { REGIONS } from './regions.js';
import type { ChannelState, SampleContact } from './sample.js';
import { accountFor, type WindowPlan } from './states.js';
import { threadsIn } from './threads.js';
import { DAY, HOUR, MINUTE } from './time.js';

interface Showcase {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly country: CountryCode;
  readonly vip?: boolean;
  readonly bike: string;
  readonly status?: 'open' | 'snoozed' | 'closed';
  /** External id of the agent; absent: nobody. */
  readonly assignee?: string;
  /** Best known first. `ago`: when they wrote last; `since`: ours since then. */
  readonly channels: readonly {
    readonly channel: Channel;
    readonly state: ChannelState;
    readonly ago: number | null;
    readonly since?: number;
  }[];
}

/** The people that the CRM page, the README and the end-to-end tests call by name. */
const SHOWCASE: readonly Showcase[] = [
  {
    firstName: 'Ada',
    lastName: 'Okafor',
    email: 'ada.okafor@example.com',
    phone: '+2348031234567',
    country: 'NG',
    vip: true,
    bike: 'Fjord Cargo',
    assignee: 'jonas',
    channels: [
      { channel: 'whatsapp', state: 'closed', ago: 25 * HOUR, since: 1 },
      { channel: 'email', state: 'open', ago: 12 * DAY },
    ],
  },
  {
    firstName: 'Luca',
    lastName: 'Moretti',
    email: 'luca.moretti@example.org',
    phone: '+393471234567',
    country: 'IT',
    bike: 'Boreal Gravel',
    channels: [
      { channel: 'instagram', state: 'closed', ago: 8 * DAY, since: 1 },
      { channel: 'email', state: 'open', ago: 30 * DAY },
    ],
  },
  {
    firstName: '小明 Xiaoming',
    lastName: '王 Wang',
    email: 'xiaoming.wang@example.net',
    phone: '+8613812345678',
    country: 'CN',
    bike: 'Polar 3',
    assignee: 'jonas',
    channels: [
      { channel: 'wechat', state: 'at_cap', ago: 6 * HOUR, since: 5 },
      { channel: 'email', state: 'open', ago: 50 * DAY },
    ],
  },
  {
    firstName: 'Sophie',
    lastName: 'Müller',
    email: 'sophie.mueller@example.com',
    phone: '+491701234567',
    country: 'DE',
    bike: 'Aurora City',
    assignee: 'mara',
    channels: [
      { channel: 'whatsapp', state: 'open', ago: 2 * HOUR, since: 1 },
      { channel: 'sms', state: 'open', ago: 40 * DAY },
    ],
  },
  {
    firstName: 'Irini',
    lastName: 'Παπαδοπούλου',
    email: 'irini.papa@example.org',
    phone: '+306971234567',
    country: 'GR',
    bike: 'Tundra E',
    assignee: 'aiko',
    vip: true,
    channels: [
      { channel: 'messenger', state: 'human_agent', ago: 3 * DAY, since: 1 },
      { channel: 'email', state: 'open', ago: 3 * DAY },
    ],
  },
  {
    firstName: 'Дмитро',
    lastName: 'Коваленко',
    email: 'dmytro.kovalenko@example.net',
    phone: '+380671234567',
    country: 'UA',
    bike: 'Polar 3',
    channels: [{ channel: 'telegram', state: 'open', ago: 20 * DAY, since: 1 }],
  },
  {
    firstName: 'Yuki',
    lastName: '佐藤 Sato',
    email: 'yuki.sato@example.com',
    phone: '+819012345678',
    country: 'JP',
    bike: 'Aurora City',
    assignee: 'aiko',
    channels: [
      { channel: 'line', state: 'open', ago: 60 * DAY },
      { channel: 'email', state: 'open', ago: 61 * DAY },
    ],
  },
  {
    firstName: 'Camille',
    lastName: 'Dubois',
    email: 'camille.dubois@example.org',
    phone: '+33612345678',
    country: 'FR',
    bike: 'Boreal Gravel',
    status: 'snoozed',
    assignee: 'jonas',
    channels: [
      { channel: 'whatsapp', state: 'last_minutes', ago: DAY - 25 * MINUTE, since: 1 },
      { channel: 'email', state: 'open', ago: 9 * DAY },
    ],
  },
  {
    firstName: 'Omar',
    lastName: 'الحداد',
    email: null,
    phone: '+971501234567',
    country: 'AE',
    bike: 'Tundra E',
    channels: [
      { channel: 'whatsapp', state: 'blocked', ago: 45 * DAY, since: 1 },
      { channel: 'sms', state: 'opted_out', ago: 45 * DAY, since: 1 },
    ],
  },
  {
    firstName: 'Hannah',
    lastName: 'Becker',
    email: 'hannah.becker@example.com',
    phone: '+4915112345678',
    country: 'DE',
    bike: 'Fjord Cargo',
    status: 'open',
    assignee: 'samir',
    channels: [
      { channel: 'website_chat', state: 'open', ago: 3 * HOUR, since: 1 },
      { channel: 'email', state: 'open', ago: 2 * DAY },
    ],
  },
  {
    firstName: 'Bogdan',
    lastName: 'Ionescu',
    email: 'bogdan.ionescu@example.net',
    phone: '+48501234567',
    country: 'PL',
    bike: 'Polar 3',
    channels: [
      { channel: 'viber', state: 'terms_required', ago: 15 * DAY, since: 1 },
      { channel: 'sms', state: 'open', ago: 15 * DAY },
    ],
  },
  {
    firstName: 'Tess',
    lastName: 'Nguyen',
    email: 'tess.nguyen@example.com',
    phone: '+12125550142',
    country: 'US',
    bike: 'Aurora City',
    channels: [
      { channel: 'tiktok', state: 'at_cap', ago: 5 * HOUR, since: 10 },
      { channel: 'email', state: 'open', ago: 22 * DAY },
    ],
  },
];

export const SHOWCASE_COUNT = SHOWCASE.length;

/** A showcase contact at `now`. */
export function makeShowcase(index: number, now: number, dice: Dice): SampleContact {
  const person = SHOWCASE[index];
  if (person === undefined) throw new Error(`There is no showcase contact ${index}`);
  const region = REGIONS.find(({ country }) => country === person.country);
  if (region === undefined) throw new Error(`There is no region ${person.country}`);
  const externalId = `C-${String(index + 1).padStart(5, '0')}`;
  const agent = person.assignee ?? 'jonas';
  const thread = threadsIn(region.language)[0];
  if (thread === undefined) throw new Error('There are no threads');

  const reached = person.channels.map((on) => {
    const address = addressOn(on.channel, person, index, dice);
    if (address === null) throw new Error(`${person.firstName} has no address on ${on.channel}`);
    const account = accountFor(on.channel, on.state, dice);
    const plan: WindowPlan = { wroteAgo: on.ago, outboundSince: on.since ?? 0 };
    const identity = { account, channel: on.channel, address };
    return {
      identity: {
        ...identity,
        state: on.state,
        optedOut: on.state === 'opted_out',
        blocked: on.state === 'blocked',
        optedInMarketing: false,
      },
      messages: writeHistory({ contactId: externalId, identity, plan, thread, agent, now }, dice),
    };
  });
  const messages = reached.flatMap((one) => one.messages).sort((a, b) => a.at - b.at);
  const status = person.status ?? 'closed';
  const last = messages.at(-1)?.at ?? now - DAY;
  return {
    externalId,
    firstName: person.firstName,
    lastName: person.lastName,
    email: person.email,
    phone: person.phone,
    phoneAsTyped: person.phone === null ? null : asTyped(person.phone, person.country, dice),
    country: person.country,
    language: region.language,
    timeZone: region.timeZone,
    tags: person.vip === true ? ['VIP'] : [],
    lifecycle: 'customer',
    customFields: { orders: 3 + index, bike: person.bike },
    owner: person.vip === true ? agent : null,
    createdAt: (messages[0]?.at ?? now) - 90 * DAY,
    conversation: {
      status,
      assignee: person.assignee ?? null,
      closedAt: status === 'closed' ? Math.min(last + 10 * MINUTE, now - MINUTE) : null,
      snoozedUntil: status === 'snoozed' ? now + 2 * DAY : null,
      category: status === 'closed' ? thread.category : null,
      summary: status === 'closed' ? thread.summary : null,
    },
    identities: reached.map((one) => one.identity),
    messages,
  };
}
