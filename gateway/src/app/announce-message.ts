import type { Kysely } from 'kysely';
import type { Database } from '../store/database.js';
import { type MessageRow, messageOut } from '../store/messages.js';
import { type RecordedEvent, recordEvent } from '../store/record-event.js';

/** What a message looks like now, for the event stream. */
export async function messageEvent(
  tx: Kysely<Database>,
  row: MessageRow,
  type: 'message.created' | 'message.changed',
  at: Date,
): Promise<RecordedEvent> {
  const { assignee_id } = await tx
    .selectFrom('contact')
    .where('workspace_id', '=', row.workspace_id)
    .where('id', '=', row.contact_id)
    .select('assignee_id')
    .executeTakeFirstOrThrow();
  return {
    type,
    payload: { message: messageOut(row) },
    workspaceId: row.workspace_id,
    contactId: row.contact_id,
    assigneeId: assignee_id,
    at,
  };
}

/** Tells the event stream what a message looks like now. */
export async function announceMessage(...message: Parameters<typeof messageEvent>): Promise<void> {
  await recordEvent(message[0], await messageEvent(...message));
}
