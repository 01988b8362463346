import type { Opener } from '@outbound-composer/core';
import { sql, type Transaction } from 'kysely';
import type { Fault } from '../import/faults.js';
import type { ContactKey, MessageRecord } from '../import/message-row.js';
import { addressKind } from './address-kind.js';
import { bulkId } from './bulk-ids.js';
import { applyEarlyConsents } from './consent.js';
import type { Database } from './database.js';
import { furtherIds } from './external-ids.js';
import { epochOrNull } from './instants.js';

/** Where a message belongs, and the window as it stands there. */
export interface Place {
  readonly contactId: string;
  readonly conversationId: string;
  readonly identityId: string;
  /** Epoch milliseconds. */
  readonly lastInboundAt: number | null;
  readonly opener: Opener;
}

export interface PlaceBatch {
  readonly workspaceId: string;
  readonly source: string;
  readonly records: readonly MessageRecord[];
}

interface ContactRow {
  readonly id: string;
  readonly external_id: string | null;
  readonly own_source: boolean;
  readonly email: string | null;
  readonly phone: string | null;
}

interface IdentityRow {
  readonly id: string;
  readonly contact_id: string;
  readonly channel_account_id: string;
  readonly address: string;
  readonly last_inbound_at: Date | null;
  readonly opener: Opener;
}

type Fail = { readonly fault: Fault };

/** Finds contact, conversation and identity of each message; makes the identity where the message names one. */
export async function placeMessages(
  tx: Transaction<Database>,
  batch: PlaceBatch,
): Promise<ReadonlyMap<MessageRecord, Place | Fail>> {
  const contactOf = await findContacts(tx, batch);
  const found = new Map<MessageRecord, ContactRow | Fail>(
    batch.records.map((record) => [record, contactOf(record.contact)]),
  );
  const contactIds = [...new Set([...found.values()].flatMap((one) => ('id' in one ? [one.id] : [])))].sort();
  const identityOf = await findIdentities(tx, batch, found, contactIds);
  const conversations = await ensureConversations(tx, batch, contactIds);

  return new Map(
    batch.records.map((record): [MessageRecord, Place | Fail] => {
      const contact = found.get(record)!;
      if ('fault' in contact) return [record, contact];
      const identity = identityOf(record, contact);
      if ('fault' in identity) return [record, identity];
      return [
        record,
        {
          contactId: contact.id,
          conversationId: conversations.get(contact.id)!,
          identityId: identity.id,
          lastInboundAt: epochOrNull(identity.last_inbound_at),
          opener: identity.opener,
        },
      ];
    }),
  );
}

async function findContacts(tx: Transaction<Database>, { workspaceId, source, records }: PlaceBatch) {
  const valuesOf = (by: ContactKey['by']) => [
    ...new Set(records.filter(({ contact }) => contact.by === by).map(({ contact }) => contact.value)),
  ];
  const { rows } = await sql<ContactRow>`
    select id, external_id, coalesce(source = ${source}, false) as own_source, lower(email) as email, phone
    from contact where workspace_id = ${workspaceId} and id in (
      select id from contact where workspace_id = ${workspaceId} and source = ${source}
        and external_id = any(${valuesOf('externalId')}::text[])
      union select contact_id from contact_external_id where workspace_id = ${workspaceId} and source = ${source}
        and external_id = any(${valuesOf('externalId')}::text[])
      union select id from contact where workspace_id = ${workspaceId} and phone = any(${valuesOf('phone')}::text[])
      union select id from contact where workspace_id = ${workspaceId}
        and lower(email) = any(${valuesOf('email')}::text[])
      union select id from contact where workspace_id = ${workspaceId} and id = any(${valuesOf('id')}::uuid[])
    )`.execute(tx);
  const further = await furtherIds(tx, workspaceId, source, valuesOf('externalId'));
  const byId = Map.groupBy(rows, (row) => row.id);
  const by = {
    externalId: new Map([
      ...further.map(({ external_id, contact_id }) => [external_id, byId.get(contact_id)!] as const),
      ...Map.groupBy(
        rows.filter((row) => row.own_source),
        (row) => row.external_id,
      ),
    ]),
    email: Map.groupBy(rows, (row) => row.email),
    phone: Map.groupBy(rows, (row) => row.phone),
    id: byId,
  };
  return ({ by: kind, value }: ContactKey): ContactRow | Fail => {
    const [first, ...others] = (by[kind] as Map<string | null, ContactRow[]>).get(value) ?? [];
    if (!first) return fail('contact', 'there is no such contact; import the contacts first');
    return others.length > 0
      ? fail('contact', `names ${others.length + 1} contacts; use an external id`)
      : first;
  };
}

