import type { SendMessage } from '@outbound-composer/core/contract';
import type { Transaction } from 'kysely';
import type { z } from 'zod';
import type { Database } from '../store/database.js';
import { loadReach, monthOf, type Reach } from '../store/facts.js';
import { type Asked, chooseChannel, decideCandidates } from './choose-channel.js';
import { type Counted, decideCounted, type Refused } from './decide-counted.js';
import type { PreparedContent } from './outbound-content.js';
import { quietUntil } from './quiet-hours.js';
import { postponed, type When } from './when-to-send.js';

/** Quiet hours of two kinds may follow on each other, an end of one lying in the other. */
const MOST_POSTPONEMENTS = 8;

interface PlanSend {
  readonly workspaceId: string;
  readonly contactId: string;
  readonly request: z.output<typeof SendMessage>;
  readonly content: PreparedContent;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Locked, with the counts of this month. */
  readonly reaches: readonly Reach[];
}

/**
 * Chooses channel and form for the instant at which a message is to leave. What quiet hours alone forbid is put off
 * to their end where that was asked for.
 *
 * @param askedAt The question for an instant.
 */
export async function planSend(
  tx: Transaction<Database>,
  { workspaceId, contactId, request, content, now, reaches }: PlanSend,
  wanted: When,
  askedAt: (at: number) => Asked,
): Promise<{ plan: Counted; when: When } | Refused> {
  const first = await planAt(wanted);
  if (!('refused' in first) || request.postponeQuietHours !== true) return first;
  let when = wanted;
  for (let count = 0; count < MOST_POSTPONEMENTS; count += 1) {
    const asked = askedAt(when.at);
    const until = quietUntil(decideCandidates(await reachesAt(when.at), content, asked));
    if (until === null || until <= when.at) break;
    when = postponed(request, when, until);
    const later = await planAt(when);
    if (!('refused' in later)) return later;
  }
  return first;

  async function planAt(at: When): Promise<{ plan: Counted; when: When } | Refused> {
    const asked = askedAt(at.at);
    const known = await reachesAt(at.at);
    const choose = (ones: readonly Reach[]) => chooseChannel(ones, content, asked);
    if (at.schedule === null) {
      const plan = await decideCounted(
        tx,
        { workspaceId, reaches: known, at: at.at, preset: asked.preset },
        choose,
      );
      return 'refused' in plan ? plan : { plan, when: at };
    }
    // Nothing is counted before it leaves, so no counter needs to be held.
    const choice = choose(known);
    return 'refused' in choice
      ? choice
      : { plan: { ...choice, kinds: [], businessInitiated: false, reaches: known }, when: at };
  }

  async function reachesAt(at: number): Promise<readonly Reach[]> {
    return monthOf(at) === monthOf(now) ? reaches : loadReach(tx, workspaceId, [contactId], at);
  }
}
