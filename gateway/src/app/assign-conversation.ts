import type { Conversation } from '@outbound-composer/core/contract';
import { findConversation } from '../store/conversations.js';
import { changeConversation, lockReachableConversation } from './change-conversation.js';
import type { Actor, Deps } from './deps.js';
import { namedAgentId } from './named-agent.js';
import { takeoverRequired } from './takeover.js';

export interface AssignConversation {
  readonly actor: Actor;
  readonly conversationId: string;
  /** `me`, the id of an agent, or null to unassign. */
  readonly assignee: string | null;
  readonly takeOver: boolean;
}

/**
 * Assigns a conversation, whatever its status. Taking it from an agent who is not the caller must be said.
 *
 * @throws ProblemError `conversation_not_found`, `agent_not_found`, `takeover_required`, `validation_failed`
 */
export async function assignConversation(
  { db, clock }: Deps,
  { actor, conversationId, assignee, takeOver }: AssignConversation,
): Promise<Conversation> {
  return db.transaction().execute(async (tx) => {
    const before = await lockReachableConversation(tx, actor, conversationId);
    const to = await namedAgentId(tx, actor, assignee, 'assignee');
    if (to === before.assignee_id) return (await findConversation(tx, actor.workspaceId, { id: before.id }))!;

    const own = actor.kind === 'agent' && before.assignee_id === actor.agentId;
    const takesFromAnother = before.assignee_id !== null && !own;
    if (takesFromAnother && !takeOver) throw await takeoverRequired(tx, before);
    return changeConversation(tx, before, {
      by: actor,
      at: new Date(clock()),
      set: { assignee_id: to },
      actions: [
        {
          action: takesFromAnother ? 'conversation_taken_over' : 'conversation_assigned',
          detail: { from: before.assignee_id, to },
        },
      ],
    });
  });
}
