import type { Decision } from '@outbound-composer/core';
import type { Transaction } from 'kysely';
import { audit } from '../store/audit.js';
import {
  type ConversationRow,
  findConversation,
  lockConversation,
  updateConversation,
} from '../store/conversations.js';
import type { Database } from '../store/database.js';
import { lockReach, type Reach } from '../store/facts.js';
import { lockMessage, type MessageRow, messageOut, updateMessage } from '../store/messages.js';
import { mirrorIdentities } from '../store/mirror-contact.js';
import { eventsForPreviousAssignee, recordEvent } from '../store/record-event.js';
import { moveReservation } from '../store/reservation.js';
import { assignmentOf, mayReach } from './access.js';
import { type Asked, decideFor } from './choose-channel.js';
import { decideMessageCounted, type Refused } from './decide-counted.js';
import type { Actor, Deps } from './deps.js';
import { checkFrequency } from './frequency-cap.js';
import { asksSurvey, authorOf } from './new-message.js';
import { whatToSend } from './outbound-of.js';
import { ProblemError } from './problem.js';
import { reopening } from './reopen.js';
import { type SendMessageResult, senderOf } from './send-message.js';
import { rulesOf } from './sending-rules.js';
import { isAnothers, takeoverRequired } from './takeover.js';

export interface RetryMessage {
  readonly actor: Actor;
  readonly messageId: string;
  /** Takes the conversation over where another agent has it. Default false. */
  readonly takeOver?: boolean;
}

/**
 * Queues a failed message, or one whose outcome nobody knows, again: the same message, after a new decision, in the
 * name of whoever asks.
 *
 * @throws ProblemError `message_not_found`, `not_retriable`, `takeover_required`, `channel_not_available`,
 *   `frequency_capped`
 */
export async function retryMessage(
  deps: Deps,
  { actor, messageId, takeOver = false }: RetryMessage,
): Promise<SendMessageResult> {
  const { workspaceId } = actor;
  return deps.db.transaction().execute(async (tx): Promise<SendMessageResult> => {
    const message = await lockMessage(tx, workspaceId, messageId);
    if (!message) throw notFound();
    const now = deps.clock();
    const at = new Date(now);
    const reaches = await lockReach(tx, workspaceId, message.contact_id, now);
    const conversation = await lockConversation(tx, workspaceId, { id: message.conversation_id });
    if (!conversation || !mayReach(actor, assignmentOf(conversation))) throw notFound();
    checkRetriable(message);
    if (isAnothers(conversation, actor) && !takeOver) throw await takeoverRequired(tx, conversation);
    if (!deps.accounts.has(message.channel_account_id)) {
      throw new ProblemError(
        'channel_not_available',
        'This gateway has no settings to send through that account.',
      );
    }

    const asked = {
      at: now,
      sender: senderOf(actor),
      purpose: message.purpose ?? ('support' as const),
      preset: deps.presetFor(workspaceId),
    };
    const { purpose } = asked;
    const send = { workspaceId, contactId: message.contact_id, purpose, at: now, except: messageId };
    await checkFrequency(tx, rulesOf(deps).frequencyCap, send);
    const planned = await planRetry(tx, deps, message, reaches, asked);
    if ('refused' in planned) return planned;
    const { decision, change } = planned;
    const row = await updateMessage(tx, message, {
      ...change,
      at,
      status: 'queued',
      failure: null,
      tries: 0,
      provider_id: null,
      sent_at: null,
      ...authorOf(actor),
    });
    await deps.queue.enqueueDispatch(tx, { workspaceId, messageId });
    const reopened = await reopenFor(tx, actor, conversation, message, at);
    await mirrorIdentities(tx, { workspaceId, contactId: row.contact_id, at: now, preset: asked.preset });
    const event = { workspaceId, contactId: row.contact_id, assigneeId: reopened.assignee_id, at };
    const conversationOut = (await findConversation(tx, workspaceId, { id: reopened.id }))!;
    await recordEvent(
      tx,
      ...eventsForPreviousAssignee(conversation, reopened, at),
      { ...event, type: 'conversation.changed', payload: { conversation: conversationOut } },
      { ...event, type: 'message.changed', payload: { message: messageOut(row) } },
    );
    return { message: messageOut(row), conversation: conversationOut, decision, repeated: false };
  });
}

async function planRetry(
  tx: Transaction<Database>,
  deps: Deps,
  message: MessageRow,
  reaches: readonly Reach[],
  asked: Pick<Asked, 'at' | 'sender' | 'purpose' | 'preset'>,
): Promise<{ decision: Decision; change: Awaited<ReturnType<typeof moveReservation>> } | Refused> {
  const reach = reaches.find(({ identityId }) => identityId === message.identity_id);
  if (!reach) throw notRetriable('The contact has no address on that channel any more.');
  const content = await whatToSend(tx, deps, message);
  if ('failure' in content) throw notRetriable(content.failure.message);

  const choice = await decideMessageCounted(tx, message, reach, asked, content.formFor);
  if ('refused' in choice) {
    const { decision } = choice.refused;
    const others = reaches.filter((other) => other !== reach).map((other) => decideFor(other, asked));
    return { refused: { decision, alternatives: others.filter(({ verdict }) => verdict !== 'blocked') } };
  }
  const { decision, chosen } = choice;
  const moved = await moveReservation(tx, message, choice.reach, choice, asked.at);
  return { decision, change: { ...moved, form: chosen.form, tag: chosen.tag } };
}

async function reopenFor(
  tx: Transaction<Database>,
  actor: Actor,
  conversation: ConversationRow,
  message: MessageRow,
  at: Date,
): Promise<ConversationRow> {
  const { set, actions } = reopening(conversation, actor, { at });
  const row = await updateConversation(tx, conversation, { ...set, last_activity_at: at });
  const entry = {
    workspaceId: row.workspace_id,
    at,
    by: actor,
    contactId: row.contact_id,
    conversationId: row.id,
    messageId: message.id,
  };
  await audit(tx, ...actions.map((action) => ({ ...entry, ...action })), {
    ...entry,
    action: 'message_retried',
    detail: { from: message.status, reason: message.failure?.reason ?? null },
  });
  return row;
}

function checkRetriable(message: MessageRow): void {
  if (message.direction === 'inbound') throw notRetriable('It is a message of the contact.');
  if (message.status !== 'failed' && message.status !== 'unknown') {
    throw notRetriable(
      `It is ${message.status}; only failed messages and those of unknown outcome are sent again.`,
    );
  }
  if (asksSurvey(message)) throw notRetriable('It asks for a survey; a new survey asks again.');
  if (message.failure?.retriable === false) {
    throw notRetriable(`${message.failure.message} Sending the same again would not help.`);
  }
}

const notRetriable = (detail: string) => new ProblemError('not_retriable', detail);
const notFound = () =>
  new ProblemError('message_not_found', 'There is no message with this id within reach.');
