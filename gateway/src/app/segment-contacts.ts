import type { ContactListItem } from '@outbound-composer/core/contract';
import { z } from 'zod';
import { reachableContacts } from './access.js';
import { matchesConditions } from './contact-conditions.js';
import { readCursor, writeCursor } from './cursor.js';
import type { Actor, Deps } from './deps.js';
import { ProblemError } from './problem.js';
import type { Folder } from './search/fold.js';
import { itemsOf } from './search-contacts.js';
import { workspaceRulesOf } from './workspace-rules.js';

export interface SegmentContacts {
  readonly actor: Actor;
  readonly key: string;
  readonly cursor: string | undefined;
  readonly limit: number;
  readonly folder: Folder;
}

const Cursor = z.object({ segment: z.string(), after: z.uuid() });

/**
 * A page of the contacts of a segment that the actor may reach.
 * @throws ProblemError `segment_not_found`, `validation_failed` for a cursor that is none
 */
export async function segmentContacts(
  deps: Deps,
  { actor, key, cursor, limit, folder }: SegmentContacts,
): Promise<{ items: ContactListItem[]; nextCursor: string | null }> {
  const { segments } = workspaceRulesOf(deps);
  const segment = segments.find((one) => one.key === key);
  if (!segment) {
    const known = segments.map((one) => one.key).join(', ');
    throw new ProblemError(
      'segment_not_found',
      `There is no segment with this key; there are: ${known || 'none'}.`,
    );
  }
  const position =
    cursor === undefined ? null : readCursor(cursor, Cursor.extend({ segment: z.literal(key) }));
  const rows = await deps.db
    .selectFrom('contact')
    .where(reachableContacts(actor))
    .where(matchesConditions(segment))
    .$if(position !== null, (query) => query.where('contact.id', '>', position!.after))
    .select('contact.id')
    .orderBy('contact.id')
    .limit(limit + 1)
    .execute();
  const ids = rows.slice(0, limit).map(({ id }) => id);
  const last = ids.at(-1);
  return {
    items: await itemsOf(deps, { actor, folder }, [], ids),
    nextCursor: rows.length > limit && last !== undefined ? writeCursor({ segment: key, after: last }) : null,
  };
}
