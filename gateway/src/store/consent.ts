import { type Kysely, sql, type Transaction } from 'kysely';
import type { ConsentChange } from '../channels/adapter.js';
import type { Database } from './database.js';

/** What a contact allowed or forbade, and when, by the provider's clock. */
export interface ReportedConsent {
  readonly change: ConsentChange;
  readonly at: Date;
}

/** An address at one of our sender accounts, whether or not we know whose it is. */
export interface AddressRef {
  readonly workspaceId: string;
  readonly accountId: string;
  readonly address: string;
}

type ConsentColumn = 'opted_out' | 'blocked' | 'opted_out_marketing';

/** The column that a change is about, and what it says then. True always forbids. */
const EFFECT: Readonly<Record<ConsentChange, { readonly column: ConsentColumn; readonly value: boolean }>> = {
  opted_out: { column: 'opted_out', value: true },
  opted_in: { column: 'opted_out', value: false },
  blocked: { column: 'blocked', value: true },
  unblocked: { column: 'blocked', value: false },
  opted_out_marketing: { column: 'opted_out_marketing', value: true },
  opted_in_marketing: { column: 'opted_out_marketing', value: false },
};

/**
 * Writes a change on an identity, unless a later one of the same kind is already known; of two at one instant the
 * stricter one stands. Returns false when nothing changes.
 */
export async function writeConsent(
  tx: Kysely<Database>,
  { workspaceId, identityId }: { readonly workspaceId: string; readonly identityId: string },
  { change, at }: ReportedConsent,
): Promise<boolean> {
  const { column, value } = EFFECT[change];
  const time = `${column}_at` as const;
  const { numUpdatedRows } = await tx
    .updateTable('identity')
    .set({ [column]: value, [time]: at })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', identityId)
    .where((eb) =>
      eb.or([
        eb(time, 'is', null),
        eb(time, '<', at),
        ...(value ? [eb.and([eb(time, '=', at), eb(column, '=', false)])] : []),
      ]),
    )
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/**
 * Lets only one transaction at a time deal with an address that nobody has yet: the one that makes its identity, and
 * the one that keeps a consent for it.
 */
export async function lockAddress(
  tx: Transaction<Database>,
  { workspaceId, accountId, address }: AddressRef,
): Promise<void> {
  const name = `${workspaceId}/${accountId}/${address}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 1))`.execute(tx);
}

/**
 * Keeps a change of somebody unknown until we know them: an opt-out does not lapse because it came first. Returns
 * false when it is known already.
 */
export async function keepEarlyConsent(
  tx: Kysely<Database>,
  { workspaceId, accountId, address }: AddressRef,
  { change, at }: ReportedConsent,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('early_consent')
    .values({ workspace_id: workspaceId, channel_account_id: accountId, address, change, at })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'channel_account_id', 'address', 'change'])
        .doUpdateSet({ at: (eb) => eb.ref('excluded.at') })
        .whereRef('early_consent.at', '<', 'excluded.at'),
    )
    .executeTakeFirstOrThrow();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Writes on new identities what was kept for their addresses, and returns what changed. */
export async function applyEarlyConsents(
  tx: Kysely<Database>,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<readonly (ReportedConsent & { readonly identityId: string })[]> {
  const { rows } = await sql<ReportedConsent & { identityId: string }>`
    delete from early_consent e using identity i
    where i.workspace_id = ${workspaceId} and i.id = any(${identityIds}::uuid[])
      and e.workspace_id = i.workspace_id and e.channel_account_id = i.channel_account_id
      and e.address = i.address
    returning i.id as "identityId", e.change, e.at`.execute(tx);
  const applied: typeof rows = [];
  for (const row of rows) {
    if (await writeConsent(tx, { workspaceId, identityId: row.identityId }, row)) applied.push(row);
  }
  return applied;
}
