import { DAY, toIso } from './instant.js';
import type { Decision, Note, Way } from './types.js';

/** How long before a rule changes a decision says so. */
const SOON = 90 * DAY;

/**
 * Before the day on which a rule changes, a decision names that day, if it makes a difference to it, and says so when
 * the day is near.
 *
 * @param until The day, epoch milliseconds.
 * @param decideThen The same question, asked on that day.
 */
export function withRuleChange(
  decision: Decision,
  until: number,
  at: number,
  decideThen: () => Decision,
): Decision {
  const earlier = decision.staleAt ?? null;
  if (earlier !== null && earlier < until) return decision;
  const after = decideThen();
  if (looksTheSame(decision, after)) return { ...decision, staleAt: after.staleAt ?? null };
  return {
    ...decision,
    closesAt: isStricter(after, decision) ? until : decision.closesAt,
    staleAt: until,
    notes: until - at > SOON ? decision.notes : [...decision.notes, changesOn(until)],
  };
}

/** Whether two decisions are the same to whoever looks at them: everything but notes, sources and clocks. */
export function looksTheSame(a: Decision, b: Decision): boolean {
  return (
    a.verdict === b.verdict &&
    a.reason === b.reason &&
    a.remaining === b.remaining &&
    a.price.kind === b.price.kind &&
    a.price.reason === b.price.reason &&
    keysOf(a.ways) === keysOf(b.ways)
  );
}

const RANK = { open: 0, restricted: 1, blocked: 2 } as const;

/** Whether `a` allows less than `b`: a worse verdict, or a way of `b` that it has not. */
export function isStricter(a: Decision, b: Decision): boolean {
  if (RANK[a.verdict] !== RANK[b.verdict]) return RANK[a.verdict] > RANK[b.verdict];
  return b.ways.some((way) => !a.ways.some((mine) => covers(mine, way)));
}

/** Whether whatever goes by the way `b` goes by `a` as well. */
function covers(a: Way, b: Way): boolean {
  if (a.form === 'template' && b.form === 'template') {
    return b.categories.every((category) => a.categories.includes(category));
  }
  return keyOf(a) === keyOf(b);
}

function keysOf(ways: readonly Way[]): string {
  return ways.map(keyOf).join();
}

function keyOf(way: Way): string {
  return JSON.stringify(way);
}

function changesOn(until: number): Note {
  const day = toIso(until).slice(0, 10);
  return {
    code: 'rule_changes_soon',
    text: `A rule of this channel changes on ${day}.`,
    de: `Eine Regel dieses Kanals ändert sich am ${day}.`,
  };
}
