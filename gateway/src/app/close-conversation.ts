import type { Conversation } from '@outbound-composer/core/contract';
import { findConversation } from '../store/conversations.js';
import { changeConversation, lockReachableConversation } from './change-conversation.js';
import type { Actor, Deps } from './deps.js';

export interface CloseConversation {
  readonly actor: Actor;
  readonly conversationId: string;
  readonly category?: string | undefined;
  readonly summary?: string | undefined;
}

/**
 * Closes a conversation with a note. The workspace says whether the assignee stays. Closing a closed one only
 * replaces its note, when there is a new one.
 *
 * @throws ProblemError `conversation_not_found`
 */
export async function closeConversation(
  { db, clock }: Deps,
  { actor, conversationId, category, summary }: CloseConversation,
): Promise<Conversation> {
  return db.transaction().execute(async (tx) => {
    const before = await lockReachableConversation(tx, actor, conversationId);
    const at = new Date(clock());
    const note = { closing_category: category || null, closing_summary: summary || null };

    if (before.status === 'closed') {
      if (!category && !summary) return (await findConversation(tx, actor.workspaceId, { id: before.id }))!;
      return changeConversation(tx, before, {
        by: actor,
        at,
        set: note,
        actions: [
          { action: 'conversation_closing_note_changed', detail: { category: note.closing_category } },
        ],
      });
    }

    const { keep_assignee_on_close } = await tx
      .selectFrom('workspace')
      .where('id', '=', actor.workspaceId)
      .select('keep_assignee_on_close')
      .executeTakeFirstOrThrow();
    return changeConversation(tx, before, {
      by: actor,
      at,
      set: {
        ...note,
        status: 'closed',
        closed_at: at,
        closed_by: actor.kind === 'agent' ? actor.agentId : null,
        snoozed_until: null,
        last_activity_at: at,
        ...(keep_assignee_on_close ? {} : { assignee_id: null }),
      },
      actions: [
        {
          action: 'conversation_closed',
          detail: {
            from: before.status,
            category: note.closing_category,
            assignee: before.assignee_id,
            assigneeKept: keep_assignee_on_close,
          },
        },
      ],
    });
  });
}
