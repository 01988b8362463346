import { sql, type Transaction } from 'kysely';
import { v7 as uuid } from 'uuid';
import { addressKind } from './address-kind.js';
import { applyEarlyConsents, lockAddress, type ReportedConsent } from './consent.js';
import type { Database } from './database.js';

/** An address that a contact has at one of our sender accounts by its own e-mail address or phone. */
export interface OwnAddress {
  readonly accountId: string;
  readonly channel: Database['channel_account']['channel'];
  readonly address: string;
}

/**
 * Where an e-mail address and a phone can be written to: every e-mail, SMS and WhatsApp account. Locked, because a
 * first message from there may come at the same time.
 */
export async function lockOwnAddresses(
  tx: Transaction<Database>,
  workspaceId: string,
  given: { readonly email?: string | null; readonly phone?: string | null },
): Promise<OwnAddress[]> {
  if (!given.email && !given.phone) return [];
  const accounts = await tx
    .selectFrom('channel_account')
    .where('workspace_id', '=', workspaceId)
    .select(['id', 'channel'])
    .orderBy('id')
    .execute();
  const addresses = accounts.flatMap(({ id, channel }): OwnAddress[] => {
    const kind = addressKind(channel);
    const address = kind === 'id' ? null : given[kind];
    return address ? [{ accountId: id, channel, address }] : [];
  });
  for (const { accountId, address } of addresses) await lockAddress(tx, { workspaceId, accountId, address });
  return addresses;
}

/**
 * Gives a contact the addresses that it has not yet; one that another contact has stays there. Returns what people
 * at the new ones had allowed or forbidden before we knew them.
 */
export async function addAddresses(
  tx: Transaction<Database>,
  { workspaceId, contactId }: { readonly workspaceId: string; readonly contactId: string },
  addresses: readonly OwnAddress[],
): Promise<{
  readonly added: number;
  readonly consents: readonly (ReportedConsent & { readonly identityId: string })[];
}> {
  if (addresses.length === 0) return { added: 0, consents: [] };
  const { rows } = await sql<{ id: string }>`
    insert into identity (workspace_id, id, contact_id, channel_account_id, channel, address)
    values ${sql.join(
      addresses.map(
        ({ accountId, channel, address }) =>
          sql`(${workspaceId}::uuid, ${uuid()}::uuid, ${contactId}::uuid, ${accountId}::uuid, ${channel}, ${address})`,
      ),
    )}
    on conflict (workspace_id, channel_account_id, address) do nothing
    returning id`.execute(tx);
  const ids = rows.map(({ id }) => id);
  return { added: ids.length, consents: await applyEarlyConsents(tx, workspaceId, ids) };
}