async function findIdentities(
  tx: Transaction<Database>,
  { workspaceId, records }: PlaceBatch,
  contacts: ReadonlyMap<MessageRecord, ContactRow | Fail>,
  contactIds: readonly string[],
) {
  const named = records.filter((record) => record.address !== undefined);
  // Locked in the order of their ids, so that two transactions never wait for each other.
  const load = () =>
    sql<IdentityRow>`
      select id, contact_id, channel_account_id, address, last_inbound_at, opener from identity
      where workspace_id = ${workspaceId} and id in (
        select id from identity where workspace_id = ${workspaceId} and contact_id = any(${contactIds}::uuid[])
        union select i.id from identity i join unnest(
          ${named.map(({ account }) => account.id)}::uuid[], ${named.map(({ address }) => address)}::text[]
        ) as x(account_id, address) on i.channel_account_id = x.account_id and i.address = x.address
        where i.workspace_id = ${workspaceId}
      ) order by id for no key update`.execute(tx);
  let identityOf = resolver((await load()).rows);

  const missing = new Map<string, { readonly id: string }>();
  for (const record of records) {
    const contact = contacts.get(record)!;
    if ('fault' in contact || 'id' in identityOf(record, contact)) continue;
    const address = record.address ?? usualAddress(record, contact);
    if (address === null || identityOf.owner(record.account.id, address) !== undefined) continue;
    const { id: channel_account_id, channel } = record.account;
    const fresh = { id: bulkId(), contact_id: contact.id, channel_account_id, channel, address };
    missing.set(`${channel_account_id} ${address}`, fresh);
  }
  if (missing.size > 0) {
    await sql`
      insert into identity (workspace_id, id, contact_id, channel_account_id, channel, address)
      select ${workspaceId}::uuid, x.* from json_to_recordset(${JSON.stringify([...missing.values()])}::json) as x(
        id uuid, contact_id uuid, channel_account_id uuid, channel text, address text)
      on conflict (workspace_id, channel_account_id, address) do nothing`.execute(tx);
    await applyEarlyConsents(
      tx,
      workspaceId,
      [...missing.values()].map(({ id }) => id),
    );
    identityOf = resolver((await load()).rows);
  }
  return identityOf;
}

function resolver(rows: readonly IdentityRow[]) {
  const byAddress = new Map(rows.map((row) => [`${row.channel_account_id} ${row.address}`, row]));
  const byContact = Map.groupBy(rows, (row) => `${row.channel_account_id} ${row.contact_id}`);
  const find = (record: MessageRecord, contact: ContactRow): IdentityRow | Fail => {
    const { account, address } = record;
    if (address !== undefined) {
      const row = byAddress.get(`${account.id} ${address}`);
      if (!row) return fail('address', 'is not an address of this contact yet');
      return row.contact_id === contact.id ? row : fail('address', 'belongs to another contact');
    }
    const [first] = byContact.get(`${account.id} ${contact.id}`) ?? [];
    return first ?? fail('address', `is needed: the contact has no address on ${account.key}`);
  };
  return Object.assign(find, {
    owner: (accountId: string, address: string) => byAddress.get(`${accountId} ${address}`)?.contact_id,
  });
}

/** What the contact's e-mail address or phone makes of an account without an address of its own. */
function usualAddress({ account }: MessageRecord, contact: ContactRow): string | null {
  const kind = addressKind(account.channel);
  return kind === 'id' ? null : contact[kind];
}

async function ensureConversations(
  tx: Transaction<Database>,
  { workspaceId }: PlaceBatch,
  contactIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const load = async () => {
    const rows = await tx
      .selectFrom('conversation')
      .where('workspace_id', '=', workspaceId)
      .where('contact_id', '=', sql<string>`any(${contactIds}::uuid[])`)
      .select(['id', 'contact_id'])
      .execute();
    return new Map(rows.map((row) => [row.contact_id, row.id]));
  };
  const known = await load();
  const missing = contactIds.filter((id) => !known.has(id));
  if (missing.length === 0) return known;
  const rows = missing.map((contact_id) => ({ id: bulkId(), contact_id }));
  // The message that follows brings the last activity.
  await sql`
    insert into conversation (workspace_id, id, contact_id, status, last_activity_at)
    select c.workspace_id, x.id, c.id, c.conversation_status, c.last_activity_at
    from json_to_recordset(${JSON.stringify(rows)}::json) as x(id uuid, contact_id uuid)
    join contact c on c.workspace_id = ${workspaceId} and c.id = x.contact_id
    on conflict (workspace_id, contact_id) do nothing`.execute(tx);
  return load();
}

function fail(field: string, reason: string): Fail {
  return { fault: { field, reason } };
}
