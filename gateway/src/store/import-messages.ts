import { advanceWindow, decide, EMPTY_ROW, opensWindow, type PolicyPreset } from '@outbound-composer/core';
import { sql, type Transaction } from 'kysely';
import type { Fault } from '../import/faults.js';
import type { MessageRecord } from '../import/message-row.js';
import { bulkId } from './bulk-ids.js';
import type { Database } from './database.js';
import { loadReach, outboundRequest } from './facts.js';
import { agentIds } from './import-agents.js';
import { type Place, placeMessages } from './import-places.js';

export interface MessageBatch {
  readonly workspaceId: string;
  readonly source: string;
  readonly now: Date;
  readonly preset: PolicyPreset;
  readonly records: readonly MessageRecord[];
}

export type MessageOutcome = 'created' | 'unchanged' | { readonly fault: Fault };

interface Placed {
  readonly record: MessageRecord;
  readonly place: Place;
}

/** Writes the messages of one batch, and what follows from them: windows, last activity, search columns. */
export async function storeMessages(
  tx: Transaction<Database>,
  batch: MessageBatch,
): Promise<readonly MessageOutcome[]> {
  const places = await placeMessages(tx, batch);
  const placed = batch.records.flatMap((record): Placed[] => {
    const place = places.get(record);
    return place && !('fault' in place) ? [{ record, place }] : [];
  });
  const outcomeOf = await insertMessages(tx, batch, placed);
  const created = placed.filter(({ record }) => outcomeOf(record) === 'created');
  await advanceWindows(tx, batch, created);
  await touchContacts(tx, batch, created);
  return batch.records.map((record) => {
    const place = places.get(record);
    return place && 'fault' in place ? place : outcomeOf(record);
  });
}

interface StoredMessage {
  readonly external_id: string;
  readonly identity_id: string;
  readonly direction: string;
  readonly at: Date;
  readonly text: string;
}

/**
 * A message is known by its external id. One that is stored already is left alone, and refused if the file now
 * says something else: history is not rewritten.
 */
async function insertMessages(
  tx: Transaction<Database>,
  { workspaceId, source }: MessageBatch,
  placed: readonly Placed[],
): Promise<(record: MessageRecord) => MessageOutcome> {
  const agents = await agentIds(
    tx,
    workspaceId,
    placed.flatMap(({ record: { author, authorName } }) =>
      author === undefined ? [] : [{ externalId: author, name: authorName }],
    ),
  );
  const first = new Map<string, Placed>();
  for (const one of placed) if (!first.has(one.record.externalId)) first.set(one.record.externalId, one);
  const rows = [...first.values()].map(({ record, place }) => ({
    id: bulkId(),
    contact_id: place.contactId,
    conversation_id: place.conversationId,
    identity_id: place.identityId,
    channel_account_id: record.account.id,
    channel: record.account.channel,
    direction: record.direction,
    author_kind: authorKind(record),
    author_id: record.author === undefined ? null : agents.get(record.author),
    opener: record.direction === 'inbound' ? record.opener : null,
    content: { kind: 'text', text: record.text },
    status: record.status,
    counts: record.direction === 'outbound' && record.status !== 'failed',
    at: iso(record.at),
    sent_at: record.direction === 'outbound' && record.status !== 'failed' ? iso(record.at) : null,
    external_id: record.externalId,
  }));
  const inserted = await sql<{ external_id: string }>`
    insert into message (workspace_id, source, id, contact_id, conversation_id, identity_id, channel_account_id,
      channel, direction, author_kind, author_id, author_name, opener, content, status, counts, at, sent_at,
      external_id)
    select ${workspaceId}::uuid, ${source}, x.id, x.contact_id, x.conversation_id, x.identity_id,
      x.channel_account_id, x.channel, x.direction, x.author_kind, x.author_id, a.name, x.opener, x.content,
      x.status, x.counts, x.at, x.sent_at, x.external_id
    from json_to_recordset(${JSON.stringify(rows)}::json) as x(
      id uuid, contact_id uuid, conversation_id uuid, identity_id uuid, channel_account_id uuid, channel text,
      direction text, author_kind text, author_id uuid, opener text, content jsonb, status text,
      counts boolean, at timestamptz, sent_at timestamptz, external_id text)
    left join agent a on a.workspace_id = ${workspaceId} and a.id = x.author_id
    on conflict (workspace_id, source, external_id) do nothing
    returning external_id`.execute(tx);
  const created = new Set(inserted.rows.map((row) => row.external_id));

  const { rows: stored } = await sql<StoredMessage>`
    select external_id, identity_id, direction, at, coalesce(content ->> 'text', '') as text from message
    where workspace_id = ${workspaceId} and source = ${source}
      and external_id = any(${placed.map(({ record }) => record.externalId)}::text[])`.execute(tx);
  const known = new Map(stored.map((row) => [row.external_id, row]));
  const places = new Map(placed.map(({ record, place }) => [record, place]));

  return (record) => {
    if (created.has(record.externalId) && first.get(record.externalId)?.record === record) return 'created';
    const row = known.get(record.externalId);
    const same =
      row !== undefined &&
      row.identity_id === places.get(record)?.identityId &&
      row.direction === record.direction &&
      row.at.getTime() === record.at &&
      row.text === record.text;
    const reason = 'belongs to a message that is stored with another text, time, direction or address';
    return same ? 'unchanged' : { fault: { field: 'external_id', reason } };
  };
}

