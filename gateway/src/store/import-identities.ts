import { sql, type Transaction } from 'kysely';
import type { ContactRecord } from '../import/contact-row.js';
import { bulkId } from './bulk-ids.js';
import { applyEarlyConsents } from './consent.js';
import type { Database } from './database.js';
import type { PlacedContact } from './import-contacts.js';

export interface IdentityRow {
  readonly id: string;
  readonly contact_id: string;
  readonly channel_account_id: string;
  readonly channel: string;
  readonly address: string;
  readonly opted_out: boolean;
  readonly blocked: boolean;
  readonly opted_in_marketing: boolean;
}

const keyOf = (accountId: string, address: string) => `${accountId} ${address}`;

/** What is to be written about addresses. */
export interface IdentityPlan {
  readonly inserts: readonly IdentityRow[];
  readonly narrowed: readonly IdentityRow[];
  /** Records that add or narrow something. */
  readonly changed: ReadonlySet<ContactRecord>;
  /** Addresses that belong to another contact already. */
  readonly taken: number;
}

/**
 * Finds out which addresses of contacts are new. One that another contact has stays there. Consent is only ever
 * narrowed by a file: what a customer said here since then counts more, save for an address that is new.
 */
export async function planIdentities(
  tx: Transaction<Database>,
  workspaceId: string,
  placed: readonly PlacedContact[],
): Promise<IdentityPlan> {
  const wanted = placed.flatMap(({ record, contactId }) =>
    record.addresses.map((address) => ({ record, contactId, ...address })),
  );
  const { rows } = await sql<IdentityRow>`
    select i.id, i.contact_id, i.channel_account_id, i.channel, i.address, i.opted_out, i.blocked,
      i.opted_in_marketing
    from identity i join unnest(
      ${wanted.map(({ account }) => account.id)}::uuid[], ${wanted.map(({ address }) => address)}::text[]
    ) as x(account_id, address) on i.channel_account_id = x.account_id and i.address = x.address
    where i.workspace_id = ${workspaceId}`.execute(tx);
  const known = new Map(rows.map((row) => [keyOf(row.channel_account_id, row.address), row]));

  let taken = 0;
  const changed = new Set<ContactRecord>();
  const inserts: IdentityRow[] = [];
  const narrowed: IdentityRow[] = [];
  for (const { record, contactId, account, address, optedOut, blocked, optedInMarketing } of wanted) {
    const key = keyOf(account.id, address);
    const row = known.get(key);
    if (row === undefined) {
      const fresh = {
        id: bulkId(),
        contact_id: contactId,
        channel_account_id: account.id,
        channel: account.channel,
        address,
        opted_out: optedOut,
        blocked,
        opted_in_marketing: optedInMarketing,
      };
      inserts.push(fresh);
      known.set(key, fresh);
      changed.add(record);
    } else if (row.contact_id !== contactId) taken++;
    else if ((optedOut && !row.opted_out) || (blocked && !row.blocked)) {
      narrowed.push({ ...row, opted_out: row.opted_out || optedOut, blocked: row.blocked || blocked });
      changed.add(record);
    }
  }
  return { inserts, narrowed, changed, taken };
}

/** Writes the plan. Contacts that are new have their channels on their row already. */
export async function storeIdentities(
  tx: Transaction<Database>,
  workspaceId: string,
  { inserts, narrowed }: IdentityPlan,
  isNew: (contactId: string) => boolean,
): Promise<void> {
  if (inserts.length > 0) {
    await sql`
      insert into identity (workspace_id, id, contact_id, channel_account_id, channel, address, opted_out, blocked,
        opted_in_marketing)
      select ${workspaceId}::uuid, x.* from json_to_recordset(${JSON.stringify(inserts)}::json) as x(
        id uuid, contact_id uuid, channel_account_id uuid, channel text, address text, opted_out boolean,
        blocked boolean, opted_in_marketing boolean)`.execute(tx);
    await applyEarlyConsents(
      tx,
      workspaceId,
      inserts.map(({ id }) => id),
    );
  }
  if (narrowed.length > 0) {
    await sql`
      update identity i set opted_out = x.opted_out, blocked = x.blocked
      from json_to_recordset(${JSON.stringify(narrowed)}::json) as x(id uuid, opted_out boolean, blocked boolean)
      where i.workspace_id = ${workspaceId} and i.id = x.id`.execute(tx);
  }
  const grown = [...new Set(inserts.map((row) => row.contact_id))].filter((id) => !isNew(id));
  if (grown.length === 0) return;
  await sql`
    update contact c set channels = x.channels from (
      select contact_id, array_agg(distinct channel order by channel) as channels from identity
      where workspace_id = ${workspaceId} and contact_id = any(${grown}::uuid[]) group by contact_id
    ) x where c.workspace_id = ${workspaceId} and c.id = x.contact_id`.execute(tx);
}
