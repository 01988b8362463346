import type { Kysely } from 'kysely';
import type { ConversationRow } from '../store/conversations.js';
import type { Database } from '../store/database.js';
import type { Actor } from './deps.js';
import { ProblemError } from './problem.js';

/** Whether a conversation is assigned to an agent other than the one who acts. */
export const isAnothers = (conversation: ConversationRow, actor: Actor): boolean =>
  actor.kind === 'agent' && conversation.assignee_id !== null && conversation.assignee_id !== actor.agentId;

/** The answer to whoever acts on another agent's conversation without having said so. */
export async function takeoverRequired(
  db: Kysely<Database>,
  conversation: ConversationRow,
): Promise<ProblemError> {
  const assignee = await db
    .selectFrom('agent')
    .where('workspace_id', '=', conversation.workspace_id)
    .where('id', '=', conversation.assignee_id)
    .select(['id', 'name'])
    .executeTakeFirst();
  return new ProblemError(
    'takeover_required',
    `The conversation is assigned to ${assignee?.name ?? 'another agent'}; set takeOver to true to take it over.`,
    {
      errors: [{ field: 'takeOver', message: 'is not set', expected: 'true' }],
      extra: { assignee: assignee ?? null },
    },
  );
}
