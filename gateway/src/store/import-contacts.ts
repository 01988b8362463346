import { type Selectable, sql, type Transaction } from 'kysely';
import type { ContactRecord, ContactValues } from '../import/contact-row.js';
import type { Fault } from '../import/faults.js';
import { bulkId } from './bulk-ids.js';
import type { Database } from './database.js';
import { furtherIds } from './external-ids.js';
import { agentIds, type NamedAgent } from './import-agents.js';
import { planIdentities, storeIdentities } from './import-identities.js';

export interface ContactBatch {
  readonly workspaceId: string;
  /** Where the external ids come from. */
  readonly source: string;
  readonly now: Date;
  readonly records: readonly ContactRecord[];
}

export type ContactOutcome = 'created' | 'updated' | 'unchanged' | { readonly fault: Fault };

export interface StoredContacts {
  /** One a record, in their order. */
  readonly outcomes: readonly ContactOutcome[];
  /** Addresses that belong to another contact already, and stayed there. */
  readonly addressesTaken: number;
}

/** A record with the contact it is about. */
export interface PlacedContact {
  readonly record: ContactRecord;
  readonly contactId: string;
}

type ContactRow = Selectable<Database['contact']>;
type Agents = ReadonlyMap<string, string>;

/** Creates and updates the contacts of one batch, in some ten statements whatever its size. */
export async function storeContacts(tx: Transaction<Database>, batch: ContactBatch): Promise<StoredContacts> {
  const { workspaceId, records } = batch;
  const agents = await agentIds(tx, workspaceId, records.flatMap(agentsIn));
  const outcomes: ContactOutcome[] = new Array(records.length).fill('unchanged');
  const matches = await matchContacts(tx, batch);
  const placed: PlacedContact[] = [];
  const created: PlacedContact[] = [];
  const updates: ContactRow[] = [];
  const index = new Map(records.map((record, at) => [record, at]));

  for (const [at, record] of records.entries()) {
    const match = matches(record);
    if (match !== null && 'fault' in match) outcomes[at] = match;
    else if (match === null) {
      const contact = { record, contactId: bulkId() };
      outcomes[at] = 'created';
      created.push(contact);
      placed.push(contact);
    } else {
      placed.push({ record, contactId: match.id });
      const changed = merged(match, record, batch, agents);
      if (changed) {
        outcomes[at] = 'updated';
        updates.push(changed);
      }
    }
  }
  const plan = await planIdentities(tx, workspaceId, placed);
  // The search index of a contact is dear to write, so its row is written once, channels included.
  const channels = Map.groupBy(plan.inserts, (identity) => identity.contact_id);
  const channelsOf = (id: string) => [...new Set(channels.get(id)?.map((one) => one.channel))].sort();
  await insertContacts(tx, batch, created, agents, channelsOf);
  await updateContacts(tx, workspaceId, updates);
  await insertConversations(tx, batch, created, agents);
  const fresh = new Set(created.map(({ contactId }) => contactId));
  await storeIdentities(tx, workspaceId, plan, (contactId) => fresh.has(contactId));
  for (const record of plan.changed) {
    const at = index.get(record)!;
    if (outcomes[at] === 'unchanged') outcomes[at] = 'updated';
  }
  return { outcomes, addressesTaken: plan.taken };
}

function agentsIn({ owner, ownerName, assignee, assigneeName }: ContactRecord): NamedAgent[] {
  return [
    ...(owner === undefined ? [] : [{ externalId: owner, name: ownerName }]),
    ...(assignee === undefined ? [] : [{ externalId: assignee, name: assigneeName }]),
  ];
}

/**
 * Finds the contact of each record: by its external id; else by phone, then e-mail address, among contacts that
 * have no external id yet. A record without an external id may be any contact with that phone or address.
 */
