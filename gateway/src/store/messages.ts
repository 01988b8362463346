import type { Message, MessageContent } from '@outbound-composer/core/contract';
import type { Kysely, Selectable, Transaction, Updateable } from 'kysely';
import type { Database } from './database.js';
import { isoOrNull } from './instants.js';

export type MessageRow = Selectable<Database['message']>;

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
    at: row.at.toISOString(),
    sentAt: isoOrNull(row.sent_at),
    deliveredAt: isoOrNull(row.delivered_at),
    readAt: isoOrNull(row.read_at),
  };
}

/** Without what only the channel needs. */
function contentOut({ subject: _, ...content }: MessageRow['content']): MessageContent {
  return content;
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

export async function updateMessage(
  tx: Kysely<Database>,
  message: Pick<MessageRow, 'workspace_id' | 'id'>,
  change: Updateable<Database['message']>,
): Promise<MessageRow> {
  return tx
    .updateTable('message')
    .set(change)
    .where('workspace_id', '=', message.workspace_id)
    .where('id', '=', message.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
