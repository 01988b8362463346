import type { Decision, Sender } from '@outbound-composer/core';
import type {
  Conversation,
  Message,
  SendMessage as SendMessageSchema,
} from '@outbound-composer/core/contract';
import type { Transaction } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { type AuditEntry, insertAudit } from '../store/audit.js';
import {
  conversationOut,
  findConversation,
  lockConversation,
  lockOrStartConversation,
  type NamedConversation,
  setConversation,
} from '../store/conversations.js';
import type { Database } from '../store/database.js';
import { lockReach, type Reach } from '../store/facts.js';
import { claimKey, fingerprintOf, freeKey, type IdempotencyKey, keepDecision } from '../store/idempotency.js';
import { EMPTY_MESSAGE, findMessage, insertMessage, type MessageRow, messageOut } from '../store/messages.js';
import { earliestClosing, updateMirror } from '../store/mirror-contact.js';
import { eventsForPreviousAssignee, insertEvents } from '../store/record-event.js';
import { afterReserving, reserve } from '../store/reservation.js';
import { together } from '../store/together.js';
import { mayReach } from './access.js';
import { channelNamed } from './channel-named.js';
import { type Asked, chooseChannel } from './choose-channel.js';
import { type Counted, decideCounted, type Refused } from './decide-counted.js';
import type { Actor, Deps } from './deps.js';
import { type PreparedContent, prepareContent } from './outbound-content.js';
import { fieldProblem, ProblemError } from './problem.js';
import { reopening } from './reopen.js';
import { isAnothers, takeoverRequired } from './takeover.js';

export interface SendMessage {
  readonly actor: Actor;
  /** Names this request among the actor's; the same request again is answered with the first one's message. */
  readonly idempotencyKey: string;
  readonly contactId: string;
  readonly request: z.output<typeof SendMessageSchema>;
}

export type SendMessageResult =
  | {
      readonly message: Message;
      readonly conversation: Conversation;
      readonly decision: Decision;
      /** An earlier request with this key had queued it. */
      readonly repeated: boolean;
    }
  | Refused;

/**
 * Queues a message, opens the conversation and assigns it to the agent who sends: all of it or nothing. A message
 * that the channel does not permit is refused and changes nothing; the key may then be used again.
 *
 * @throws ProblemError `contact_not_found`, `unknown_channel`, `channel_account_not_found`, `channel_not_available`,
 *   `takeover_required`, `idempotency_key_reused`, and what `prepareContent` throws
 */
export async function sendMessage(deps: Deps, input: SendMessage): Promise<SendMessageResult> {
  const { actor, contactId, request } = input;
  const channel = channelNamed(request.channel);
  const key = {
    workspaceId: actor.workspaceId,
    actor: actor.kind === 'agent' ? `agent:${actor.agentId}` : `machine:${actor.keyId}`,
    key: input.idempotencyKey,
    fingerprint: fingerprintOf({ ...request, contact: contactId }),
  };

  return deps.db.transaction().execute(async (tx): Promise<SendMessageResult> => {
    const messageId = uuid();
    const earlier = await claimKey(tx, key, messageId);
    if (earlier) {
      if (!earlier.sameRequest) {
        throw new ProblemError(
          'idempotency_key_reused',
          'This Idempotency-Key came before with another request; use a new key for a new message.',
          { errors: [{ field: 'Idempotency-Key', message: 'was used before', expected: 'a new key' }] },
        );
      }
      return {
        ...(await queuedBefore(tx, actor, earlier.messageId)),
        decision: earlier.decision,
        repeated: true,
      };
    }

    const content = await prepareContent(tx, actor.workspaceId, request.content);
    const at = deps.clock();
    const reaches = await lockReach(tx, actor.workspaceId, contactId, at);
    const known = await lockReachable(tx, actor, contactId);
    if (known) await checkTakeover(tx, known, actor, request.takeOver);

    const asked: Asked = {
      at,
      sender: senderOf(actor),
      purpose: request.purpose,
      preset: deps.presetFor(actor.workspaceId),
      channel,
      channelAccountId: request.channelAccountId,
      dispatches: (accountId) => deps.accounts.has(accountId),
    };
    await checkAccount(tx, actor.workspaceId, request.channelAccountId, reaches);
    const { workspaceId } = actor;
    const outcome = await decideCounted(tx, { workspaceId, reaches, at }, (known) =>
      chooseChannel(known, content, asked),
    );
    if ('refused' in outcome) {
      await freeKey(tx, key);
      return outcome;
    }
    content.checkLength(outcome.reach.channel, outcome.chosen.form);
    const conversation =
      known ?? (await lockOrStartConversation(tx, actor.workspaceId, contactId, new Date(at)));
    // Whoever started it meanwhile may have got it.
    if (!known) await checkTakeover(tx, conversation, actor, request.takeOver);
    const sent = await queueMessage(tx, deps, {
      key,
      messageId,
      actor,
      contactId,
      conversation,
      content,
      plan: outcome,
      at,
      purpose: request.purpose,
      reopenReason: request.reopenReason,
    });
    return { ...sent, decision: outcome.decision, repeated: false };
  });
}

