import type { Conversation } from '@outbound-composer/core/contract';
import type { Kysely, Selectable, Transaction, Updateable } from 'kysely';
import { v7 as uuid } from 'uuid';
import { type AuditEntry, audit } from './audit.js';
import type { Database } from './database.js';
import { isoOrNull } from './instants.js';
import { mirrorConversation } from './mirror-contact.js';

export type ConversationRow = Selectable<Database['conversation']>;

/** With the names of the agents that it points to; null where there is no such agent. */
export type NamedConversation = ConversationRow & {
  readonly assignee_name: string | null;
  readonly assignee_team: string | null;
  readonly closer_name: string | null;
};

type By = { readonly id: string } | { readonly contactId: string };

/** A conversation with whom it is assigned to, for whoever has to ask for reach. */
export const findNamedConversation = (db: Kysely<Database>, workspaceId: string, by: By) =>
  selectNamed(db, workspaceId, by).executeTakeFirst();

/** A conversation as the API shows it, or undefined. */
export async function findConversation(
  db: Kysely<Database>,
  workspaceId: string,
  by: By,
): Promise<Conversation | undefined> {
  const row = await findNamedConversation(db, workspaceId, by);
  return row && conversationOut(row);
}

const selectNamed = (db: Kysely<Database>, workspaceId: string, by: By) =>
  db
    .selectFrom('conversation as c')
    .leftJoin('agent as assignee', (join) =>
      join.onRef('assignee.workspace_id', '=', 'c.workspace_id').onRef('assignee.id', '=', 'c.assignee_id'),
    )
    .leftJoin('agent as closer', (join) =>
      join.onRef('closer.workspace_id', '=', 'c.workspace_id').onRef('closer.id', '=', 'c.closed_by'),
    )
    .where('c.workspace_id', '=', workspaceId)
    .where('id' in by ? 'c.id' : 'c.contact_id', '=', 'id' in by ? by.id : by.contactId)
    .selectAll('c')
    .select([
      'assignee.name as assignee_name',
      'assignee.team as assignee_team',
      'closer.name as closer_name',
    ]);

/** A conversation as the API shows it. */
export function conversationOut(row: Omit<NamedConversation, 'assignee_team'>): Conversation {
  const wasClosed = row.closing_category !== null || row.closing_summary !== null || row.closed_by !== null;
  return {
    id: row.id,
    contactId: row.contact_id,
    status: row.status,
    assignee: row.assignee_id === null ? null : { id: row.assignee_id, name: row.assignee_name ?? '' },
    lastActivityAt: row.last_activity_at.toISOString(),
    openedAt: isoOrNull(row.opened_at),
    closedAt: isoOrNull(row.closed_at),
    snoozedUntil: isoOrNull(row.snoozed_until),
    closing: wasClosed
      ? {
          category: row.closing_category,
          summary: row.closing_summary,
          by: row.closed_by === null ? null : { id: row.closed_by, name: row.closer_name ?? '' },
        }
      : null,
    reopenReason: row.reopen_reason,
  };
}

/** Locks a conversation until the transaction ends, so that its transitions come one after another. */
export async function lockConversation(
  tx: Transaction<Database>,
  workspaceId: string,
  by: By,
): Promise<NamedConversation | undefined> {
  return selectNamed(tx, workspaceId, by).forNoKeyUpdate('c').executeTakeFirst();
}

/**
 * The conversation of a contact, locked; made for one that never had any. Two who start it at once,
 * e.g. by first messages on two channels, get the same one.
 */
export async function lockOrStartConversation(
  tx: Transaction<Database>,
  {
    workspaceId,
    contactId,
    at,
    now = at,
    by,
    status = 'open',
  }: {
    readonly workspaceId: string;
    readonly contactId: string;
    /** When what starts it happened. */
    readonly at: Date;
    /** When we heard of it. */
    readonly now?: Date;
    readonly by: AuditEntry['by'];
    readonly status?: 'open' | 'closed';
  },
): Promise<NamedConversation> {
  const known = await lockConversation(tx, workspaceId, { contactId });
  if (known) return known;
  const inserted = await tx
    .insertInto('conversation')
    .values({
      workspace_id: workspaceId,
      id: uuid(),
      contact_id: contactId,
      status,
      opened_at: status === 'open' ? at : null,
      last_activity_at: at,
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'contact_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted)
    await audit(tx, {
      workspaceId,
      at: now,
      by,
      action: 'conversation_started',
      contactId,
      conversationId: inserted.id,
      detail: { status },
    });
  const started = await lockConversation(tx, workspaceId, { contactId });
  if (!started) throw new Error('A conversation vanished inside the transaction that started it.');
  return started;
}

export const setConversation = (
  tx: Transaction<Database>,
  conversation: ConversationRow,
  change: Updateable<Database['conversation']>,
) =>
  tx
    .updateTable('conversation')
    .set(change)
    .where('workspace_id', '=', conversation.workspace_id)
    .where('id', '=', conversation.id);

/** Changes a locked conversation and what its contact's row repeats of it. */
export async function updateConversation(
  tx: Transaction<Database>,
  conversation: ConversationRow,
  change: Updateable<Database['conversation']>,
): Promise<ConversationRow> {
  const row = await setConversation(tx, conversation, change).returningAll().executeTakeFirstOrThrow();
  await mirrorConversation(tx, row);
  return row;
}
