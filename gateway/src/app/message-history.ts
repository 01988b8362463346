import type { Message, Survey } from '@outbound-composer/core/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { messageOut } from '../store/messages.js';
import { surveyOut, surveysBetween } from '../store/surveys.js';
import { reachableContacts } from './access.js';
import { readCursor, writeCursor } from './cursor.js';
import type { Actor, Deps } from './deps.js';
import { ProblemError } from './problem.js';
import type { Language } from './wire.js';

export interface ListContactMessages {
  readonly actor: Actor;
  readonly contactId: string;
  readonly cursor?: string | undefined;
  readonly limit: number;
  /** In which it is said why a survey was not sent. Default `en`. */
  readonly language?: Language;
}

export interface MessagePage {
  readonly items: Message[];
  readonly nextCursor: string | null;
  /** Surveys of the time of this page, the newest first. */
  readonly surveys: Survey[];
}

/**
 * The messages of a contact over all its channels, newest first, with the surveys of that time.
 *
 * @throws ProblemError `contact_not_found`, `validation_failed` for a cursor that is none of ours
 */
export async function listContactMessages(
  { db }: Deps,
  { actor, contactId, cursor, limit, language = 'en' }: ListContactMessages,
): Promise<MessagePage> {
  const contact = await db
    .selectFrom('contact')
    .where(reachableContacts(actor))
    .where('contact.id', '=', contactId)
    .select('contact.id')
    .executeTakeFirst();
  if (!contact) throw new ProblemError('contact_not_found', 'There is no contact with this id within reach.');

  const after = cursor === undefined ? null : readCursor(cursor, Position);
  const rows = await db
    .selectFrom('message')
    .where('workspace_id', '=', actor.workspaceId)
    .where('contact_id', '=', contactId)
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(at, id) < (${after!.at}::timestamptz, ${after!.id}::uuid)`),
    )
    .selectAll()
    // Text, because a Date would drop the microseconds and with them rows of the next page.
    .select(sql<string>`at::text`.as('exact_at'))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();

  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const more = rows.length > limit && last !== undefined;
  const surveys = await surveysBetween(db, actor.workspaceId, contactId, {
    from: more ? last.exact_at : null,
    to: after?.at ?? null,
  });
  return {
    surveys: surveys.map((row) => surveyOut(row, language)),
    items: page.map(messageOut),
    nextCursor: more ? writeCursor({ at: last.exact_at, id: last.id }) : null,
  };
}

const Position = z.object({
  at: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)?$/),
  id: z.uuid(),
});
