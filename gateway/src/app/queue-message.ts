import type { Conversation, Message } from '@outbound-composer/core/contract';
import type { Transaction } from 'kysely';
import { type AuditEntry, insertAudit } from '../store/audit.js';
import { conversationOut, type NamedConversation, setConversation } from '../store/conversations.js';
import type { Database } from '../store/database.js';
import { type IdempotencyKey, keepDecision } from '../store/idempotency.js';
import { insertMessage, messageOut } from '../store/messages.js';
import { earliestClosing, updateMirror } from '../store/mirror-contact.js';
import { eventsForPreviousAssignee, insertEvents } from '../store/record-event.js';
import { afterReserving, reserve } from '../store/reservation.js';
import { together } from '../store/together.js';
import type { Counted } from './decide-counted.js';
import type { Deps } from './deps.js';
import { type NewMessage, newMessage } from './new-message.js';
import { reopening } from './reopen.js';

export interface QueueMessage extends Omit<NewMessage, 'conversationId'> {
  /** Null: whoever queues it sees to it that it is queued once. */
  readonly key: IdempotencyKey | null;
  readonly conversation: NamedConversation;
  readonly plan: Counted;
  readonly reopenReason: string | undefined;
  /** It does not leave before; absent: at once. */
  readonly notBefore?: Date | undefined;
}

/**
 * Counts a message, opens its conversation, writes it down and queues it. What a clock of ours sends leaves the
 * conversation as it is.
 */
export async function queueMessage(
  tx: Transaction<Database>,
  { queue, presetFor }: Deps,
  sending: QueueMessage,
): Promise<{ message: Message; conversation: Conversation }> {
  const { actor, contactId, plan, messageId, at } = sending;
  const { reach, chosen, kinds, reaches } = plan;
  const { workspaceId } = actor;

  const before = sending.conversation;
  const opens =
    actor.kind === 'system' ? null : reopening(before, actor, { at, reason: sending.reopenReason });
  const change = opens && { ...opens.set, last_activity_at: at };
  const conversation: NamedConversation = {
    ...before,
    ...change,
    assignee_name: change?.assignee_id === undefined ? before.assignee_name : actor.name,
  };
  const { window, reserved } = await reserve(tx, workspaceId, reach, kinds, at.getTime());
  const row = newMessage(
    { ...sending, conversationId: conversation.id },
    { reserved, business_initiated: plan.businessInitiated },
  );

  const entry: Omit<AuditEntry, 'action'> = {
    workspaceId,
    at,
    by: actor.kind === 'system' ? 'system' : actor,
    contactId,
    conversationId: conversation.id,
    messageId,
  };
  const queued = { channel: reach.channel, form: chosen.form, purpose: sending.purpose };
  const message = messageOut(row);
  const shown = conversationOut(conversation);
  const event = { workspaceId, contactId, assigneeId: conversation.assignee_id, at };
  await together(
    tx,
    insertMessage(tx, row),
    window,
    change ? setConversation(tx, before, change) : undefined,
    updateMirror(tx, conversation, {
      window_closes_at: earliestClosing(
        afterReserving(reaches, reach, kinds),
        at.getTime(),
        presetFor(workspaceId),
      ),
    }),
    sending.key ? keepDecision(tx, sending.key, plan.decision) : undefined,
    insertAudit(tx, ...(opens?.actions ?? []).map((action) => ({ ...entry, ...action })), {
      ...entry,
      action: 'message_queued',
      detail: queued,
    }),
    insertEvents(
      tx,
      ...eventsForPreviousAssignee(before, conversation, at),
      ...(change
        ? [{ ...event, type: 'conversation.changed' as const, payload: { conversation: shown } }]
        : []),
      { ...event, type: 'message.created', payload: { message } },
    ),
  );
  const { notBefore } = sending;
  await queue.enqueueDispatch(tx, { workspaceId, messageId }, notBefore && { startAfter: notBefore });
  return { message, conversation: shown };
}