async function matchContacts(tx: Transaction<Database>, { workspaceId, source, records }: ContactBatch) {
  const present = (values: (string | null | undefined)[]) =>
    [...new Set(values)].filter((one) => one != null);
  const externalIds = present(records.map((record) => record.externalId));
  const phones = present(records.map((record) => record.values.phone));
  const emails = present(records.map((record) => record.values.email));
  const { rows } = await sql<ContactRow>`
    select c.* from contact c where c.workspace_id = ${workspaceId} and c.id in (
      select id from contact where workspace_id = ${workspaceId} and source = ${source}
        and external_id = any(${externalIds}::text[])
      union select contact_id from contact_external_id where workspace_id = ${workspaceId} and source = ${source}
        and external_id = any(${externalIds}::text[])
      union select id from contact where workspace_id = ${workspaceId} and phone = any(${phones}::text[])
      union select id from contact where workspace_id = ${workspaceId} and lower(email) = any(${emails}::text[])
    ) order by c.id for no key update`.execute(tx);

  const further = await furtherIds(tx, workspaceId, source, externalIds);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const byExternalId = new Map([
    ...rows.filter((row) => row.source === source).map((row) => [row.external_id, row] as const),
    ...further.map(({ external_id, contact_id }) => [external_id, byId.get(contact_id)] as const),
  ]);
  const byPhone = Map.groupBy(rows, (row) => row.phone);
  const byEmail = Map.groupBy(rows, (row) => row.email?.toLowerCase() ?? null);

  return (record: ContactRecord): ContactRow | { fault: Fault } | null => {
    const own = record.externalId === null ? undefined : byExternalId.get(record.externalId);
    if (own) return own;
    for (const [field, found] of [
      ['phone', byPhone.get(record.values.phone ?? '')],
      ['email', byEmail.get(record.values.email ?? '')],
    ] as const) {
      const candidates = (found ?? []).filter(
        (row) => record.externalId === null || row.external_id === null,
      );
      if (candidates.length > 1) {
        const reason = `${candidates.length} contacts have it, so an external_id must say which is meant`;
        return { fault: { field, reason } };
      }
      if (candidates[0]) return candidates[0];
    }
    return null;
  };
}

/** The contact's row as the record wants it, or null when it is that already. */
function merged(
  row: ContactRow,
  record: ContactRecord,
  { source }: ContactBatch,
  agents: Agents,
): ContactRow | null {
  const values: Partial<ContactRow> = { ...record.values };
  // One that was found by a further id keeps its own.
  if (record.externalId !== null && row.external_id === null)
    Object.assign(values, { source, external_id: record.externalId });
  if (record.tags) values.tags = [...record.tags];
  if (record.owner !== undefined) values.owner_id = agents.get(record.owner)!;
  const latest = record.lastActivityAt;
  // Later activity of the gateway's own stays.
  if (latest !== undefined && latest > row.last_activity_at.getTime())
    values.last_activity_at = new Date(latest);
  const custom = { ...row.custom_fields, ...record.custom };
  if (!sameJson(custom, row.custom_fields)) values.custom_fields = custom;
  const differs = Object.entries(values).some(
    ([key, value]) => !sameValue(value, row[key as keyof ContactRow]),
  );
  return differs ? { ...row, ...values } : null;
}

function sameValue(a: unknown, b: unknown): boolean {
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  return typeof a === 'object' && a !== null ? sameJson(a, b) : a === b;
}

function sameJson(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, at) => one === b[at]);
  const left = Object.entries(a as object);
  return (
    left.length === Object.keys(b as object).length &&
    left.every(([key, one]) => one === (b as Record<string, unknown>)[key])
  );
}

const TEXT_COLUMNS: readonly (keyof ContactValues)[] = [
  'first_name',
  'last_name',
  'email',
  'phone',
  'country',
  'language',
  'time_zone',
  'lifecycle',
];

