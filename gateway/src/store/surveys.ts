import type { Survey } from '@outbound-composer/core/contract';
import { type Insertable, type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Database, SurveyReason } from './database.js';
import { isoOrNull } from './instants.js';

export type SurveyRow = Selectable<Database['survey']>;
export type NewSurvey = Omit<Insertable<Database['survey']>, 'reason'> & {
  readonly reason?: SurveyReason | null;
};

/** What becomes of a survey; an answer is written by `recordAnswer` alone. */
export type SurveyChange = Partial<
  Pick<
    SurveyRow,
    | 'status'
    | 'reason'
    | 'question'
    | 'language'
    | 'channel'
    | 'message_id'
    | 'token_hash'
    | 'due_at'
    | 'asked_at'
    | 'expires_at'
  >
>;

/** A survey as the API shows it. */
export function surveyOut(row: Omit<SurveyRow, 'token_hash'>, language: 'en' | 'de'): Survey {
  const { reason } = row;
  return {
    id: row.id,
    contactId: row.contact_id,
    conversationId: row.conversation_id,
    origin: row.origin,
    status: row.status,
    reason: reason && { code: reason.code, message: reason[language] ?? reason.en },
    agent: row.agent_id === null ? null : { id: row.agent_id, name: row.agent_name ?? '' },
    question: row.question,
    scale: row.scale,
    channel: row.channel,
    messageId: row.message_id,
    score: row.score,
    comment: row.comment,
    answeredIn: row.answered_in,
    createdAt: row.created_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    askedAt: isoOrNull(row.asked_at),
    expiresAt: isoOrNull(row.expires_at),
    answeredAt: isoOrNull(row.answered_at),
  };
}

export const insertSurvey = (tx: Kysely<Database>, { reason = null, ...row }: NewSurvey) =>
  tx
    .insertInto('survey')
    .values({ ...row, reason: reason && JSON.stringify(reason) })
    .returningAll()
    .executeTakeFirstOrThrow();

export const findSurvey = (db: Kysely<Database>, workspaceId: string, id: string) =>
  db
    .selectFrom('survey')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .selectAll()
    .executeTakeFirst();

/** After the identities and the conversation of its contact: in this order everybody locks them. */
export const lockSurvey = (tx: Transaction<Database>, workspaceId: string, id: string) =>
  tx
    .selectFrom('survey')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .selectAll()
    .forUpdate()
    .executeTakeFirst();

export const updateSurvey = (
  tx: Kysely<Database>,
  { workspace_id, id }: Pick<SurveyRow, 'workspace_id' | 'id'>,
  { reason, ...plain }: SurveyChange,
) =>
  tx
    .updateTable('survey')
    .set({
      ...plain,
      ...(reason !== undefined && { reason: reason && JSON.stringify(reason) }),
    })
    .where('workspace_id', '=', workspace_id)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();

/**
 * When a contact was asked last, by any survey that has reached them or may have.
 * @param except A survey that is not to count against itself.
 */
export async function lastAsked(
  tx: Kysely<Database>,
  workspaceId: string,
  contactId: string,
  except: string,
): Promise<Date | null> {
  const row = await tx
    .selectFrom('survey')
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', '=', contactId)
    .where('id', '!=', except)
    .where('asked_at', 'is not', null)
    .where('status', 'in', ['sending', 'sent', 'unknown', 'answered', 'expired'])
    .select((eb) => eb.fn.max('asked_at').as('at'))
    .executeTakeFirst();
  return row?.at ?? null;
}

export interface Answer {
  readonly score: number;
  readonly comment: string | null;
  readonly in: 'chat' | 'page';
  readonly at: Date;
}

/** Writes the answer down if there is none yet and its time is not over; of two at once, one. */
export async function recordAnswer(
  tx: Kysely<Database>,
  { workspace_id, id }: Pick<SurveyRow, 'workspace_id' | 'id'>,
  { score, comment, in: answered_in, at }: Answer,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('survey')
    .set({ status: 'answered', reason: null, score, comment, answered_in, answered_at: at })
    .where('workspace_id', '=', workspace_id)
    .where('id', '=', id)
    .where('answered_at', 'is', null)
    .where('asked_at', 'is not', null)
    .where('expires_at', '>', at)
    .where('scale', '>=', score)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Ends the surveys whose time for an answer is over, and returns how many. */
export async function expireSurveys(db: Kysely<Database>, workspaceId: string, now: Date): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('survey')
    .set({ status: 'expired' })
    .where('workspace_id', '=', workspaceId)
    .where('status', 'in', ['sent', 'unknown'])
    .where('expires_at', '<=', now)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** Of a contact, by when each was asked or is due, within a stretch of time; null: without that end. */
export const surveysBetween = (
  db: Kysely<Database>,
  workspaceId: string,
  contactId: string,
  { from, to }: { readonly from: string | null; readonly to: string | null },
) =>
  db
    .selectFrom('survey')
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', '=', contactId)
    .$if(from !== null, (query) =>
      query.where(sql<boolean>`coalesce(asked_at, due_at) >= ${from}::timestamptz`),
    )
    .$if(to !== null, (query) => query.where(sql<boolean>`coalesce(asked_at, due_at) < ${to}::timestamptz`))
    .selectAll()
    .orderBy(sql`coalesce(asked_at, due_at)`, 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
