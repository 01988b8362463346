import type { Kysely } from 'kysely';
import type { Database } from '../store/database.js';
import { type MessageRow, messageOut } from '../store/messages.js';
import { recordEvent } from '../store/record-event.js';

/** Tells the event stream what a message looks like now. */
export async function announceMessage(
  tx: Kysely<Database>,
  row: MessageRow,
  type: 'message.created' | 'message.changed',
  at: Date,
): Promise<void> {
  const { assignee_id } = await tx
    .selectFrom('contact')
    .where('workspace_id', '=', row.workspace_id)
    .where('id', '=', row.contact_id)
    .select('assignee_id')
    .executeTakeFirstOrThrow();
  await recordEvent(tx, {
    type,
    payload: { message: messageOut(row) },
    workspaceId: row.workspace_id,
    contactId: row.contact_id,
    assigneeId: assignee_id,
    at,
  });
}
