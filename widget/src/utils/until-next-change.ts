import type { Model } from '../model.js';
import { timeLeftStep } from './time.js';

// "3 minutes ago" and its like change once a minute.
const MINUTE = 60_000;

/** Milliseconds until something on the screen looks different although nothing happened; null: never. */
export function untilNextChange({ open, search, takingBack, now }: Model): number | null {
  const waits: number[] = [];
  if (open.contact || search.items.length > 0) waits.push(MINUTE);
  for (const channel of open.contact?.channels ?? []) {
    const { closesAt, nextChangeAt } = open.decision(channel);
    if (closesAt !== null) waits.push(timeLeftStep(Date.parse(closesAt) - now));
    if (nextChangeAt !== null) waits.push(Date.parse(nextChangeAt) - now);
  }
  // Counts down by the second.
  if (takingBack.left !== null) waits.push(takingBack.left % 1000 || 1000);
  if (open.renewalIn !== null) waits.push(open.renewalIn);
  const ahead = waits.filter((ms) => ms > 0);
  return ahead.length === 0 ? null : Math.min(...ahead);
}
