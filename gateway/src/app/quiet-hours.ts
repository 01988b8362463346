import type { Decision } from '@outbound-composer/core';

/** When the quiet hours that alone forbid a message are over; null when it is something else that forbids it. */
export function quietUntil(decisions: readonly Decision[]): number | null {
  const ends = decisions
    .filter(({ reason }) => reason === 'quiet_hours')
    .flatMap(({ unlockedBy }) => unlockedBy)
    .filter((unlock) => unlock.startsWith('at:'))
    .map((unlock) => Date.parse(unlock.slice('at:'.length)));
  return ends.length === 0 ? null : Math.min(...ends);
}
