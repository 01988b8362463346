import type { Failure } from '@outbound-composer/core/contract';
import { sql } from 'kysely';
import { WORKER_LOCKS } from '../queue/worker-lease.js';
import { lockMessage } from '../store/messages.js';
import type { Deps } from './deps.js';
import { leaveUnknown } from './record-outcome.js';

const AT_ONCE = 200;
/** No call takes that long, and no recording of its outcome: an attempt as old as that is in nobody's hands. */
const GIVE_UP_AFTER_MS = 15 * 60_000;

/** What an agent reads when a process died between the provider's acceptance and our record of it. */
export const OUTCOME_UNKNOWN: Failure = {
  reason: 'outcome_unknown',
  message: 'The gateway stopped while it handed the message over; nobody can know whether it was sent.',
  remedy: 'Look whether it arrived before you send it again.',
  retriable: true,
  providerCode: null,
};

/**
 * Finds attempts that began and never ended because their process is gone, and leaves their messages `unknown`. A
 * process that lives holds the lock of its number, so its attempts are left alone. Returns how many were found.
 */
export async function settleDoubtful({ db, clock }: Deps): Promise<number> {
  let settled = 0;
  for (;;) {
    const tooOld = new Date(clock() - GIVE_UP_AFTER_MS);
    // Whoever gets the lock of a worker's number knows that nobody holds it. It is given back at once.
    const open = await db
      .with('dead', (cte) =>
        cte
          .selectFrom((from) =>
            from
              .selectFrom('send_attempt')
              .where('ended_at', 'is', null)
              .where('worker', 'is not', null)
              .select('worker')
              .distinct()
              .as('workers'),
          )
          .where(sql<boolean>`pg_try_advisory_xact_lock(${WORKER_LOCKS}::int, workers.worker)`)
          .select('worker'),
      )
      .selectFrom('send_attempt')
      .where('ended_at', 'is', null)
      .where((eb) =>
        eb.or([
          eb('worker', 'is', null),
          eb('worker', 'in', (from) => from.selectFrom('dead').select('worker')),
          eb('started_at', '<', tooOld),
        ]),
      )
      .select(['workspace_id', 'message_id', 'number'])
      .limit(AT_ONCE)
      .execute();

    for (const { workspace_id, message_id, number } of open) {
      await db.transaction().execute(async (tx) => {
        const message = await lockMessage(tx, workspace_id, message_id);
        const at = new Date(clock());
        const { numUpdatedRows } = await tx
          .updateTable('send_attempt')
          .set({ ended_at: at, outcome: 'unknown', detail: JSON.stringify({ failure: OUTCOME_UNKNOWN }) })
          .where('workspace_id', '=', workspace_id)
          .where('message_id', '=', message_id)
          .where('number', '=', number)
          .where('ended_at', 'is', null)
          .executeTakeFirstOrThrow();
        if (numUpdatedRows === 0n) return;
        if (message?.status === 'sending') await leaveUnknown(tx, message, OUTCOME_UNKNOWN, at);
        settled += 1;
      });
    }
    if (open.length < AT_ONCE) return settled;
  }
}
