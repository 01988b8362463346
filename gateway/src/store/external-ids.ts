import { type Kysely, sql } from 'kysely';
import type { Database } from './database.js';

/** The contacts that have these ids of a source besides the one on their own row, e.g. after a merge. */
export async function furtherIds(
  db: Kysely<Database>,
  workspaceId: string,
  source: string,
  externalIds: readonly string[],
): Promise<{ readonly external_id: string; readonly contact_id: string }[]> {
  return db
    .selectFrom('contact_external_id')
    .where('workspace_id', '=', workspaceId)
    .where('source', '=', source)
    .where('external_id', '=', sql<string>`any(${externalIds}::text[])`)
    .select(['external_id', 'contact_id'])
    .execute();
}
