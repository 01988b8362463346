import { DAY, toEpoch } from './instant.js';
import type { PolicyPreset } from './preset.js';
import { current } from './presets/current.js';
import type { DatedRule } from './rule.js';
import { validity } from './sort-rules.js';
import type { Channel, Instant } from './types.js';

export interface UpcomingChange {
  /** Epoch milliseconds, midnight UTC of the rule's date. */
  readonly at: number;
  readonly change: 'begins' | 'ends';
  readonly rule: DatedRule;
}

/**
 * Rules of a channel that begin or end in the next 90 days, the nearest first.
 *
 * @throws RangeError when `at` is no instant or the preset has no such channel.
 */
export function upcoming(
  channel: Channel,
  at: Instant,
  preset: PolicyPreset = current,
): readonly UpcomingChange[] {
  const now = toEpoch(at);
  if (Number.isNaN(now))
    throw new RangeError(`at must be epoch milliseconds or ISO 8601 text with an offset, got ${at}`);
  const policy = preset.channels[channel];
  if (policy === undefined)
    throw new RangeError(`channel must be one of the preset ${preset.id}, got ${channel}`);
  const changes: UpcomingChange[] = [];
  for (const rule of policy.rules) {
    const [begins, ends] = validity(rule);
    for (const [instant, change] of [
      [begins, 'begins'],
      [ends, 'ends'],
    ] as const) {
      if (instant > now && instant <= now + 90 * DAY) changes.push({ at: instant, change, rule });
    }
  }
  return changes.sort((a, b) => a.at - b.at);
}
