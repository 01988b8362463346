import type { Transaction } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { ConversationRow } from '../../store/conversations.js';
import type { Database } from '../../store/database.js';
import { insertSurvey } from '../../store/surveys.js';
import type { Deps } from '../deps.js';
import { surveyRulesOf } from './survey-rules.js';

export interface ClosedConversation {
  /** As it was before the closing. */
  readonly before: ConversationRow;
  readonly at: Date;
  /** The agent who closed it; null: a machine or the silence. */
  readonly closedBy: string | null;
  readonly silence: boolean;
  /** What the closing said of a survey; undefined: nothing. */
  readonly wanted: boolean | undefined;
}

/** Schedules a survey for a closing that asks for one. It is about whoever had the conversation then. */
export async function scheduleSurvey(
  tx: Transaction<Database>,
  deps: Deps,
  { before, at, closedBy, silence, wanted }: ClosedConversation,
): Promise<void> {
  const rules = surveyRulesOf(deps);
  const usual = rules.afterClosing && (!silence || rules.afterAutoClose);
  if (!(wanted ?? usual)) return;
  await insertSurvey(tx, {
    workspace_id: before.workspace_id,
    id: uuid(),
    contact_id: before.contact_id,
    conversation_id: before.id,
    origin: 'closing',
    status: 'scheduled',
    ...(await snapshotOf(tx, before.workspace_id, before.assignee_id ?? closedBy)),
    scale: rules.scale,
    created_at: at,
    due_at: new Date(at.getTime() + rules.delayMs),
  });
}

/** The agent as they are called now: an answer stays theirs whatever becomes of the assignment. */
export async function snapshotOf(
  tx: Transaction<Database>,
  workspaceId: string,
  agentId: string | null,
): Promise<{ agent_id: string | null; agent_name: string | null }> {
  const agent =
    agentId === null
      ? undefined
      : await tx
          .selectFrom('agent')
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', agentId)
          .select(['id', 'name'])
          .executeTakeFirst();
  return { agent_id: agent?.id ?? null, agent_name: agent?.name ?? null };
}
