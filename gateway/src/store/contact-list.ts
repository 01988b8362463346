import { type Kysely, sql } from 'kysely';
import type { Database } from './database.js';
import { executePrepared } from './prepared.js';

export type ListRow = Awaited<ReturnType<typeof loadListRows>>[number];

/** Contacts as a list shows them, with their conversation and who has it; in no particular order. */
export async function loadListRows(db: Kysely<Database>, workspaceId: string, ids: readonly string[]) {
  const query = db
    .selectFrom('contact')
    .leftJoin('conversation', (join) =>
      join
        .onRef('conversation.workspace_id', '=', 'contact.workspace_id')
        .onRef('conversation.contact_id', '=', 'contact.id'),
    )
    .leftJoin('agent as assignee', (join) =>
      join
        .onRef('assignee.workspace_id', '=', 'conversation.workspace_id')
        .onRef('assignee.id', '=', 'conversation.assignee_id'),
    )
    .where('contact.workspace_id', '=', workspaceId)
    .where('contact.id', '=', sql<string>`any(${ids}::uuid[])`)
    .select([
      'contact.id',
      'contact.first_name',
      'contact.last_name',
      'contact.email',
      'contact.phone',
      'contact.country',
      'contact.language',
      'contact.tags',
      'contact.lifecycle',
      'contact.custom_fields',
      'contact.channels',
      'conversation.id as conversation_id',
      'conversation.status',
      'conversation.last_activity_at',
      'conversation.closed_at',
      'conversation.assignee_id',
      'assignee.name as assignee_name',
    ]);
  return executePrepared(db, query);
}
