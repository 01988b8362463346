import type { Channel } from '@outbound-composer/core';
import { type Kysely, sql, type Transaction } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Database } from './database.js';

/** Accounts that were added to a running gateway, with their settings sealed. */
export interface SealedAccount {
  readonly id: string;
  readonly key: string;
  readonly channel: Channel;
  readonly sealed: string;
  readonly rate: { readonly perSecond: number; readonly burst: number } | null;
}

/** NOTIFY channel: accounts of the workspace in the payload were added, changed or removed. */
export const ACCOUNTS_CHANGED = 'outbound_accounts';

export async function sealedAccounts(db: Kysely<Database>, workspaceId: string): Promise<SealedAccount[]> {
  const rows = await db
    .selectFrom('channel_account')
    .where('workspace_id', '=', workspaceId)
    .where('sealed_settings', 'is not', null)
    .select(['id', 'key', 'channel', 'sealed_settings', 'rate'])
    .orderBy('key')
    .execute();
  return rows.flatMap(({ sealed_settings: sealed, ...row }) => (sealed === null ? [] : [{ ...row, sealed }]));
}

/** With sealed settings or without. */
export function everyAccount(db: Kysely<Database>, workspaceId: string) {
  return db
    .selectFrom('channel_account')
    .where('workspace_id', '=', workspaceId)
    .select(['key', 'channel', 'name'])
    .orderBy('key')
    .execute();
}

/** Locks the account of this key, if there is one. */
export function lockAccount(tx: Transaction<Database>, workspaceId: string, key: string) {
  return tx
    .selectFrom('channel_account')
    .where('workspace_id', '=', workspaceId)
    .where('key', '=', key)
    .select(['id', 'channel', 'sealed_settings'])
    .forUpdate()
    .executeTakeFirst();
}

export interface AccountToSave {
  readonly workspaceId: string;
  readonly key: string;
  readonly channel: Channel;
  readonly name: string;
  readonly address: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly rate: SealedAccount['rate'];
  readonly sealed: string;
}

/** @returns its id, which an account of the same key keeps */
export async function saveSealedAccount(
  tx: Transaction<Database>,
  { workspaceId, key, sealed, facts, rate, ...rest }: AccountToSave,
): Promise<string> {
  const values = {
    ...rest,
    facts: JSON.stringify(facts),
    rate: rate === null ? null : JSON.stringify(rate),
    sealed_settings: sealed,
  };
  const { id } = await tx
    .insertInto('channel_account')
    .values({ workspace_id: workspaceId, id: uuid(), key, ...values })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'key']).doUpdateSet(values))
    .returning('id')
    .executeTakeFirstOrThrow();
  await announce(tx, workspaceId);
  return id;
}

/** Replaces what is sealed by the same in another form; null: forgets it, and the account gives verdicts only. */
export async function resealAccount(
  tx: Transaction<Database>,
  { workspaceId, id }: { readonly workspaceId: string; readonly id: string },
  sealed: string | null,
): Promise<void> {
  await tx
    .updateTable('channel_account')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .set({ sealed_settings: sealed })
    .execute();
  await announce(tx, workspaceId);
}

async function announce(tx: Transaction<Database>, workspaceId: string): Promise<void> {
  await sql`select pg_notify(${ACCOUNTS_CHANGED}, ${workspaceId})`.execute(tx);
}
