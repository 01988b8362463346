import type { Channel } from '@outbound-composer/core';
import type { Dice } from './dice.js';
import type { ChannelState } from './sample.js';
import { DAY, HOUR, MINUTE } from './time.js';

/** The window as the gateway must come to see it. */
export interface WindowPlan {
  /** The contact's last message before `now`, in milliseconds; null: never wrote. */
  readonly wroteAgo: number | null;
  readonly outboundSince: number;
}

interface ChannelPlan {
  /** Accounts that this state needs; several: one of them. */
  readonly accounts: readonly string[];
  readonly states: Readonly<Partial<Record<ChannelState, number>>>;
}

/** Which states occur on a channel, with their weights, and through which of our accounts. */
const PLANS: Readonly<Partial<Record<Channel, ChannelPlan>>> = {
  email: { accounts: ['email-support'], states: { open: 6, never_written: 2, opted_out: 1 } },
  whatsapp: {
    accounts: ['whatsapp-support'],
    states: { open: 3, last_minutes: 1, closed: 12, never_written: 2, opted_out: 1, blocked: 1 },
  },
  telegram: { accounts: ['telegram-bot'], states: { open: 8, never_written: 1, blocked: 1 } },
  website_chat: { accounts: ['website-chat'], states: { open: 8, never_written: 1, blocked: 1 } },
  messenger: {
    accounts: ['messenger-page'],
    states: { open: 3, last_minutes: 1, human_agent: 5, closed: 8, blocked: 1 },
  },
  instagram: {
    accounts: ['instagram-shop'],
    states: { open: 3, last_minutes: 1, human_agent: 5, closed: 8, blocked: 1 },
  },
  viber: {
    accounts: ['viber-bot'],
    states: { open: 3, last_minutes: 1, closed: 8, terms_required: 3, blocked: 1 },
  },
  wechat: {
    accounts: ['wechat-service'],
    states: { open: 3, last_minutes: 1, closed: 8, at_cap: 3, blocked: 1 },
  },
  line: { accounts: ['line-japan'], states: { open: 8, quota_used: 3, blocked: 1 } },
  sms: { accounts: ['sms-germany'], states: { open: 5, never_written: 3, opted_out: 2 } },
  tiktok: {
    accounts: ['tiktok-shop'],
    states: { open: 3, last_minutes: 1, closed: 8, at_cap: 3, blocked: 1 },
  },
};

/** Accounts that are a state by themselves: their facts stand in the gateway's configuration. */
const ACCOUNT_OF_STATE: Readonly<Partial<Record<ChannelState, string>>> = {
  quota_used: 'line-thailand',
  terms_required: 'viber-outlet',
};

export const SAMPLE_CHANNELS = Object.keys(PLANS) as Channel[];

/** The states of a channel, each as often as its weight, so that a run over them meets every one. */
export function statesOf(channel: Channel): readonly ChannelState[] {
  return Object.entries(planOf(channel).states).flatMap(([state, weight]) =>
    Array.from({ length: weight }, () => state as ChannelState),
  );
}

/** Our account that a contact in this state writes to. */
export function accountFor(channel: Channel, state: ChannelState, dice: Dice): string {
  return ACCOUNT_OF_STATE[state] ?? dice.pick(planOf(channel).accounts);
}

/** How long a contact may be answered freely after its last message; null where nothing ends. */
const WINDOW: Readonly<Partial<Record<Channel, number>>> = {
  whatsapp: DAY,
  messenger: DAY,
  instagram: DAY,
  viber: DAY,
  wechat: 2 * DAY,
  tiktok: 2 * DAY,
};
const CAP: Readonly<Partial<Record<Channel, number>>> = { wechat: 5, tiktok: 10 };

/** When the contact wrote last and how often we have written since, so that it stands in `state` at `now`. */
export function windowPlan(channel: Channel, state: ChannelState, dice: Dice): WindowPlan {
  const length = WINDOW[channel] ?? null;
  const cap = CAP[channel];
  const longAgo = () => dice.between(9 * DAY, 240 * DAY);
  switch (state) {
    case 'never_written':
      return { wroteAgo: null, outboundSince: dice.between(0, 1) };
    case 'last_minutes':
      return {
        wroteAgo: (length ?? DAY) - dice.between(3 * MINUTE, 50 * MINUTE),
        outboundSince: dice.between(0, 2),
      };
    case 'human_agent':
      return { wroteAgo: dice.between(DAY + HOUR, 7 * DAY - HOUR), outboundSince: dice.between(0, 2) };
    case 'at_cap':
      return { wroteAgo: dice.between(2 * HOUR, (length ?? DAY) - 3 * HOUR), outboundSince: cap ?? 0 };
    case 'open':
      return {
        wroteAgo:
          length === null ? dice.between(HOUR, 200 * DAY) : dice.between(20 * MINUTE, length - 3 * HOUR),
        outboundSince: dice.between(0, 2),
      };
    case 'closed':
      return {
        wroteAgo: dice.chance(0.1) ? dice.between(7 * DAY + HOUR, 9 * DAY) : longAgo(),
        outboundSince: dice.between(0, 2),
      };
    case 'quota_used':
    case 'terms_required':
      return { wroteAgo: longAgo(), outboundSince: dice.between(0, 2) };
    case 'opted_out':
    case 'blocked':
      return { wroteAgo: longAgo(), outboundSince: 1 };
  }
}

function planOf(channel: Channel): ChannelPlan {
  const plan = PLANS[channel];
  if (plan === undefined) throw new Error(`The sample has no plan for ${channel}`);
  return plan;
}
