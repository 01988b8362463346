import type { Message, MessageContent } from '@outbound-composer/core/contract';
import type { Kysely, Selectable, Transaction, Updateable } from 'kysely';
import type { Database } from './database.js';
import { isoOrNull } from './instants.js';
import { noteStatus } from './status-changes.js';

export type MessageRow = Selectable<Database['message']>;

/** New values of a message's columns. The row in hand with these is the row that is stored: nothing else writes. */
export type MessageChange = Partial<MessageRow>;

/** A message as the API shows it. */
export function messageOut(row: MessageRow): Message {
  return {
    id: row.id,
    contactId: row.contact_id,
    conversationId: row.conversation_id,
    identityId: row.identity_id,
    channel: row.channel,
    direction: row.direction,
    author: { kind: row.author_kind, id: row.author_id, name: row.author_name },
    purpose: row.purpose,
    content: contentOut(row.content),
    form: row.form,
    status: row.status,
    failure: row.failure,
    ...(row.price === null ? {} : { price: row.price }),
    at: row.at.toISOString(),
    sentAt: isoOrNull(row.sent_at),
    deliveredAt: isoOrNull(row.delivered_at),
    readAt: isoOrNull(row.read_at),
    ...scheduleOut(row),
    ...(row.cancelled && { cancelled: row.cancelled }),
  };
}

function scheduleOut({ schedule, scheduled_for }: MessageRow): Pick<Message, 'schedule'> {
  if (schedule === null || scheduled_for === null) return {};
  const { localTime, timeZone, timeZoneFrom, cancelIfContactWrites, postponedFrom } = schedule;
  const at = scheduled_for.toISOString();
  return { schedule: { at, localTime, timeZone, timeZoneFrom, cancelIfContactWrites, postponedFrom } };
}

/** Without what only the channel needs. */
function contentOut(stored: MessageRow['content']): MessageContent {
  const { subject: _s, quickReplies: _q, listLabel: _l, link: _k, ...content } = stored;
  return content;
}

/** Of a message that was just made: what nobody knows yet, as the database fills it in. */
export const EMPTY_MESSAGE = {
  opener: null,
  failure: null,
  sent_at: null,
  delivered_at: null,
  read_at: null,
  source: null,
  external_id: null,
  provider_id: null,
  counts: true,
  business_initiated: false,
  attempts: 0,
  tries: 0,
  price: null,
  scheduled_for: null,
  schedule: null,
  cancelled: null,
  attachment_id: null,
} as const;

export function insertMessage(tx: Kysely<Database>, row: MessageRow) {
  noteStatus(tx, row);
  return tx.insertInto('message').values({
    ...row,
    content: JSON.stringify(row.content),
    failure: row.failure && JSON.stringify(row.failure),
    reserved: row.reserved && JSON.stringify(row.reserved),
    price: row.price && JSON.stringify(row.price),
    schedule: row.schedule && JSON.stringify(row.schedule),
    cancelled: row.cancelled && JSON.stringify(row.cancelled),
  });
}

export async function findMessage(
  db: Kysely<Database>,
  workspaceId: string,
  id: string,
): Promise<MessageRow | undefined> {
  return db
    .selectFrom('message')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .selectAll()
    .executeTakeFirst();
}

export async function lockMessage(
  tx: Transaction<Database>,
  workspaceId: string,
  id: string,
): Promise<MessageRow | undefined> {
  return tx
    .selectFrom('message')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .selectAll()
    .forUpdate()
    .executeTakeFirst();
}

export function setMessage(
  tx: Kysely<Database>,
  message: Pick<MessageRow, 'workspace_id' | 'id' | 'channel' | 'status'>,
  change: MessageChange,
) {
  const { channel, status: before } = message;
  if (change.status !== undefined && change.status !== before)
    noteStatus(tx, { channel, status: change.status });
  return tx
    .updateTable('message')
    .set(columnsOf(change))
    .where('workspace_id', '=', message.workspace_id)
    .where('id', '=', message.id);
}

/** `setMessage` by itself. */
export async function updateMessage(
  tx: Kysely<Database>,
  message: MessageRow,
  change: MessageChange,
): Promise<MessageRow> {
  await setMessage(tx, message, change).executeTakeFirstOrThrow();
  return { ...message, ...change };
}

const columnsOf = ({
  content,
  failure,
  reserved,
  price,
  schedule,
  cancelled,
  ...plain
}: MessageChange): Updateable<Database['message']> => ({
  ...plain,
  ...(content !== undefined && { content: JSON.stringify(content) }),
  ...(failure !== undefined && { failure: failure && JSON.stringify(failure) }),
  ...(reserved !== undefined && { reserved: reserved && JSON.stringify(reserved) }),
  ...(price !== undefined && { price: price && JSON.stringify(price) }),
  ...(schedule !== undefined && { schedule: schedule && JSON.stringify(schedule) }),
  ...(cancelled !== undefined && { cancelled: cancelled && JSON.stringify(cancelled) }),
});
