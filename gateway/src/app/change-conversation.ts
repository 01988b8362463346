import type { Conversation } from '@outbound-composer/core/contract';
import type { Transaction, Updateable } from 'kysely';
import { type AuditAction, type AuditEntry, audit } from '../store/audit.js';
import {
  type ConversationRow,
  findConversation,
  lockConversation,
  updateConversation,
} from '../store/conversations.js';
import type { Database } from '../store/database.js';
import { eventsForPreviousAssignee, recordEvent } from '../store/record-event.js';
import { assignmentOf, mayReach } from './access.js';
import type { Actor } from './deps.js';
import { ProblemError } from './problem.js';

export interface ConversationChange {
  readonly by: AuditEntry['by'];
  readonly at: Date;
  readonly set: Updateable<Database['conversation']>;
  /** What happened, for the audit trail; several when one step does several things. */
  readonly actions: readonly { readonly action: AuditAction; readonly detail?: Record<string, unknown> }[];
}

/** Locks a conversation that the actor may reach; one out of reach is not there for them. */
export async function lockReachableConversation(
  tx: Transaction<Database>,
  actor: Actor,
  conversationId: string,
): Promise<ConversationRow> {
  const row = await lockConversation(tx, actor.workspaceId, { id: conversationId });
  if (!row || !mayReach(actor, assignmentOf(row))) {
    throw new ProblemError('conversation_not_found', 'There is no conversation with this id within reach.');
  }
  return row;
}

/** One transition of a locked conversation: row, contact's row, audit trail and event, together. */
export async function changeConversation(
  tx: Transaction<Database>,
  before: ConversationRow,
  change: ConversationChange,
): Promise<Conversation> {
  const row = await updateConversation(tx, before, change.set);
  await audit(
    tx,
    ...change.actions.map(({ action, detail }) => ({
      workspaceId: row.workspace_id,
      at: change.at,
      by: change.by,
      action,
      contactId: row.contact_id,
      conversationId: row.id,
      ...(detail && { detail }),
    })),
  );
  await recordEvent(tx, ...eventsForPreviousAssignee(before, row, change.at));
  return announceConversation(tx, row, change.at);
}

/** Tells the event stream what a conversation looks like now. */
export async function announceConversation(
  tx: Transaction<Database>,
  row: ConversationRow,
  at: Date,
): Promise<Conversation> {
  const conversation = await findConversation(tx, row.workspace_id, { id: row.id });
  if (!conversation) throw new Error('A conversation vanished inside the transaction that changed it.');
  await recordEvent(tx, {
    type: 'conversation.changed',
    payload: { conversation },
    workspaceId: row.workspace_id,
    contactId: row.contact_id,
    assigneeId: row.assignee_id,
    at,
  });
  return conversation;
}
