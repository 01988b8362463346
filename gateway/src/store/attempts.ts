import type { Kysely, Transaction } from 'kysely';
import type { SendOutcome } from '../channels/adapter.js';
import type { Database } from './database.js';

export interface AttemptKey {
  readonly workspaceId: string;
  readonly messageId: string;
  readonly number: number;
}

/** Writes down that a provider is about to be called. The message is locked, so numbers do not collide. */
export async function beginAttempt(
  tx: Transaction<Database>,
  { workspaceId, messageId, worker, at }: Omit<AttemptKey, 'number'> & { worker: number; at: Date },
): Promise<number> {
  const last = await lastAttempt(tx, workspaceId, messageId);
  const number = (last?.number ?? 0) + 1;
  await tx
    .insertInto('send_attempt')
    .values({ workspace_id: workspaceId, message_id: messageId, number, started_at: at, worker })
    .execute();
  return number;
}

/** Writes down how a call ended. */
export async function endAttempt(
  tx: Kysely<Database>,
  { workspaceId, messageId, number }: AttemptKey,
  outcome: SendOutcome,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('send_attempt')
    .set({
      ended_at: at,
      outcome: outcome.outcome,
      detail: JSON.stringify(
        outcome.outcome === 'accepted' ? { providerId: outcome.providerId } : { failure: outcome.failure },
      ),
    })
    .where('workspace_id', '=', workspaceId)
    .where('message_id', '=', messageId)
    .where('number', '=', number)
    .execute();
}

/** A message's last attempt. */
export async function lastAttempt(
  tx: Kysely<Database>,
  workspaceId: string,
  messageId: string,
): Promise<{ readonly number: number; readonly ended: boolean } | undefined> {
  const row = await tx
    .selectFrom('send_attempt')
    .where('workspace_id', '=', workspaceId)
    .where('message_id', '=', messageId)
    .select(['number', 'ended_at'])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { number: row.number, ended: row.ended_at !== null };
}
