import type { Conversation, Message } from '@outbound-composer/core/contract';
import type { Transaction } from 'kysely';
import { insertAudit } from '../store/audit.js';
import { conversationOut, type NamedConversation } from '../store/conversations.js';
import type { Database } from '../store/database.js';
import { type IdempotencyKey, keepDecision } from '../store/idempotency.js';
import { insertMessage, messageOut } from '../store/messages.js';
import { insertEvents } from '../store/record-event.js';
import { GIVEN_BACK } from '../store/reservation.js';
import { together } from '../store/together.js';
import type { Actor, Deps } from './deps.js';
import { type NewMessage, newMessage } from './new-message.js';
import type { When } from './when-to-send.js';

/**
 * Writes down a message that leaves later. It counts nowhere until then, and its conversation stays as it is:
 * both change when it leaves.
 */
export async function scheduleMessage(
  tx: Transaction<Database>,
  { queue, clock }: Deps,
  scheduling: Omit<NewMessage, 'conversationId' | 'at' | 'actor'> & {
    readonly actor: Actor;
    readonly key: IdempotencyKey;
    readonly conversation: NamedConversation;
    readonly when: When;
  },
): Promise<{ message: Message; conversation: Conversation }> {
  const { actor, contactId, conversation, messageId, plan, when, purpose } = scheduling;
  const { workspaceId } = actor;
  const leaves = new Date(when.at);
  const row = newMessage(
    { ...scheduling, conversationId: conversation.id, at: leaves },
    { ...GIVEN_BACK, status: 'scheduled', scheduled_for: leaves, schedule: when.schedule },
  );
  const message = messageOut(row);
  const at = new Date(clock());
  const { channel } = plan.reach;
  await together(
    tx,
    insertMessage(tx, row),
    keepDecision(tx, scheduling.key, plan.decision),
    insertAudit(tx, {
      workspaceId,
      at,
      by: actor,
      action: 'message_scheduled',
      contactId,
      conversationId: conversation.id,
      messageId,
      detail: { channel, form: plan.chosen.form, purpose, at: leaves.toISOString() },
    }),
    insertEvents(tx, {
      type: 'message.created',
      payload: { message },
      workspaceId,
      contactId,
      assigneeId: conversation.assignee_id,
      at,
    }),
  );
  await queue.enqueueDispatch(tx, { workspaceId, messageId }, { startAfter: leaves });
  return { message, conversation: conversationOut(conversation) };
}
