import type { Failure } from '@outbound-composer/core/contract';
import type { Transaction, Updateable } from 'kysely';
import type { SendOutcome } from '../channels/adapter.js';
import { type AttemptKey, endAttempt, lastAttempt } from '../store/attempts.js';
import { audit } from '../store/audit.js';
import type { Database } from '../store/database.js';
import { lockProviderId, takeEarlyStatuses } from '../store/early-status.js';
import { lockMessage, type MessageRow, updateMessage } from '../store/messages.js';
import { GIVEN_BACK, giveBack } from '../store/reservation.js';
import { announceMessage } from './announce-message.js';
import { applyStatus, isFurther } from './delivery-status.js';
import type { Deps } from './deps.js';

/** Attempts until we stop trying by ourselves. */
export const MAX_TRIES = 5;
const FIRST_DELAY_MS = 5_000;

type Change = Updateable<Database['message']>;

/**
 * Writes down how a call to a provider ended: on the attempt, and on the message as far as nothing newer is known
 * of it. Only the outcome `retry` queues it again, because only then nothing can have been accepted.
 */
export async function recordOutcome(
  { db, queue, clock }: Deps,
  attempt: AttemptKey & { readonly accountId: string },
  outcome: SendOutcome,
): Promise<void> {
  const { workspaceId, messageId, accountId } = attempt;
  await db.transaction().execute(async (tx) => {
    const ref =
      outcome.outcome === 'accepted' ? { workspaceId, accountId, providerId: outcome.providerId } : null;
    if (ref) await lockProviderId(tx, ref);
    const message = await lockMessage(tx, workspaceId, messageId);
    if (!message) return;
    const at = new Date(clock());
    await endAttempt(tx, attempt, outcome, at);
    // A person may have asked for another try meanwhile; what an older one led to only counts if it got through.
    const isLast = (await lastAttempt(tx, workspaceId, messageId))?.number === attempt.number;

    switch (outcome.outcome) {
      case 'accepted': {
        let row = await updateMessage(tx, message, accepted(message, outcome.providerId, at));
        for (const early of await takeEarlyStatuses(tx, ref!)) {
          const change = applyStatus(row, early);
          if (Object.keys(change).length > 0) row = await updateMessage(tx, row, change);
        }
        return announceMessage(tx, row, 'message.changed', at);
      }
      case 'rejected':
        if (isLast && isOpen(message)) await fail(tx, message, outcome.failure, at);
        return;
      case 'retry': {
        if (!isLast || !isOpen(message)) return;
        if (message.tries >= MAX_TRIES) {
          return fail(tx, message, { ...outcome.failure, retriable: true }, at);
        }
        const wait = outcome.afterMs ?? FIRST_DELAY_MS * 4 ** (message.tries - 1);
        const row = await updateMessage(tx, message, { status: 'queued' });
        await queue.enqueueDispatch(
          tx,
          { workspaceId, messageId },
          { startAfter: new Date(at.getTime() + wait) },
        );
        return announceMessage(tx, row, 'message.changed', at);
      }
      case 'unknown':
        if (isLast && isOpen(message)) await leaveUnknown(tx, message, outcome.failure, at);
        return;
    }
  });
}

/** Ends a message that the provider surely did not take: it counts no longer. */
export async function fail(
  tx: Transaction<Database>,
  message: MessageRow,
  failure: Failure,
  at: Date,
): Promise<void> {
  await giveBack(tx, message);
  const row = await updateMessage(tx, message, {
    ...GIVEN_BACK,
    status: 'failed',
    failure: JSON.stringify(failure),
  });
  await announceMessage(tx, row, 'message.changed', at);
}

/** Nobody can know whether the provider took it. It still counts, and only a person sends it again. */
export async function leaveUnknown(
  tx: Transaction<Database>,
  message: MessageRow,
  failure: Failure,
  at: Date,
): Promise<void> {
  const row = await updateMessage(tx, message, { status: 'unknown', failure: JSON.stringify(failure) });
  await audit(tx, {
    workspaceId: row.workspace_id,
    at,
    by: 'system',
    action: 'message_outcome_unknown',
    contactId: row.contact_id,
    conversationId: row.conversation_id,
    messageId: row.id,
  });
  await announceMessage(tx, row, 'message.changed', at);
}

/** No status of the provider's has come yet. `unknown` is open too: then we did not know, and now we do. */
const isOpen = ({ status }: MessageRow): boolean => status === 'sending' || status === 'unknown';

function accepted(message: MessageRow, providerId: string, at: Date): Change {
  const change: Change = { provider_id: providerId };
  if (message.sent_at === null) change.sent_at = at;
  if (isFurther('sent', message.status)) {
    change.status = 'sent';
    change.failure = null;
  }
  return change;
}