export const senderOf = (actor: Actor): Sender => (actor.kind === 'agent' ? 'human' : 'automation');

async function lockReachable(
  tx: Transaction<Database>,
  actor: Actor,
  contactId: string,
): Promise<NamedConversation | undefined> {
  const conversation = await lockConversation(tx, actor.workspaceId, { contactId });
  const exists = conversation ?? (await contactExists(tx, actor.workspaceId, contactId));
  if (!exists || !mayReach(actor, { assigneeId: conversation?.assignee_id ?? null })) {
    throw new ProblemError('contact_not_found', 'There is no contact with this id within reach.', {
      errors: [{ field: 'contact', message: 'is no contact within reach' }],
    });
  }
  return conversation;
}

/** An account that is none of ours is another mistake than one where the contact has no address. */
async function checkAccount(
  tx: Transaction<Database>,
  workspaceId: string,
  id: string | undefined,
  reaches: readonly Reach[],
): Promise<void> {
  if (id === undefined || reaches.some(({ account }) => account.id === id)) return;
  const account = await tx
    .selectFrom('channel_account')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .select('id')
    .executeTakeFirst();
  if (!account)
    throw fieldProblem('channel_account_not_found', 'channelAccountId', 'is no channel account here');
}

async function checkTakeover(
  tx: Transaction<Database>,
  conversation: NamedConversation,
  actor: Actor,
  takeOver: boolean,
): Promise<void> {
  if (isAnothers(conversation, actor) && !takeOver) throw await takeoverRequired(tx, conversation);
}

async function contactExists(tx: Transaction<Database>, workspaceId: string, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('contact')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .select('id')
    .executeTakeFirst();
  return row !== undefined;
}

async function queueMessage(
  tx: Transaction<Database>,
  { queue, presetFor }: Deps,
  sending: {
    readonly key: IdempotencyKey;
    readonly messageId: string;
    readonly actor: Actor;
    readonly contactId: string;
    readonly conversation: NamedConversation;
    readonly content: PreparedContent;
    readonly plan: Counted;
    readonly at: number;
    readonly purpose: z.output<typeof SendMessageSchema>['purpose'];
    readonly reopenReason: string | undefined;
  },
): Promise<{ message: Message; conversation: Conversation }> {
  const { actor, contactId, content, plan, messageId } = sending;
  const { reach, chosen, kinds, reaches } = plan;
  const { workspaceId } = actor;
  const at = new Date(sending.at);

  const before = sending.conversation;
  const { set, actions } = reopening(before, actor, { at, reason: sending.reopenReason });
  const conversation: NamedConversation = {
    ...before,
    ...set,
    last_activity_at: at,
    assignee_name: set.assignee_id === undefined ? before.assignee_name : actor.name,
  };
  const { window, reserved } = await reserve(tx, workspaceId, reach, kinds, sending.at);
  const row: MessageRow = {
    ...EMPTY_MESSAGE,
    workspace_id: workspaceId,
    id: messageId,
    contact_id: contactId,
    conversation_id: conversation.id,
    identity_id: reach.identityId,
    channel_account_id: reach.account.id,
    channel: reach.channel,
    direction: 'outbound',
    author_kind: actor.kind === 'agent' ? 'agent' : 'automation',
    author_id: actor.kind === 'agent' ? actor.agentId : actor.keyId,
    author_name: actor.name,
    purpose: sending.purpose,
    content: content.stored,
    form: chosen.form,
    tag: chosen.tag,
    status: 'queued',
    at,
    reserved,
  };

  const entry: Omit<AuditEntry, 'action'> = {
    workspaceId,
    at,
    by: actor,
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
    setConversation(tx, before, { ...set, last_activity_at: at }),
    updateMirror(tx, conversation, {
      window_closes_at: earliestClosing(
        afterReserving(reaches, reach, kinds),
        sending.at,
        presetFor(workspaceId),
      ),
    }),
    keepDecision(tx, sending.key, plan.decision),
    insertAudit(tx, ...actions.map((action) => ({ ...entry, ...action })), {
      ...entry,
      action: 'message_queued',
      detail: queued,
    }),
    insertEvents(
      tx,
      ...eventsForPreviousAssignee(before, conversation, at),
      { ...event, type: 'conversation.changed', payload: { conversation: shown } },
      { ...event, type: 'message.created', payload: { message } },
    ),
  );
  await queue.enqueueDispatch(tx, { workspaceId, messageId });
  return { message, conversation: shown };
}

async function queuedBefore(
  tx: Transaction<Database>,
  actor: Actor,
  messageId: string,
): Promise<{ message: Message; conversation: Conversation }> {
  const row = await findMessage(tx, actor.workspaceId, messageId);
  const conversation = row && (await findConversation(tx, actor.workspaceId, { id: row.conversation_id }));
  if (!conversation || !mayReach(actor, { assigneeId: conversation.assignee?.id ?? null })) {
    throw new ProblemError(
      'message_not_found',
      'The message that this key had queued is not within reach any more.',
    );
  }
  return { message: messageOut(row), conversation };
}
