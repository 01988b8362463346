import { decide } from '@outbound-composer/core';
import type {
  ContactListItem,
  ContactSearchQuery,
  ContactSearchResult,
} from '@outbound-composer/core/contract';
import { z } from 'zod';
import { loadListRows } from '../store/contact-list.js';
import { segmentsOf } from '../store/contact-order.js';
import { cappedCount, countContacts, findContacts, STATUSES } from '../store/contact-search.js';
import type { ContactStatisticsReader } from '../store/contact-statistics.js';
import { loadReach, outboundRequest } from '../store/facts.js';
import { readCursor, writeCursor } from './cursor.js';
import type { Actor, Deps } from './deps.js';
import { fieldProblem } from './problem.js';
import { contactFilter } from './search/filter.js';
import type { Folder } from './search/fold.js';
import { listItems } from './search/list-items.js';
import { countConditions, searchWords, type Word } from './search/words.js';
import { workspaceRulesOf } from './workspace-rules.js';

export interface SearchContacts {
  readonly actor: Actor;
  readonly query: z.output<typeof ContactSearchQuery>;
  readonly folder: Folder;
  readonly statistics: ContactStatisticsReader;
  /** ISO 3166-1 alpha-2, completes phones without a country code. */
  readonly defaultCountry: string;
}

/** Each word is one more condition. */
const MAX_WORDS = 10;

const Cursor = z.object({
  /** When the first page was asked for. */
  at: z.int(),
  sort: z.string(),
  segment: z.int().nonnegative().max(1),
  key: z.string().max(2000),
  id: z.uuid(),
  total: z.object({ count: z.int(), capped: z.boolean() }),
});

/**
 * Finds contacts within the actor's reach.
 * @throws ProblemError `validation_failed` for a cursor of another search, too many words, or a machine's "mine"
 */
export async function searchContacts(deps: Deps, input: SearchContacts): Promise<ContactSearchResult> {
  const { db, clock } = deps;
  const { actor, query } = input;
  const words = await wordsOf(input);
  const statistics = await input.statistics.read();
  const cursor = query.cursor === undefined ? null : position(query.cursor, query.sort);
  const at = cursor?.at ?? clock();
  const statuses = query.status === 'any' ? STATUSES : [query.status];
  const filter = contactFilter(actor, query, words, statuses, statistics);

  const segments = segmentsOf(query.sort, at);
  const asked = { filter, segments, after: cursor, count: query.limit + 1 };
  const { found, total: counted, byStatus } = await findContacts(db, asked);
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  const more = found.length > query.limit && last !== undefined;
  const total = cursor?.total ?? counted;
  const items = await itemsOf(
    deps,
    input,
    words,
    page.map(({ id }) => id),
  );

  return {
    items,
    nextCursor: more
      ? writeCursor({ at, sort: query.sort, ...last, total } satisfies z.input<typeof Cursor>)
      : null,
    total,
    foundUnder: total.count === 0 ? await foundElsewhere() : [],
  };

  async function foundElsewhere(): Promise<ContactSearchResult['foundUnder']> {
    const others = STATUSES.filter((status) => !statuses.includes(status));
    const counts = await Promise.all(
      others.map(async (status) => ({
        status,
        ...(byStatus
          ? cappedCount(byStatus[status])
          : await countContacts(db, contactFilter(actor, query, words, [status], statistics))),
      })),
    );
    return counts.filter(({ count }) => count > 0);
  }
}

async function wordsOf({ query, folder, defaultCountry }: SearchContacts): Promise<Word[]> {
  const [folded] = await folder.fold([query.q]);
  const words = searchWords(folded?.text ?? '', defaultCountry);
  if (countConditions(words) > MAX_WORDS)
    throw fieldProblem('validation_failed', 'q', 'has too many words', `at most ${MAX_WORDS} words`);
  return words;
}

function position(text: string, sort: string): z.output<typeof Cursor> {
  const cursor = readCursor(text, Cursor);
  const fits = sort === 'name' || isInstant(cursor.key);
  if (cursor.sort === sort && fits) return cursor;
  throw fieldProblem(
    'validation_failed',
    'cursor',
    'belongs to another search',
    '`nextCursor` of a page of this one',
  );
}

/** As PostgreSQL writes a timestamptz; a day that the calendar has not would be an error there. */
function isInstant(text: string): boolean {
  const written =
    /^(\d{4}-\d\d-\d\d) (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?[+-]\d\d(?::\d\d)*$/.exec(text);
  if (written?.[1] === undefined) return text === '-infinity';
  const day = new Date(written[1]);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(written[1]);
}

/** The page's contacts as a list shows them, with the verdict of each channel for support by this actor. */
export async function itemsOf(
  deps: Deps,
  { actor, folder }: Pick<SearchContacts, 'actor' | 'folder'>,
  words: readonly Word[],
  ids: readonly string[],
): Promise<ContactListItem[]> {
  if (ids.length === 0) return [];
  const { db, clock, presetFor } = deps;
  const at = clock();
  const [rows, reach] = await Promise.all([
    loadListRows(db, actor.workspaceId, ids),
    loadReach(db, actor.workspaceId, ids, at),
  ]);
  const sender = actor.kind === 'agent' ? 'human' : 'automation';
  const preset = presetFor(actor.workspaceId);
  const verdicts = reach.map((one) => ({
    contactId: one.contactId,
    decision: decide(outboundRequest(one, { at, sender, purpose: 'support' }), preset),
  }));
  return listItems(rows, ids, verdicts, words, folder, workspaceRulesOf(deps));
}