function authorKind({ direction, author }: MessageRecord): 'contact' | 'agent' | 'automation' {
  if (direction === 'inbound') return 'contact';
  return author === undefined ? 'automation' : 'agent';
}

/** Takes new messages into the windows of their identities, by core's own fold. */
async function advanceWindows(
  tx: Transaction<Database>,
  { workspaceId, preset }: MessageBatch,
  created: readonly Placed[],
): Promise<void> {
  const byIdentity = Map.groupBy(created, ({ place }) => place.identityId);
  if (byIdentity.size === 0) return;
  const rows = [...byIdentity].map(([id, messages]) => {
    const { place, record } = messages[0]!;
    const counts = opensWindow(record.account.channel, preset);
    let row = { ...EMPTY_ROW, lastInboundAt: place.lastInboundAt, opener: place.opener };
    for (const { record: message } of messages) {
      if (message.direction === 'outbound') continue;
      const event = {
        id: message.externalId,
        at: message.at,
        direction: 'inbound',
        opener: message.opener,
      } as const;
      row = { ...advanceWindow(row, event, counts).row };
    }
    return {
      id,
      last_inbound_at: row.lastInboundAt === null ? null : iso(row.lastInboundAt),
      opener: row.opener,
    };
  });
  // A file may bring messages in any order, so those since the last inbound one are counted and not added up.
  await sql`
    update identity i set last_inbound_at = x.last_inbound_at, opener = x.opener, outbound_since_inbound = (
      select count(*) from message m
      where m.workspace_id = ${workspaceId} and m.identity_id = x.id and m.direction = 'outbound' and m.counts
        and m.at >= coalesce(x.last_inbound_at, '-infinity'))
    from json_to_recordset(${JSON.stringify(rows)}::json) as x(id uuid, last_inbound_at timestamptz, opener text)
    where i.workspace_id = ${workspaceId} and i.id = x.id`.execute(tx);
}

/**
 * What the search reads on the contact's own row: last activity, channels, and when the first open window
 * closes. One write a contact, because its search index is dear.
 */
async function touchContacts(
  tx: Transaction<Database>,
  { workspaceId, now, preset }: MessageBatch,
  created: readonly Placed[],
): Promise<void> {
  const latest = new Map<string, number>();
  for (const { record, place } of created) {
    latest.set(place.contactId, Math.max(record.at, latest.get(place.contactId) ?? 0));
  }
  if (latest.size === 0) return;
  const at = now.getTime();
  const closings = new Map<string, number>();
  const channels = new Map<string, Set<string>>();
  for (const reach of await loadReach(tx, workspaceId, [...latest.keys()], at)) {
    const { contactId, channel } = reach;
    channels.set(contactId, (channels.get(contactId) ?? new Set()).add(channel));
    const { verdict, closesAt } = decide(
      outboundRequest(reach, { at, sender: 'human', purpose: 'support' }),
      preset,
    );
    if (verdict !== 'open' || closesAt === null) continue;
    closings.set(contactId, Math.min(closesAt, closings.get(contactId) ?? closesAt));
  }
  const rows = JSON.stringify(
    [...latest].map(([id, active]) => ({
      id,
      active: iso(active),
      closes: closings.has(id) ? iso(closings.get(id)!) : null,
      channels: [...(channels.get(id) ?? [])].sort(),
    })),
  );
  await sql`
    update contact c set last_activity_at = greatest(c.last_activity_at, x.active), window_closes_at = x.closes,
      channels = x.channels
    from json_to_recordset(${rows}::json) as x(
      id uuid, active timestamptz, closes timestamptz, channels text[])
    where c.workspace_id = ${workspaceId} and c.id = x.id and (c.last_activity_at < x.active
      or c.window_closes_at is distinct from x.closes or c.channels is distinct from x.channels)`.execute(tx);
  await sql`
    update conversation v set last_activity_at = x.active
    from json_to_recordset(${rows}::json) as x(id uuid, active timestamptz)
    where v.workspace_id = ${workspaceId} and v.contact_id = x.id and v.last_activity_at < x.active`.execute(
    tx,
  );
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
