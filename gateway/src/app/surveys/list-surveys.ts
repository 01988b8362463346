import type { Survey, SurveyQuery } from '@outbound-composer/core/contract';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../store/database.js';
import { type SurveyRow, surveyOut } from '../../store/surveys.js';
import { reachableContacts } from '../access.js';
import { readCursor, writeCursor } from '../cursor.js';
import type { Actor, Deps } from '../deps.js';
import { fieldProblem, ProblemError } from '../problem.js';
import { type PhoneHome, resolveContact } from '../resolve-contact.js';
import type { Language } from '../wire.js';

type Filter = Omit<z.output<typeof SurveyQuery>, 'cursor' | 'limit'>;

export interface ListSurveys<Query> {
  readonly actor: Actor;
  readonly query: Query;
  readonly workspace: PhoneHome;
  readonly language: Language;
}

export const surveyNotFound = () =>
  new ProblemError('survey_not_found', 'There is no survey with this id within reach.');

/** @throws ProblemError `survey_not_found`, also when its contact is out of the actor's reach */
export async function getSurvey(
  { db }: Deps,
  { actor, id, language }: { readonly actor: Actor; readonly id: string; readonly language: Language },
): Promise<Survey> {
  const row = await reachableSurveys(db, actor).where('survey.id', '=', id).executeTakeFirst();
  if (!row) throw surveyNotFound();
  return surveyOut(row, language);
}

/**
 * A page of the surveys of contacts within reach, the newest first.
 * @throws ProblemError `contact_not_found`, `validation_failed`
 */
export async function listSurveys(
  deps: Deps,
  { actor, query, workspace, language }: ListSurveys<z.output<typeof SurveyQuery>>,
): Promise<{ items: Survey[]; nextCursor: string | null }> {
  const select = await surveyReader(deps, { actor, query, workspace });
  const after = query.cursor === undefined ? null : readCursor(query.cursor, z.uuid());
  const rows = await select(after, query.limit + 1);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => surveyOut(row, language)),
    nextCursor: rows.length > query.limit && last ? writeCursor(last.id) : null,
  };
}

const EXPORT_PAGE = 1000;

/** All that fit, the newest first, a page in memory at a time. */
export async function exportSurveys(
  deps: Deps,
  { actor, query, workspace, language }: ListSurveys<Filter>,
): Promise<AsyncIterable<readonly Survey[]>> {
  const select = await surveyReader(deps, { actor, query, workspace });
  return (async function* pages() {
    let after: string | null = null;
    for (;;) {
      const rows: SurveyRow[] = await select(after, EXPORT_PAGE);
      if (rows.length > 0) yield rows.map((row) => surveyOut(row, language));
      after = rows.at(-1)?.id ?? null;
      if (rows.length < EXPORT_PAGE) return;
    }
  })();
}

async function surveyReader(
  deps: Deps,
  { actor, query, workspace }: Omit<ListSurveys<Filter>, 'language'>,
): Promise<(after: string | null, limit: number) => Promise<SurveyRow[]>> {
  const { status, contact, conversation, answeredFrom, answeredTo } = query;
  if (
    answeredFrom !== undefined &&
    answeredTo !== undefined &&
    new Date(answeredFrom) >= new Date(answeredTo)
  )
    throw fieldProblem(
      'validation_failed',
      'answeredTo',
      'is not after answeredFrom',
      'an instant after answeredFrom',
    );
  const contactId =
    contact === undefined ? undefined : await resolveContact(deps, { actor, ref: contact, workspace });
  let select = reachableSurveys(deps.db, actor);
  if (status !== undefined) select = select.where('survey.status', '=', status);
  if (contactId !== undefined) select = select.where('survey.contact_id', '=', contactId);
  if (conversation !== undefined) select = select.where('survey.conversation_id', '=', conversation);
  if (answeredFrom !== undefined) select = select.where('survey.answered_at', '>=', new Date(answeredFrom));
  if (answeredTo !== undefined) select = select.where('survey.answered_at', '<', new Date(answeredTo));
  return (after, limit) => {
    const rest = after === null ? select : select.where('survey.id', '<', after);
    return rest.orderBy('survey.id', 'desc').limit(limit).execute();
  };
}

const reachableSurveys = (db: Kysely<Database>, actor: Actor) =>
  db
    .selectFrom('survey')
    .innerJoin('contact', (join) =>
      join
        .onRef('contact.workspace_id', '=', 'survey.workspace_id')
        .onRef('contact.id', '=', 'survey.contact_id'),
    )
    .where('survey.workspace_id', '=', actor.workspaceId)
    .where(reachableContacts(actor))
    .selectAll('survey');
