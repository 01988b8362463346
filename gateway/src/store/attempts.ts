import type { Kysely, Transaction } from 'kysely';
import type { SendOutcome } from '../channels/adapter.js';
import type { Database } from './database.js';

export interface AttemptKey {
  readonly workspaceId: string;
  readonly messageId: string;
  /** From 1, as `message.attempts` counts. */
  readonly number: number;
}

/** Writes down that a provider is about to be called. */
export const insertAttempt = (
  tx: Transaction<Database>,
  { workspaceId, messageId, number }: AttemptKey,
  worker: number,
  at: Date,
) =>
  tx
    .insertInto('send_attempt')
    .values({ workspace_id: workspaceId, message_id: messageId, number, started_at: at, worker });

/** Writes down how a call ended. */
export const endAttempt = (
  tx: Kysely<Database>,
  { workspaceId, messageId, number }: AttemptKey,
  outcome: SendOutcome,
  at: Date,
) =>
  tx
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
    .where('number', '=', number);

/** Whether any attempt after this number may have got through. */
export async function anyUnknown(
  tx: Transaction<Database>,
  { workspaceId, messageId }: Omit<AttemptKey, 'number'>,
  after: number,
): Promise<boolean> {
  const found = await tx
    .selectFrom('send_attempt')
    .where('workspace_id', '=', workspaceId)
    .where('message_id', '=', messageId)
    .where('number', '>', after)
    .where('outcome', '=', 'unknown')
    .select('number')
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
