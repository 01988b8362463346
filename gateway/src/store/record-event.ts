import type { Conversation, Message } from '@outbound-composer/core/contract';
import { type Kysely, sql } from 'kysely';
import type { Database } from './database.js';

/** LISTEN here to hear that events of a workspace were committed; the payload is the workspace's id. */
export const EVENT_CHANNEL = 'outbound_event';

export type EventPayload =
  | { readonly type: 'contact.changed'; readonly payload: Record<string, never> }
  | { readonly type: 'conversation.changed'; readonly payload: { readonly conversation: Conversation } }
  | {
      readonly type: 'message.created' | 'message.changed';
      readonly payload: { readonly message: Message };
    };

export type RecordedEvent = EventPayload & {
  readonly workspaceId: string;
  readonly contactId: string;
  /** Who the contact is assigned to, for readers restricted to their own. */
  readonly assigneeId: string | null;
  readonly at: Date;
};

/** Adds to the event stream; listeners are told when the transaction commits, and not at all if it does not. */
export async function recordEvent(tx: Kysely<Database>, ...events: readonly RecordedEvent[]): Promise<void> {
  const first = events[0];
  if (first === undefined) return;
  await tx
    .with('inserted', (cte) =>
      cte
        .insertInto('event')
        .values(
          events.map((event) => ({
            workspace_id: event.workspaceId,
            type: event.type,
            contact_id: event.contactId,
            assignee_id: event.assigneeId,
            payload: JSON.stringify(event.payload),
            at: event.at,
          })),
        )
        .returning('id'),
    )
    .selectFrom('inserted')
    .select(sql`pg_notify(${EVENT_CHANNEL}, ${first.workspaceId})`.as('notified'))
    .limit(1)
    .execute();
}
