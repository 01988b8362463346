import type { Conversation } from '@outbound-composer/core/contract';
import { findConversation } from '../store/conversations.js';
import { changeConversation, lockReachableConversation } from './change-conversation.js';
import { closeLocked } from './closing.js';
import type { Actor, Deps } from './deps.js';
import { fieldProblem } from './problem.js';
import { type WorkspaceRules, workspaceRulesOf } from './workspace-rules.js';

export interface CloseConversation {
  readonly actor: Actor;
  readonly conversationId: string;
  readonly category?: string | undefined;
  readonly summary?: string | undefined;
  /** Whether the contact is asked how satisfied they are; undefined: as the workspace does. */
  readonly survey?: boolean | undefined;
}

/**
 * Closes a conversation with a note. The workspace says whether the assignee stays. Closing a closed one only
 * replaces its note, when there is a new one.
 *
 * @throws ProblemError `conversation_not_found`, `validation_failed` for a category that the workspace has not
 */
export async function closeConversation(
  deps: Deps,
  { actor, conversationId, category, summary, survey }: CloseConversation,
): Promise<Conversation> {
  const { db, clock } = deps;
  checkCategory(workspaceRulesOf(deps).closing, category);
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

    checkGiven(workspaceRulesOf(deps).closing, category);
    return closeLocked(tx, deps, before, {
      by: actor,
      at,
      category: category || null,
      summary: summary || null,
      survey,
    });
  });
}

function checkCategory({ categories }: WorkspaceRules['closing'], category: string | undefined): void {
  if (!category || categories.length === 0 || categories.includes(category)) return;
  throw fieldProblem(
    'validation_failed',
    'category',
    'is none of the workspace’s closing categories',
    `one of: ${categories.join(', ')}`,
  );
}

/** A conversation that is closed already has had its category. */
function checkGiven(
  { categories, categoryRequired }: WorkspaceRules['closing'],
  category: string | undefined,
) {
  if (category || !categoryRequired) return;
  throw fieldProblem('validation_failed', 'category', 'is missing', `one of: ${categories.join(', ')}`);
}
