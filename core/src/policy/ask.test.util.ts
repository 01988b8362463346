import { expect, it } from 'vitest';
import { decide } from './decide.js';
import { DAY, HOUR, MINUTE, SECOND } from './instant.js';
import type { PolicyPreset } from './preset.js';
import { current } from './presets/current.js';
import type { Channel, Decision, OutboundRequest, Way } from './types.js';

export { DAY, HOUR, MINUTE, SECOND };

/** A Tuesday noon, UTC. */
export const NOON = Date.UTC(2026, 10, 24, 12);

export type Case = Partial<Omit<OutboundRequest, 'channel'>>;

/** A person's support message at noon, unless the case says otherwise. */
export function ask(channel: Channel, asked: Case = {}, preset: PolicyPreset = current): Decision {
  return decide({ at: NOON, sender: 'human', purpose: 'support', window: {}, ...asked, channel }, preset);
}

/** The contact acted so long ago (milliseconds). */
export function ago(ms: number, at: number = NOON): Case {
  return { at, window: { lastInboundAt: at - ms } };
}

/** Verdict, reason and forms in one line, as the tables of the tests read. */
export function line(decision: Decision): string {
  return [decision.verdict, decision.reason, ...decision.ways.map(wayLine)].join(' ');
}

function wayLine(way: Way): string {
  if (way.form === 'template') return `template(${way.categories.join('+')})`;
  return way.form === 'tag' ? way.tag : way.form;
}

/** One test a row: what is asked, in words and as a case, and the line that answers it. */
export function table(
  channel: Channel,
  rows: readonly (readonly [title: string, asked: Case, answer: string])[],
  preset: PolicyPreset = current,
): void {
  it.each(rows)('%s', (_title, asked, answer) => {
    expect(line(ask(channel, asked, preset))).toBe(answer);
  });
}
