import type { Transaction } from 'kysely';
import type { Database } from '../../store/database.js';
import { findSurvey, recordAnswer, type SurveyRow } from '../../store/surveys.js';
import type { Deps } from '../deps.js';
import { tokenHash } from './ask-survey.js';

const BUTTON = /^csat:([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}):([1-9]\d?)$/;

/**
 * Takes a pressed button for the answer that it is. The first answer counts; a later press, or one after the
 * deadline, changes nothing.
 *
 * @returns whether the button is one of a survey of this contact
 */
export async function answerByButton(
  tx: Transaction<Database>,
  {
    workspaceId,
    contactId,
    payload,
    at,
  }: {
    readonly workspaceId: string;
    readonly contactId: string;
    readonly payload: string | null | undefined;
    /** When it was pressed. */
    readonly at: Date;
  },
): Promise<boolean> {
  const [, id, digits] = BUTTON.exec(payload ?? '') ?? [];
  if (id === undefined) return false;
  const survey = await findSurvey(tx, workspaceId, id);
  const score = Number(digits);
  // What a button says is what its presser's program sends, so it may be another contact's, or made up.
  if (survey?.contact_id !== contactId || score > survey.scale) return false;
  await recordAnswer(tx, survey, { score, comment: null, in: 'chat', at });
  return true;
}

/** What the page of a survey has to say. */
export interface SurveyPageState {
  readonly state: 'open' | 'answered' | 'over';
  readonly survey: SurveyRow;
}

/** The survey whose link holds this token, or null. */
export async function surveyByToken(
  { db, clock }: Deps,
  workspaceId: string,
  token: string,
): Promise<SurveyPageState | null> {
  const survey = await db
    .selectFrom('survey')
    .where('workspace_id', '=', workspaceId)
    .where('token_hash', '=', tokenHash(token))
    .selectAll()
    .executeTakeFirst();
  if (!survey) return null;
  const isOver = survey.expires_at === null || survey.expires_at.getTime() <= clock();
  return { survey, state: survey.answered_at !== null ? 'answered' : isOver ? 'over' : 'open' };
}

/** @returns whether this answer is the one that counts */
export async function answerByPage(
  { db, clock }: Deps,
  survey: SurveyRow,
  { score, comment }: { readonly score: number; readonly comment: string | null },
): Promise<boolean> {
  return recordAnswer(db, survey, { score, comment, in: 'page', at: new Date(clock()) });
}