async function insertContacts(
  tx: Transaction<Database>,
  { workspaceId, source, now }: ContactBatch,
  created: readonly PlacedContact[],
  agents: Agents,
  channelsOf: (contactId: string) => readonly string[],
): Promise<void> {
  if (created.length === 0) return;
  const rows = created.map(({ record, contactId }) => ({
    id: contactId,
    external_id: record.externalId,
    source: record.externalId === null ? null : source,
    ...record.values,
    tags: record.tags ?? [],
    custom_fields: record.custom,
    owner_id: record.owner === undefined ? null : agents.get(record.owner),
    created_at: iso(record.createdAt) ?? now,
    conversation_status: record.status ?? 'closed',
    assignee_id: record.assignee === undefined ? null : agents.get(record.assignee),
    last_activity_at: iso(lastActivity(record)) ?? now,
    closed_at: closedAt(record),
    channels: channelsOf(contactId),
  }));
  await sql`
    insert into contact (workspace_id, id, source, external_id, first_name, last_name, email, phone, country,
      language, time_zone, lifecycle, tags, custom_fields, owner_id, created_at, conversation_status,
      assignee_id, last_activity_at, closed_at, channels)
    select ${workspaceId}::uuid, id, source, external_id, first_name, last_name, email, phone, country,
      language, time_zone, lifecycle, tags, custom_fields, owner_id, created_at, conversation_status,
      assignee_id, last_activity_at, closed_at, channels
    from json_to_recordset(${JSON.stringify(rows)}::json) as x(
      id uuid, source text, external_id text, first_name text, last_name text, email text, phone text,
      country text, language text, time_zone text, lifecycle text, tags text[], custom_fields jsonb,
      owner_id uuid, created_at timestamptz, conversation_status text, assignee_id uuid,
      last_activity_at timestamptz, closed_at timestamptz, channels text[])`.execute(tx);
}

async function updateContacts(
  tx: Transaction<Database>,
  workspaceId: string,
  rows: readonly ContactRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const columns = [
    'source',
    'external_id',
    ...TEXT_COLUMNS,
    'tags',
    'custom_fields',
    'owner_id',
    'last_activity_at',
  ];
  const assignments = sql.join(columns.map((name) => sql`${sql.ref(name)} = ${sql.ref(`x.${name}`)}`));
  await sql`
    update contact c set ${assignments}
    from json_to_recordset(${JSON.stringify(rows)}::json) as x(
      id uuid, source text, external_id text, first_name text, last_name text, email text, phone text,
      country text, language text, time_zone text, lifecycle text, tags text[], custom_fields jsonb,
      owner_id uuid, last_activity_at timestamptz)
    where c.workspace_id = ${workspaceId} and c.id = x.id`.execute(tx);
  // The conversation of a contact has the same last activity.
  await sql`
    update conversation v set last_activity_at = c.last_activity_at from contact c
    where c.workspace_id = ${workspaceId} and c.id = any(${rows.map(({ id }) => id)}::uuid[])
      and v.workspace_id = c.workspace_id and v.contact_id = c.id
      and v.last_activity_at < c.last_activity_at`.execute(tx);
}

/**
 * A file says how a conversation stood only for a contact that is new: what agents did with it here since then
 * is the truth.
 */
async function insertConversations(
  tx: Transaction<Database>,
  { workspaceId, now }: ContactBatch,
  created: readonly PlacedContact[],
  agents: Agents,
): Promise<void> {
  if (created.length === 0) return;
  const rows = created.map(({ record, contactId }) => {
    const { status = 'closed', assignee, snoozedUntil, closingCategory, closingSummary } = record;
    const active = iso(lastActivity(record)) ?? now.toISOString();
    return {
      id: bulkId(),
      contact_id: contactId,
      status,
      assignee_id: assignee === undefined ? null : agents.get(assignee),
      last_activity_at: active,
      opened_at: status === 'closed' ? null : active,
      closed_at: closedAt(record),
      snoozed_until: status === 'snoozed' ? iso(snoozedUntil) : null,
      closing_category: closingCategory ?? null,
      closing_summary: closingSummary ?? null,
    };
  });
  await sql`
    insert into conversation (workspace_id, id, contact_id, status, assignee_id, last_activity_at, opened_at,
      closed_at, snoozed_until, closing_category, closing_summary)
    select ${workspaceId}::uuid, x.* from json_to_recordset(${JSON.stringify(rows)}::json) as x(
      id uuid, contact_id uuid, status text, assignee_id uuid, last_activity_at timestamptz,
      opened_at timestamptz, closed_at timestamptz, snoozed_until timestamptz, closing_category text,
      closing_summary text)`.execute(tx);
}

function closedAt(record: ContactRecord): string | null {
  if (record.status !== undefined && record.status !== 'closed') return null;
  return iso(record.closedAt ?? record.lastActivityAt) ?? null;
}

/** The latest instant that the file knows of. */
function lastActivity({ lastActivityAt, closedAt, createdAt }: ContactRecord): number | undefined {
  return lastActivityAt ?? closedAt ?? createdAt;
}

function iso(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString();
}
