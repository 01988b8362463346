import { sql } from 'kysely';
import { lockConversation } from '../../store/conversations.js';
import { lockReach } from '../../store/facts.js';
import { lockSurvey, updateSurvey } from '../../store/surveys.js';
import type { Deps } from '../deps.js';
import { askSurvey } from './ask-survey.js';
import { REASONS } from './words.js';

const AT_ONCE = 100;

interface Due {
  readonly id: string;
  readonly contact_id: string;
  readonly due_at: Date;
}

/**
 * Asks the surveys whose time has come, and returns how many were looked at. Safe to run in several processes: each
 * is asked once. One that fails does not keep the others back.
 */
export async function sendDueSurveys(deps: Deps, workspaceId: string): Promise<number> {
  const failures: unknown[] = [];
  let seen = 0;
  let last: Due | undefined;
  for (;;) {
    const due = await dueAfter(deps, workspaceId, last);
    for (const one of due) {
      await sendDue(deps, workspaceId, one).catch((error: unknown) => failures.push(error));
      seen += 1;
    }
    last = due.at(-1);
    if (due.length < AT_ONCE) break;
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Surveys could not be asked.');
  return seen;
}

const dueAfter = ({ db, clock }: Deps, workspaceId: string, after: Due | undefined): Promise<Due[]> =>
  db
    .selectFrom('survey')
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'scheduled')
    .where('due_at', '<=', new Date(clock()))
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(due_at, id) > (${after!.due_at}::timestamptz, ${after!.id}::uuid)`),
    )
    .select(['id', 'contact_id', 'due_at'])
    .orderBy('due_at')
    .orderBy('id')
    .limit(AT_ONCE)
    .execute();

async function sendDue(deps: Deps, workspaceId: string, { id, contact_id: contactId }: Due): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const now = deps.clock();
    const reaches = await lockReach(tx, workspaceId, contactId, now);
    const conversation = await lockConversation(tx, workspaceId, { contactId });
    const survey = await lockSurvey(tx, workspaceId, id);
    // Asked by another process meanwhile, cancelled, or of another contact by a merge: then it is looked at again.
    if (survey?.status !== 'scheduled' || survey.contact_id !== contactId || !conversation) return;
    if (survey.origin === 'closing' && conversation.status !== 'closed') {
      await updateSurvey(tx, survey, { status: 'cancelled', reason: REASONS.reopened() });
      return;
    }
    await askSurvey(tx, deps, { survey, conversation, reaches, now });
  });
}
