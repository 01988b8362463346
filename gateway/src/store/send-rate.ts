import { type Kysely, sql } from 'kysely';
import type { SendRate } from '../app/deps.js';
import type { Database } from './database.js';

/**
 * Takes one turn of an account's token bucket and returns how many milliseconds to wait for it, 0 when it is now.
 * A turn that lies ahead is taken all the same: the bucket goes below zero, and the next caller's turn comes later.
 * One row for each account is the limit of all processes together.
 */
export async function takeTurn(
  db: Kysely<Database>,
  {
    workspaceId,
    accountId,
    rate,
    now,
  }: { workspaceId: string; accountId: string; rate: SendRate; now: Date },
): Promise<number> {
  const { perSecond, burst } = rate;
  const refilled = sql<number>`least(${burst}::float8, send_rate.tokens
    + greatest(extract(epoch from ${now}::timestamptz - send_rate.updated_at), 0) * ${perSecond}::float8)`;
  const { tokens } = await db
    .insertInto('send_rate')
    .values({ workspace_id: workspaceId, channel_account_id: accountId, tokens: burst - 1, updated_at: now })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'channel_account_id']).doUpdateSet({
        tokens: sql`${refilled} - 1`,
        updated_at: sql`greatest(send_rate.updated_at, ${now}::timestamptz)`,
      }),
    )
    .returning('tokens')
    .executeTakeFirstOrThrow();
  return tokens >= 0 ? 0 : Math.ceil((-tokens / perSecond) * 1000);
}
