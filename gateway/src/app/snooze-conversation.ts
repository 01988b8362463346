import type { Conversation } from '@outbound-composer/core/contract';
import { changeConversation, lockReachableConversation } from './change-conversation.js';
import type { Actor, Deps } from './deps.js';
import { fieldProblem } from './problem.js';

export interface SnoozeConversation {
  readonly actor: Actor;
  readonly conversationId: string;
  /** ISO 8601 with an offset, in the future. */
  readonly until: string;
}

/**
 * Puts a conversation aside until an instant; it opens again by itself then, or when the contact writes.
 *
 * @throws ProblemError `conversation_not_found`, `validation_failed`
 */
export async function snoozeConversation(
  { db, clock }: Deps,
  { actor, conversationId, until }: SnoozeConversation,
): Promise<Conversation> {
  const at = new Date(clock());
  const wakeAt = new Date(until);
  if (!(wakeAt > at)) {
    throw fieldProblem(
      'validation_failed',
      'until',
      `is not in the future: ${until}`,
      'an instant after now',
    );
  }
  return db.transaction().execute(async (tx) => {
    const before = await lockReachableConversation(tx, actor, conversationId);
    return changeConversation(tx, before, {
      by: actor,
      at,
      set: { status: 'snoozed', snoozed_until: wakeAt, closed_at: null, last_activity_at: at },
      actions: [
        { action: 'conversation_snoozed', detail: { from: before.status, until: wakeAt.toISOString() } },
      ],
    });
  });
}
