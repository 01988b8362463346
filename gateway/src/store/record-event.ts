import type { Conversation, Message } from '@outbound-composer/core/contract';
import type { Kysely } from 'kysely';
import type { Database } from './database.js';

/** LISTEN here to hear that events of a workspace were committed; the payload is the workspace's id. See 0002-outbox. */
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

/** Adds to the event stream. A trigger tells the listeners when the transaction commits. */
export const insertEvents = (tx: Kysely<Database>, ...events: readonly RecordedEvent[]) =>
  tx.insertInto('event').values(
    events.map((event) => ({
      workspace_id: event.workspaceId,
      type: event.type,
      contact_id: event.contactId,
      assignee_id: event.assigneeId,
      payload: JSON.stringify(event.payload),
      at: event.at,
    })),
  );

/**
 * For whoever had a conversation before it changed, and has it no longer: the contact may be out of their reach now,
 * so no later event reaches them. None when it is still theirs.
 */
export function eventsForPreviousAssignee(
  before: { readonly assignee_id: string | null },
  after: {
    readonly workspace_id: string;
    readonly contact_id: string;
    readonly assignee_id: string | null;
  },
  at: Date,
): RecordedEvent[] {
  const { assignee_id: assigneeId } = before;
  if (assigneeId === null || assigneeId === after.assignee_id) return [];
  const { workspace_id: workspaceId, contact_id: contactId } = after;
  return [{ type: 'contact.changed', payload: {}, workspaceId, contactId, assigneeId, at }];
}

/** `insertEvents` by itself. */
export async function recordEvent(tx: Kysely<Database>, ...events: readonly RecordedEvent[]): Promise<void> {
  if (events.length > 0) await insertEvents(tx, ...events).execute();
}
