import type { Conversation } from '@outbound-composer/core/contract';
import { findConversation } from '../store/conversations.js';
import { changeConversation, lockReachableConversation } from './change-conversation.js';
import type { Actor, Deps } from './deps.js';
import { reopening } from './reopen.js';
import { isAnothers, takeoverRequired } from './takeover.js';

export interface ReopenConversation {
  readonly actor: Actor;
  readonly conversationId: string;
  readonly reason?: string | undefined;
  readonly takeOver: boolean;
}

/**
 * Opens a closed or snoozed conversation and assigns it to the agent who asks; done twice it changes nothing more.
 *
 * @throws ProblemError `conversation_not_found`, `takeover_required`
 */
export async function reopenConversation(
  { db, clock }: Deps,
  { actor, conversationId, reason, takeOver }: ReopenConversation,
): Promise<Conversation> {
  return db.transaction().execute(async (tx) => {
    const before = await lockReachableConversation(tx, actor, conversationId);
    if (isAnothers(before, actor) && !takeOver) throw await takeoverRequired(tx, before);
    const at = new Date(clock());
    const { set, actions } = reopening(before, actor, { at, reason });
    if (actions.length > 0) return changeConversation(tx, before, { by: actor, at, set, actions });
    return (await findConversation(tx, actor.workspaceId, { id: before.id }))!;
  });
}
