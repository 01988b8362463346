import type { Decision, Sender } from '@outbound-composer/core';
import type {
  Conversation,
  Message,
  SendMessage as SendMessageSchema,
} from '@outbound-composer/core/contract';
import type { Transaction } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { useAttachment } from '../store/attachments.js';
import {
  conversationOut,
  findNamedConversation,
  lockConversation,
  lockOrStartConversation,
  type NamedConversation,
} from '../store/conversations.js';
import type { Database } from '../store/database.js';
import { lockReach, type Reach } from '../store/facts.js';
import { claimKey, fingerprintOf, freeKey } from '../store/idempotency.js';
import { findMessage, messageOut } from '../store/messages.js';
import { assignmentOf, mayReach } from './access.js';
import { actorKey } from './actor-key.js';
import { channelNamed } from './channel-named.js';
import type { Refused } from './decide-counted.js';
import type { Actor, Deps } from './deps.js';
import { checkFrequency } from './frequency-cap.js';
import { noAttachment, prepareContent } from './outbound-content.js';
import { planSend } from './plan-send.js';
import { fieldProblem, ProblemError } from './problem.js';
import { queueMessage } from './queue-message.js';
import { scheduleMessage } from './schedule-message.js';
import { rulesOf, type SendingRules } from './sending-rules.js';
import { isAnothers, takeoverRequired } from './takeover.js';
import { whenToSend } from './when-to-send.js';

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
      /** It does not leave before, so that it can be cancelled. */
      readonly undoUntil?: Date | undefined;
      /** An earlier request with this key had queued it. */
      readonly repeated: boolean;
    }
  | Refused;

/**
 * Queues a message, opens the conversation and assigns it to the agent who sends: all of it or nothing. A message
 * that the channel does not permit is refused and changes nothing; the key may then be used again.
 *
 * @throws ProblemError `contact_not_found`, `unknown_channel`, `channel_account_not_found`, `channel_not_available`,
 *   `takeover_required`, `idempotency_key_reused`, `frequency_capped`, and what `prepareContent` and `whenToSend` throw
 */
export async function sendMessage(deps: Deps, input: SendMessage): Promise<SendMessageResult> {
  const { actor, contactId, request } = input;
  const { workspaceId } = actor;
  const channel = channelNamed(request.channel);
  const key = {
    workspaceId,
    actor: actorKey(actor),
    key: input.idempotencyKey,
    fingerprint: fingerprintOf({ ...request, contact: contactId }),
  };

  return deps.db.transaction().execute(async (tx): Promise<SendMessageResult> => {
    const messageId = uuid();
    const earlier = await claimKey(tx, key, messageId);
    if (earlier) {
      if (!earlier.sameRequest) {
        throw keyReused('message');
      }
      return {
        ...(await queuedBefore(tx, deps, actor, earlier.messageId)),
        decision: earlier.decision,
        repeated: true,
      };
    }

    const content = await prepareContent(tx, deps, actor, request.content);
    const now = deps.clock();
    const reaches = await lockReach(tx, workspaceId, contactId, now);
    const known = await lockReachable(tx, actor, contactId);
    if (known) await checkTakeover(tx, known, actor, request.takeOver);
    await checkAccount(tx, workspaceId, request.channelAccountId, reaches);

    const rules = rulesOf(deps);
    const [recipient = { timeZone: null, country: null }] = reaches;
    const planned = await planSend(
      tx,
      { workspaceId, contactId, request, content, now, reaches },
      whenToSend(request, recipient, now, rules),
      (at) => ({
        at,
        sender: senderOf(actor),
        purpose: request.purpose,
        preset: deps.presetFor(workspaceId),
        channel,
        channelAccountId: request.channelAccountId,
        accountOf: (accountId) => deps.accounts.get(accountId),
      }),
    );
    if ('refused' in planned) {
      await freeKey(tx, key);
      return planned;
    }
    const { plan, when } = planned;
    content.checkLength(plan.reach.channel, plan.chosen.form);
    const { purpose, reopenReason } = request;
    await checkFrequency(tx, rules.frequencyCap, { workspaceId, contactId, purpose, at: when.at });

    const at = new Date(now);
    const { attachmentId } = content;
    if (attachmentId && !(await useAttachment(tx, { workspaceId, id: attachmentId }, at)))
      throw noAttachment();
    const status = when.schedule === null ? 'open' : 'closed';
    const conversation =
      known ?? (await lockOrStartConversation(tx, { workspaceId, contactId, at, by: actor, status }));
    // Whoever started it meanwhile may have got it.
    if (!known) await checkTakeover(tx, conversation, actor, request.takeOver);
    const sending = { key, messageId, actor, contactId, conversation, content, plan, purpose };
    const { decision } = plan;
    if (when.schedule !== null) {
      const sent = await scheduleMessage(tx, deps, { ...sending, when });
      return { ...sent, decision, repeated: false };
    }
    const undoUntil = undoEnd(actor, rules, now);
    const sent = await queueMessage(tx, deps, { ...sending, at, reopenReason, notBefore: undoUntil });
    return { ...sent, decision, undoUntil, repeated: false };
  });
}

/** Until when a message of an agent waits, so that it can be cancelled; machines mean what they send. */
const undoEnd = (actor: Actor, { undoMs }: SendingRules, at: number): Date | undefined =>
  actor.kind === 'agent' && undoMs > 0 ? new Date(at + undoMs) : undefined;

export const senderOf = (actor: Actor): Sender => (actor.kind === 'agent' ? 'human' : 'automation');

export const keyReused = (what: string) =>
  new ProblemError(
    'idempotency_key_reused',
    `This Idempotency-Key came before with another request; use a new key for a new ${what}.`,
    { errors: [{ field: 'Idempotency-Key', message: 'was used before', expected: 'a new key' }] },
  );

/** The locked conversation of a contact within reach. @throws ProblemError `contact_not_found` */
export async function lockReachable(
  tx: Transaction<Database>,
  actor: Actor,
  contactId: string,
): Promise<NamedConversation | undefined> {
  const conversation = await lockConversation(tx, actor.workspaceId, { contactId });
  const exists = conversation ?? (await contactExists(tx, actor.workspaceId, contactId));
  if (!exists || !mayReach(actor, assignmentOf(conversation))) {
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

async function queuedBefore(
  tx: Transaction<Database>,
  deps: Deps,
  actor: Actor,
  messageId: string,
): Promise<{ message: Message; conversation: Conversation; undoUntil?: Date | undefined }> {
  const row = await findMessage(tx, actor.workspaceId, messageId);
  const conversation =
    row && (await findNamedConversation(tx, actor.workspaceId, { id: row.conversation_id }));
  if (!conversation || !mayReach(actor, assignmentOf(conversation))) {
    throw new ProblemError(
      'message_not_found',
      'The message that this key had queued is not within reach any more.',
    );
  }
  const undoUntil = row.status === 'queued' ? undoEnd(actor, rulesOf(deps), row.at.getTime()) : undefined;
  return { message: messageOut(row), conversation: conversationOut(conversation), undoUntil };
}
