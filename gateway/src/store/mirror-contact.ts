import type { Selectable, Transaction } from 'kysely';
import type { Database } from './database.js';

/**
 * What a search filters and sorts by stands on the contact's own row, so that one index serves both. Whoever
 * changes a conversation or an identity repeats it here, in the same transaction.
 */
export async function mirrorConversation(
  tx: Transaction<Database>,
  conversation: Selectable<Database['conversation']>,
): Promise<void> {
  await tx
    .updateTable('contact')
    .set({
      conversation_status: conversation.status,
      assignee_id: conversation.assignee_id,
      last_activity_at: conversation.last_activity_at,
      closed_at: conversation.closed_at,
    })
    .where('workspace_id', '=', conversation.workspace_id)
    .where('id', '=', conversation.contact_id)
    .execute();
}
