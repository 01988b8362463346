import type { Kysely } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Database } from '../store/database.js';
import type { Config } from './config.js';

/** Writes down the configured workspace, and returns its id. The name is what stays. */
export async function storeWorkspace(db: Kysely<Database>, { workspace }: Config): Promise<string> {
  const values = { preset: workspace.preset, keep_assignee_on_close: workspace.keepAssigneeOnClose };
  const { id } = await db
    .insertInto('workspace')
    .values({ id: uuid(), name: workspace.name, ...values })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/**
 * Writes down the configured sender accounts, and returns their ids by key. One that left the configuration
 * stays, because its history does; this process just cannot send through it.
 */
export async function storeAccounts(
  db: Kysely<Database>,
  workspaceId: string,
  { channelAccounts }: Config,
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const { key, channel, name, address = null, facts } of channelAccounts) {
    const values = { channel, name, address, facts: JSON.stringify(facts) };
    const { id } = await db
      .insertInto('channel_account')
      .values({ workspace_id: workspaceId, id: uuid(), key, ...values })
      .onConflict((conflict) => conflict.columns(['workspace_id', 'key']).doUpdateSet(values))
      .returning('id')
      .executeTakeFirstOrThrow();
    ids.set(key, id);
  }
  return ids;
}
