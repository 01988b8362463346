import type { Decision } from '@outbound-composer/core';
import type { Failure } from '@outbound-composer/core/contract';
import type { Transaction } from 'kysely';
import { audit } from '../store/audit.js';
import { lockConversation } from '../store/conversations.js';
import type { Database } from '../store/database.js';
import { type MessageRow, updateMessage } from '../store/messages.js';
import { announceMessage } from './announce-message.js';
import { cancel, hasWrittenSince } from './cancel-message.js';
import { changeConversation } from './change-conversation.js';
import type { Deps } from './deps.js';
import { frequencyFailure, reachedCap } from './frequency-cap.js';
import { actorOf } from './new-message.js';
import { quietUntil } from './quiet-hours.js';
import { reopening } from './reopen.js';
import { rulesOf } from './sending-rules.js';
import { isAnothers } from './takeover.js';

export const isDue = ({ scheduled_for }: MessageRow, now: number): boolean =>
  scheduled_for === null || scheduled_for.getTime() <= now;

export async function waitUntil(
  tx: Transaction<Database>,
  { queue }: Deps,
  { workspace_id: workspaceId, id: messageId }: MessageRow,
  startAfter: Date,
): Promise<void> {
  await queue.enqueueDispatch(tx, { workspaceId, messageId }, { startAfter });
}

/** What stands in the way of a scheduled message whose hour has come, besides the channel's rules. */
export async function obstacleToScheduled(
  tx: Transaction<Database>,
  deps: Deps,
  message: MessageRow,
  now: number,
): Promise<'cancelled' | { failure: Failure } | null> {
  // The contact's message came in at this very moment, and could not wait for this one: see cancelForWriting.
  if (message.schedule?.cancelIfContactWrites && (await hasWrittenSince(tx, message))) {
    await cancel(tx, deps, message, { reason: 'contact_wrote', by: 'contact' });
    return 'cancelled';
  }
  const capped = await reachedCap(tx, rulesOf(deps).frequencyCap, {
    workspaceId: message.workspace_id,
    contactId: message.contact_id,
    purpose: message.purpose ?? 'support',
    at: now,
    except: message.id,
  });
  return capped && { failure: frequencyFailure(capped) };
}

/** Puts a scheduled message off again when it may and only quiet hours forbid it. */
export async function postponeAgain(
  tx: Transaction<Database>,
  deps: Deps,
  message: MessageRow,
  refused: Decision,
  now: number,
): Promise<boolean> {
  const { schedule } = message;
  const until = quietUntil([refused]);
  if (message.status !== 'scheduled' || !schedule?.postponeQuietHours || until === null || until <= now)
    return false;
  const at = new Date(now);
  const leaves = new Date(until);
  const postponedFrom = schedule.postponedFrom ?? (message.scheduled_for ?? at).toISOString();
  const row = await updateMessage(tx, message, {
    at: leaves,
    scheduled_for: leaves,
    schedule: { ...schedule, postponedFrom },
  });
  await waitUntil(tx, deps, row, leaves);
  await audit(tx, {
    workspaceId: row.workspace_id,
    at,
    by: 'system',
    action: 'message_postponed',
    contactId: row.contact_id,
    conversationId: row.conversation_id,
    messageId: row.id,
    detail: { reason: refused.reason, until: leaves.toISOString() },
  });
  await announceMessage(tx, row, 'message.changed', at);
  return true;
}

/**
 * Opens the conversation for a scheduled message that leaves now, in the name of who scheduled it. Whoever has it by
 * now keeps it, unless a takeover was agreed to.
 */
export async function reopenForScheduled(
  tx: Transaction<Database>,
  message: MessageRow,
  at: Date,
): Promise<void> {
  const conversation = await lockConversation(tx, message.workspace_id, { id: message.conversation_id });
  const actor = actorOf(message);
  if (!conversation || !actor) return;
  const reason = message.schedule?.reopenReason ?? undefined;
  const { set, actions } = reopening(conversation, actor, { at, reason });
  const stays = isAnothers(conversation, actor) && message.schedule?.takeOver !== true;
  if (stays) delete set.assignee_id;
  await changeConversation(tx, conversation, {
    by: actor,
    at,
    set: { ...set, last_activity_at: at },
    actions: stays ? actions.filter(({ action }) => action !== 'conversation_taken_over') : actions,
  });
}
