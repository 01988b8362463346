import { type Kysely, sql, type Transaction } from 'kysely';
import type { ReportedStatus } from '../app/delivery-status.js';
import type { Database } from './database.js';

export interface ProviderRef {
  readonly workspaceId: string;
  readonly accountId: string;
  readonly providerId: string;
}

/**
 * Lets only one transaction at a time deal with a provider's id: the one that writes the id down, and the one that
 * looks for it because a status came in. Taken before any row is locked.
 */
export async function lockProviderId(
  tx: Transaction<Database>,
  { workspaceId, accountId, providerId }: ProviderRef,
): Promise<void> {
  const name = `${workspaceId}/${accountId}/${providerId}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx);
}

/** Keeps a status whose message is not known by its provider's id yet. */
export async function keepEarlyStatus(
  tx: Kysely<Database>,
  { workspaceId, accountId, providerId }: ProviderRef,
  { status, at, failure }: ReportedStatus,
): Promise<void> {
  await tx
    .insertInto('early_status')
    .values({
      workspace_id: workspaceId,
      channel_account_id: accountId,
      provider_id: providerId,
      status,
      at,
      failure: failure && JSON.stringify(failure),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'channel_account_id', 'provider_id', 'status'])
        .doUpdateSet({ at: sql`least(early_status.at, excluded.at)` }),
    )
    .execute();
}

/** The statuses kept for a provider's id, which are forgotten with that. */
export async function takeEarlyStatuses(
  tx: Kysely<Database>,
  { workspaceId, accountId, providerId }: ProviderRef,
): Promise<ReportedStatus[]> {
  return tx
    .deleteFrom('early_status')
    .where('workspace_id', '=', workspaceId)
    .where('channel_account_id', '=', accountId)
    .where('provider_id', '=', providerId)
    .returning(['status', 'at', 'failure'])
    .execute();
}

/** Statuses of messages that were never ours, e.g. sent from the provider's own inbox. */
export async function forgetEarlyStatuses(db: Kysely<Database>, before: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('early_status')
    .where('created_at', '<', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
