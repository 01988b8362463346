import type { Purpose } from '@outbound-composer/core';
import type { Failure, FrequencyCapState } from '@outbound-composer/core/contract';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../store/database.js';
import { ProblemError } from './problem.js';
import type { FrequencyCap } from './sending-rules.js';

const DAY_MS = 24 * 60 * 60_000;

export interface CapQuestion {
  readonly contactId: string;
  /** Epoch milliseconds of the send. */
  readonly at: number;
}

/**
 * What a workspace's cap says about sends to contacts, in the order asked and in one statement. Counted is what may
 * have reached the contact, and what is scheduled for the days before the send.
 *
 * @param except A message that is not to count against itself.
 */
export async function capStates(
  db: Kysely<Database>,
  {
    workspaceId,
    cap,
    questions,
    except = null,
  }: {
    readonly workspaceId: string;
    readonly cap: FrequencyCap;
    readonly questions: readonly CapQuestion[];
    readonly except?: string | null;
  },
): Promise<FrequencyCapState[]> {
  const { messages, days, purposes } = cap;
  const { rows } = await sql<{ first: Date | null }>`
    select (
      select m.at from message as m
      where m.workspace_id = ${workspaceId} and m.contact_id = asked.contact_id and m.direction = 'outbound'
        and (m.counts or m.status = 'scheduled') and coalesce(m.purpose, 'support') = any(${[...purposes]}::text[])
        and m.at > asked.at - make_interval(secs => ${days * 86_400}) and m.at <= asked.at
        and m.id is distinct from ${except}::uuid
      order by m.at desc offset ${messages - 1} limit 1
    ) as first
    from unnest(${questions.map(({ contactId }) => contactId)}::uuid[],
      ${questions.map(({ at }) => new Date(at).toISOString())}::timestamptz[])
      with ordinality as asked(contact_id, at, number)
    order by asked.number`.execute(db);
  return rows.map(({ first }) => ({
    messages,
    days,
    capped: first !== null,
    // The one that is `messages` back leaves the count then.
    freeAt: first === null ? null : new Date(first.getTime() + days * DAY_MS).toISOString(),
  }));
}

interface CappedSend extends CapQuestion {
  readonly workspaceId: string;
  readonly purpose: Purpose;
  readonly except?: string;
}

/** The cap that stands in a send's way, or null. */
export async function reachedCap(
  db: Kysely<Database>,
  cap: FrequencyCap | null,
  { workspaceId, purpose, contactId, at, except }: CappedSend,
): Promise<FrequencyCapState | null> {
  if (!cap?.purposes.includes(purpose)) return null;
  const [state] = await capStates(db, {
    workspaceId,
    cap,
    questions: [{ contactId, at }],
    ...(except === undefined ? {} : { except }),
  });
  return state?.capped ? state : null;
}

/** @throws ProblemError `frequency_capped` */
export async function checkFrequency(
  db: Kysely<Database>,
  cap: FrequencyCap | null,
  send: CappedSend,
): Promise<void> {
  const state = await reachedCap(db, cap, send);
  if (state) throw new ProblemError('frequency_capped', sentence(state), { extra: { frequencyCap: state } });
}

/** Why a scheduled message does not leave after all. */
export const frequencyFailure = (state: FrequencyCapState): Failure => ({
  reason: 'frequency_capped',
  message: sentence(state),
  remedy: `Send it again after ${state.freeAt}.`,
  retriable: true,
  providerCode: null,
});

const sentence = ({ messages, days, freeAt }: FrequencyCapState) =>
  `The contact got ${messages} message${messages === 1 ? '' : 's'} in ${days} day${days === 1 ? '' : 's'}, which is this workspace's limit; the next is permitted at ${freeAt}.`;
