import { compile } from './compile.js';
import type { Timeline } from './policy.js';
import type { DatedRule } from './rule.js';
import type { Channel } from './types.js';

/** All rules of one channel, and the same ready to decide by. */
export interface ChannelPolicy {
  readonly channel: Channel;
  /** Ascending by date: history, present and announced future. */
  readonly rules: readonly DatedRule[];
  /** For each of `PURPOSES`, what holds when. */
  readonly timelines: readonly Timeline[];
}

/** A set of rules to decide by. */
export interface PolicyPreset {
  readonly id: string;
  readonly channels: Readonly<Partial<Record<Channel, ChannelPolicy>>>;
  /** The same by name, ready to decide by. */
  readonly timelines: ReadonlyMap<string, readonly Timeline[]>;
}

/** A channel and its rules, ready to decide by. */
export function channelPolicy(channel: Channel, rules: readonly DatedRule[]): ChannelPolicy {
  return { channel, rules, timelines: compile(channel, rules) };
}

/** A preset of the given channels; a later one replaces an earlier one of the same name. */
export function definePreset(id: string, ...policies: readonly ChannelPolicy[]): PolicyPreset {
  const timelines = new Map<string, readonly Timeline[]>();
  const channels: Partial<Record<Channel, ChannelPolicy>> = {};
  for (const policy of policies) {
    channels[policy.channel] = policy;
    timelines.set(policy.channel, policy.timelines);
  }
  return Object.freeze({ id, channels: Object.freeze(channels), timelines });
}
