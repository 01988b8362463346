import { sql } from 'kysely';
import type { Deps } from '../app/deps.js';
import { dispatchQueueOf } from './boss.js';

const AT_ONCE = 500;

/**
 * Queues again what is queued, or scheduled and due, but has no job that will come to it: because a job was in the hands of a process that
 * died, or because the queue's tables were lost. A job too many does no harm. Returns how many were queued again.
 *
 * @param olderThan Messages queued, or scheduled for, before this instant, so that those just being queued are left alone.
 */
export async function rescueQueued(
  { db, queue }: Deps,
  workspaceId: string,
  olderThan: Date,
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const lost = await tx
      .selectFrom('message')
      .where('workspace_id', '=', workspaceId)
      .where((eb) =>
        eb.or([
          eb.and([eb('status', '=', 'queued'), eb('at', '<', olderThan)]),
          eb.and([eb('status', '=', 'scheduled'), eb('scheduled_for', '<', olderThan)]),
        ]),
      )
      .where(
        sql<boolean>`not exists (
          select from pgboss.job where name = ${dispatchQueueOf(workspaceId)} and state in ('created', 'retry')
            and data->>'messageId' = message.id::text)`,
      )
      .select('id')
      .limit(AT_ONCE)
      .execute();
    for (const { id } of lost) {
      await queue.enqueueDispatch(tx, { workspaceId, messageId: id });
    }
    return lost.length;
  });
}
