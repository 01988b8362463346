import type { Cancellation, Message } from '@outbound-composer/core/contract';
import { sql, type Transaction } from 'kysely';
import { type AuditEntry, audit } from '../store/audit.js';
import { lockConversation } from '../store/conversations.js';
import type { Database } from '../store/database.js';
import { lockReach } from '../store/facts.js';
import { lockMessage, type MessageRow, messageOut, updateMessage } from '../store/messages.js';
import { mirrorIdentities } from '../store/mirror-contact.js';
import { GIVEN_BACK, giveBack } from '../store/reservation.js';
import { assignmentOf, mayReach } from './access.js';
import { announceMessage } from './announce-message.js';
import type { Actor, Deps } from './deps.js';
import { ProblemError } from './problem.js';

export interface CancelMessage {
  readonly actor: Actor;
  readonly messageId: string;
}

/**
 * Takes back a message that is scheduled or waits in the queue. What a provider may have by now is not taken back;
 * a message that is cancelled already is answered as it is.
 *
 * @throws ProblemError `message_not_found`, `not_cancellable`
 */
export async function cancelMessage(deps: Deps, { actor, messageId }: CancelMessage): Promise<Message> {
  const { workspaceId } = actor;
  return deps.db.transaction().execute(async (tx) => {
    const message = await lockMessage(tx, workspaceId, messageId);
    if (!message) throw notFound();
    // In the order in which sends and messages of the contact lock.
    await lockReach(tx, workspaceId, message.contact_id, deps.clock());
    const conversation = await lockConversation(tx, workspaceId, { id: message.conversation_id });
    if (!conversation || !mayReach(actor, assignmentOf(conversation))) throw notFound();
    if (message.status === 'cancelled') return messageOut(message);
    if (message.status !== 'scheduled' && message.status !== 'queued')
      throw new ProblemError('not_cancellable', WHY_NOT[message.status]);
    return messageOut(await cancel(tx, deps, message, { reason: 'asked', by: actor }));
  });
}

const notFound = () =>
  new ProblemError('message_not_found', 'There is no message with this id within reach.');

const TOO_LATE = 'Its provider has taken it.';
const WHY_NOT: Readonly<Record<Exclude<MessageRow['status'], 'scheduled' | 'queued' | 'cancelled'>, string>> =
  {
    sending: 'It is being handed to its provider at this moment.',
    unknown: 'Nobody can know whether its provider has taken it.',
    failed: 'It has failed, and is not sent unless somebody tries again.',
    received: 'It is a message of the contact.',
    sent: TOO_LATE,
    delivered: TOO_LATE,
    read: TOO_LATE,
  };

/** Cancels a locked message that has not begun to leave: it counts no longer. */
export async function cancel(
  tx: Transaction<Database>,
  { clock, presetFor }: Pick<Deps, 'clock' | 'presetFor'>,
  message: MessageRow,
  { reason, by }: Pick<Cancellation, 'reason'> & Pick<AuditEntry, 'by'>,
): Promise<MessageRow> {
  const { workspace_id: workspaceId, contact_id: contactId } = message;
  const at = new Date(clock());
  await giveBack(tx, message);
  const row = await updateMessage(tx, message, {
    ...GIVEN_BACK,
    status: 'cancelled',
    cancelled: { at: at.toISOString(), reason },
    // It is history now, and not at an hour that is still to come.
    at: message.at > at ? at : message.at,
  });
  if (message.counts)
    await mirrorIdentities(tx, { workspaceId, contactId, at: at.getTime(), preset: presetFor(workspaceId) });
  await audit(tx, {
    workspaceId,
    at,
    by,
    action: 'message_cancelled',
    contactId,
    conversationId: row.conversation_id,
    messageId: row.id,
    detail: { from: message.status, reason },
  });
  await announceMessage(tx, row, 'message.changed', at);
  return row;
}

/** Cancels what is scheduled for a contact on the condition that they do not write first. They did. */
export async function cancelForWriting(
  tx: Transaction<Database>,
  deps: Deps,
  { workspaceId, contactId }: { readonly workspaceId: string; readonly contactId: string },
): Promise<void> {
  const rows = await tx
    .selectFrom('message')
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', '=', contactId)
    .where('status', '=', 'scheduled')
    .where(sql<boolean>`(schedule ->> 'cancelIfContactWrites')::boolean`)
    .selectAll()
    // One that is about to leave at this moment is locked, and looks for itself: see dispatch-message.ts.
    .forUpdate()
    .skipLocked()
    .execute();
  for (const row of rows) await cancel(tx, deps, row, { reason: 'contact_wrote', by: 'contact' });
}

/** Whether the contact has written since a message was scheduled. */
export async function hasWrittenSince(tx: Transaction<Database>, message: MessageRow): Promise<boolean> {
  const row = await tx
    .selectFrom('message')
    .where('workspace_id', '=', message.workspace_id)
    .where('contact_id', '=', message.contact_id)
    .where('direction', '=', 'inbound')
    .where('opener', 'is distinct from', 'reaction')
    // Ids are made when a message comes here, in the order of time (UUID v7).
    .where('id', '>', message.id)
    .select('id')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
