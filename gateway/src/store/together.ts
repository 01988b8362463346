import { type Kysely, type OperationNodeSource, sql } from 'kysely';
import type { Database } from './database.js';

/**
 * Makes changes of different tables in one statement: one way to the server and back instead of one each, which is
 * most of what a change costs. None of them sees what the others have done, so no two may be of the same row.
 *
 * @param changes Inserts, updates or deletes; undefined ones are left out.
 */
export async function together(
  tx: Kysely<Database>,
  ...changes: readonly (OperationNodeSource | undefined)[]
): Promise<void> {
  const parts = changes.flatMap((change, index) =>
    change === undefined ? [] : [sql`${sql.id(`change_${index}`)} as (${change})`],
  );
  if (parts.length > 0) await sql`with ${sql.join(parts)} select`.execute(tx);
}
