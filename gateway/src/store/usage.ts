import { type Kysely, sql } from 'kysely';
import type { Database } from './database.js';
import { monthOf, SENT } from './facts.js';

export interface ReportedUsage {
  readonly workspaceId: string;
  readonly accountId: string;
  /** Epoch milliseconds; says which month's counter is meant. */
  readonly at: number;
  /** Messages that the plan allows in this month; null: no limit. */
  readonly quota: number | null;
  readonly sent: number;
}

/**
 * Writes down what a provider says of an account's month. The counter only rises: what is queued here is not yet in
 * the provider's number.
 */
export async function storeUsage(
  db: Kysely<Database>,
  { workspaceId, accountId, at, quota, sent }: ReportedUsage,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx
      .updateTable('channel_account')
      .set({
        facts:
          quota === null
            ? sql`facts - 'monthlyQuota'`
            : sql`facts || jsonb_build_object('monthlyQuota', ${quota}::bigint)`,
      })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', accountId)
      .execute();
    await tx
      .insertInto('monthly_counter')
      .values({
        workspace_id: workspaceId,
        channel_account_id: accountId,
        month: monthOf(at),
        kind: SENT,
        count: sent,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['workspace_id', 'channel_account_id', 'month', 'kind'])
          .doUpdateSet({ count: sql`greatest(monthly_counter.count, excluded.count)` }),
      )
      .execute();
  });
}
