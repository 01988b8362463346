import type { Conversation } from '@outbound-composer/core/contract';
import type { Transaction } from 'kysely';
import type { AuditEntry } from '../store/audit.js';
import type { ConversationRow } from '../store/conversations.js';
import type { Database } from '../store/database.js';
import { changeConversation } from './change-conversation.js';
import type { Deps } from './deps.js';
import { scheduleSurvey } from './surveys/schedule-survey.js';

export interface Closing {
  readonly by: AuditEntry['by'];
  readonly at: Date;
  readonly category: string | null;
  readonly summary: string | null;
  /** For the audit trail, when nobody asked for it. */
  readonly because?: 'silence';
  /** Whether the contact is asked how satisfied they are; undefined: as the workspace does. */
  readonly survey?: boolean | undefined;
}

/**
 * Closes a locked conversation that is not closed. The workspace says whether the assignee stays, and whether a
 * survey follows.
 */
export async function closeLocked(
  tx: Transaction<Database>,
  deps: Deps,
  before: ConversationRow,
  { by, at, category, summary, because, survey }: Closing,
): Promise<Conversation> {
  const { keep_assignee_on_close } = await tx
    .selectFrom('workspace')
    .where('id', '=', before.workspace_id)
    .select('keep_assignee_on_close')
    .executeTakeFirstOrThrow();
  const closedBy = typeof by !== 'string' && by.kind === 'agent' ? by.agentId : null;
  await scheduleSurvey(tx, deps, {
    before,
    at,
    closedBy,
    silence: because === 'silence',
    wanted: survey,
  });
  return changeConversation(tx, before, {
    by,
    at,
    set: {
      closing_category: category,
      closing_summary: summary,
      status: 'closed',
      closed_at: at,
      closed_by: closedBy,
      snoozed_until: null,
      last_activity_at: at,
      ...(keep_assignee_on_close ? {} : { assignee_id: null }),
    },
    actions: [
      {
        action: 'conversation_closed',
        detail: {
          from: before.status,
          category,
          assignee: before.assignee_id,
          assigneeKept: keep_assignee_on_close,
          ...(because && { because }),
        },
      },
    ],
  });
}
