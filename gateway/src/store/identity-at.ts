import { type Kysely, sql } from 'kysely';
import type { AddressRef } from './consent.js';
import type { Database } from './database.js';

/** The identity that has an address, as its own or as its other one; its own goes first. At most one row. */
export const identityAt = (db: Kysely<Database>, { workspaceId, accountId, address }: AddressRef) =>
  db
    .selectFrom('identity')
    .where('workspace_id', '=', workspaceId)
    .where('channel_account_id', '=', accountId)
    .where((eb) => eb.or([eb('address', '=', address), eb('alias', '=', address)]))
    .orderBy(sql`address = ${address}`, 'desc')
    .limit(1)
    .selectAll();
