import type { ConversationRow } from '../store/conversations.js';
import type { ConversationChange } from './change-conversation.js';
import type { Actor } from './deps.js';
import { isAnothers } from './takeover.js';

type Action = ConversationChange['actions'][number];

/**
 * What reopening does to a conversation: it is open, and an agent who acts becomes its assignee. A machine
 * leaves the assignee as it is. Empty when nothing would change.
 *
 * Ask `isAnothers` before: this does not.
 */
export function reopening(
  conversation: ConversationRow,
  actor: Actor,
  { at, reason }: { readonly at: Date; readonly reason?: string | undefined },
): { readonly set: Partial<ConversationRow>; readonly actions: readonly Action[] } {
  const actions: Action[] = [];
  const set: Partial<ConversationRow> = {};
  if (conversation.status !== 'open') {
    Object.assign(set, opened(at), { reopen_reason: reason || null });
    actions.push({
      action: 'conversation_reopened',
      detail: { from: conversation.status, reason: reason || null },
    });
  }
  if (actor.kind === 'agent' && conversation.assignee_id !== actor.agentId) {
    set.assignee_id = actor.agentId;
    actions.push({
      action: isAnothers(conversation, actor) ? 'conversation_taken_over' : 'conversation_assigned',
      detail: { from: conversation.assignee_id, to: actor.agentId },
    });
  }
  return { set, actions };
}

/** Columns of a conversation that is opened now. The note of its last closing stays. */
export const opened = (at: Date) =>
  ({ status: 'open', opened_at: at, closed_at: null, snoozed_until: null, last_activity_at: at }) as const;
