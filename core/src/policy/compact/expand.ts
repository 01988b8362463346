import { type ChannelPolicy, channelPolicy } from '../preset.js';
import { ALWAYS, type Says } from '../rule.js';
import type { Channel } from '../types.js';

/** A rule as short as it can be written; the last ones are left out where they say nothing. */
export type CompactRule = readonly [
  id: string,
  says: Says,
  source?: string,
  validFrom?: string | null,
  validTo?: string | null,
];

/**
 * The rules of a channel from their compact form, in which the ids lack the channel's own part.
 *
 * @param prefix What the ids begin with, before the channel.
 */
export function expand(channel: Channel, rules: readonly CompactRule[], prefix = ''): ChannelPolicy {
  return channelPolicy(
    channel,
    rules.map(([id, says, source = '', validFrom, validTo = null]) => ({
      id: `${prefix}${channel}.${id}`,
      validFrom: validFrom ?? ALWAYS,
      validTo,
      says,
      source,
    })),
  );
}
