import type { Conversation } from '@outbound-composer/core/contract';
import { conversationOut, findNamedConversation } from '../store/conversations.js';
import { assignmentOf, mayReach } from './access.js';
import type { Actor, Deps } from './deps.js';
import { ProblemError } from './problem.js';

export interface GetConversation {
  readonly actor: Actor;
  readonly conversationId: string;
}

/** @throws ProblemError `conversation_not_found`, also when it is out of the actor's reach */
export async function getConversation(
  { db }: Deps,
  { actor, conversationId }: GetConversation,
): Promise<Conversation> {
  const conversation = await findNamedConversation(db, actor.workspaceId, { id: conversationId });
  if (!conversation || !mayReach(actor, assignmentOf(conversation))) {
    throw new ProblemError('conversation_not_found', 'There is no conversation with this id within reach.');
  }
  return conversationOut(conversation);
}
