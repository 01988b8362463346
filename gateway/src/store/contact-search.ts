import { type Expression, type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Position, type Segment, segmentsOf } from './contact-order.js';
import type { ConversationStatus, Database } from './database.js';

/** What contacts must be like, in both notations that the plans below need. */
export interface ContactFilter {
  readonly workspaceId: string;
  /** Within the actor's reach: from `app/access`. */
  readonly reachable: Expression<SqlBool>;
  readonly statuses: readonly ConversationStatus[];
  /** Conditions on `contact` that a row is tested against. */
  readonly conditions: readonly RawBuilder<boolean>[];
  /** The same filters as far as `contact_facets` has them: all of these, and one of each further list. */
  readonly facets: readonly string[];
  readonly anyFacet: readonly (readonly string[])[];
  /** Facets that the text index is better not asked for: see `CommonFacets`. */
  readonly common: ReadonlySet<string>;
}

export type Found = Position;

export interface FoundContacts {
  readonly found: readonly Found[];
  /** How many there are in all from the position on; null: not known without counting. */
  readonly total: number | null;
  /** A glance met a whole page. */
  readonly frequent: boolean;
}

interface Ask {
  readonly filter: ContactFilter;
  readonly segments: readonly Segment[];
  readonly after: Position | null;
  /** How many are wanted. */
  readonly count: number;
}

/** How far each step of a search goes. */
export interface Bounds {
  /** How many contacts of a sort are looked at before it is known whether matches are frequent. */
  readonly glance: number;
  /** How many are looked at when they seem to be. */
  readonly walk: number;
  /** More matches than these are not sorted before a longer walk was tried. */
  readonly candidates: number;
  readonly longWalk: number;
}

const BOUNDS: Bounds = { glance: 500, walk: 5_000, candidates: 10_000, longWalk: 50_000 };
/** A glance that met a page promises 1,001 within these. */
const COUNTING_WALK = 20_000;
/** With this share of what is wanted met at a glance, a walk costs less than the text index. */
const PROMISING = 0.1;

/**
 * The next contacts of a sort that fit a filter.
 *
 * The planner misjudges how rare a text is and then walks a whole table, so each step is bounded: frequent
 * matches are met early on a walk along the sort's own index; what is not met there is rare, and the text
 * index brings all of it. Matches that are frequent but all far from the front get a longer walk, and only
 * then is everything sorted.
 */
export async function findContacts(
  db: Kysely<Database>,
  ask: Ask,
  bounds: Bounds = BOUNDS,
): Promise<FoundContacts> {
  const glance = await walk(db, ask, bounds.glance);
  if (glance.complete) return { ...known(glance), frequent: !glance.ended };
  if (glance.found.length >= ask.count * PROMISING) {
    const near = await walk(db, ask, bounds.walk);
    if (near.complete) return known(near);
  }
  const all = await sortMatches(db, ask, bounds.candidates);
  if (all !== null) return all;
  const far = await walk(db, ask, bounds.longWalk);
  if (far.complete) return known(far);
  return (await sortMatches(db, ask, null)) ?? { found: [], total: 0, frequent: false };
}

/**
 * How many contacts fit a filter; `capped` when there are more than `cap`.
 * @param frequent A glance met many. Then a walk comes to the cap sooner than the text index has brought them all.
 */
export async function countContacts(
  db: Kysely<Database>,
  filter: ContactFilter,
  cap: number,
  frequent = false,
): Promise<{ count: number; capped: boolean }> {
  const [byActivity] = segmentsOf('last_activity', 0);
  const walked =
    frequent && byActivity
      ? await countOf(
          db,
          sql`(${stretchOf(filter, byActivity, null, COUNTING_WALK)}) as contact`,
          and([filter.reachable, ...filter.conditions]),
          cap,
        )
      : 0;
  const count = walked > cap ? walked : await countOf(db, sql`contact`, matches(filter), cap);
  return cappedCount(count, cap);
}

/** Goes no further than one beyond the cap. */
async function countOf(
  db: Kysely<Database>,
  from: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
  cap: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count
    from (select 1 from ${from} where ${where} limit ${cap + 1}) as counted`.execute(db);
  return rows[0]?.count ?? 0;
}

export const cappedCount = (count: number, cap: number) => ({
  count: Math.min(count, cap),
  capped: count > cap,
});

interface Row {
  id: string;
  key: string;
}

interface Walked {
  readonly found: readonly Found[];
  /** It found enough, or came to the end of the sort. */
  readonly complete: boolean;
  readonly ended: boolean;
}

const known = ({ found, ended }: Walked): FoundContacts => ({
  found,
  total: ended ? found.length : null,
  frequent: false,
});

/** Looks at so many contacts of each segment from the position on. */
async function walk(
  db: Kysely<Database>,
  { filter, segments, after, count }: Ask,
  length: number,
): Promise<Walked> {
  const found: Found[] = [];
  for (let index = after?.segment ?? 0; index < segments.length; index++) {
    const segment = segments[index]!;
    const from = after?.segment === index ? after : null;
    const stretch = stretchOf(filter, segment, from, length);
    const { rows } = await sql<Row>`
      select contact.id, contact.sort_key::text as key
      from (${stretch}) as contact
      where ${and([filter.reachable, ...filter.conditions])}
      order by ${sortKeyOrder(segment)}
      limit ${count - found.length}`.execute(db);
    found.push(...rows.map((row) => ({ ...row, segment: index })));
    if (found.length >= count) return { found, complete: true, ended: false };
    // Where everything fits, fewer than were looked for is all there is. Otherwise it has to be asked; after the
    // last segment that is not worth a statement, since the text index answers for certain.
    const everythingFits = filter.conditions.length === 0 && rows.length < length;
    const last = index === segments.length - 1;
    if (!everythingFits && (last || (await goesOn(db, filter, segment, from, length))))
      return { found, complete: false, ended: false };
  }
  return { found, complete: true, ended: true };
}

/** Whether a segment has more contacts than were looked at. */
async function goesOn(
  db: Kysely<Database>,
  filter: ContactFilter,
  segment: Segment,
  from: Position | null,
  length: number,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from (${stretchOf(filter, segment, from, length + 1)}) as contact offset ${length} limit 1`.execute(
    db,
  );
  return rows.length > 0;
}

/**
 * The first contacts of a segment, read along its index: one branch a status, each in order, merged as they are
 * read. The key has a name so that the planner sees that what comes out is sorted.
 */
function stretchOf(
  filter: ContactFilter,
  segment: Segment,
  from: Position | null,
  length: number,
): RawBuilder<unknown> {
  const { key, direction, holds } = segment;
  const branches = filter.statuses.map(
    (status) => sql`
      (select contact.*, ${key} as sort_key from contact
       where ${and([
         sql`contact.workspace_id = ${filter.workspaceId}::uuid`,
         sql`contact.conversation_status = ${status}`,
         ...(holds ? [holds] : []),
         ...(from ? [segment.after(from)] : []),
       ])}
       order by ${key} ${direction}, contact.id ${direction}
       limit ${length})`,
  );
  if (branches.length === 1) return branches[0]!;
  return sql`
    select contact.* from (${sql.join(branches, sql` union all `)}) as contact
    order by ${sortKeyOrder(segment)}
    limit ${length}`;
}

const sortKeyOrder = ({ direction }: Segment): RawBuilder<unknown> =>
  sql`contact.sort_key ${direction}, contact.id ${direction}`;

/** Everything that fits, sorted; null when that is more than `limit`. */
async function sortMatches(
  db: Kysely<Database>,
  { filter, segments, after, count }: Ask,
  limit: number | null,
): Promise<FoundContacts | null> {
  const first = after?.segment ?? 0;
  // "is true" keeps the planner from walking the sort's index instead of asking the text index.
  const still = segments.slice(first).map((segment, index) => {
    const position = index === 0 && after ? segment.after(after) : null;
    return and([...(segment.holds ? [segment.holds] : []), ...(position ? [position] : [])]);
  });
  const pages = segments.slice(first).map(
    ({ key, direction, holds }, index) => sql`
      (select contact.id, (${key})::text as key, ${sql.lit(first + index)}::integer as segment,
              row_number() over (order by ${key} ${direction}, contact.id ${direction}) as place
       from candidate as contact
       where ${holds ?? sql`true`}
       order by place limit ${count})`,
  );
  const { rows } = await sql<Row & { segment: number; place: string; candidates: number }>`
    with candidate as materialized (
      select contact.id, contact.closed_at, contact.last_activity_at, contact.sort_name, contact.window_closes_at
      from contact
      where ${matches(filter)} and (${sql.join(still, sql` or `)}) is true
      ${limit === null ? sql`` : sql`limit ${limit + 1}`}
    )
    select *, (select count(*)::integer from candidate) as candidates
    from (${sql.join(pages, sql` union all `)}) as page
    order by segment, place
    limit ${count}`.execute(db);
  const total = rows[0]?.candidates ?? 0;
  if (limit !== null && total > limit) return null;
  return { found: rows.map(({ id, key, segment }) => ({ id, key, segment })), total, frequent: false };
}

/** The filter as `contact_search` can answer it, and the row's own conditions to be sure. */
function matches(filter: ContactFilter): RawBuilder<unknown> {
  const status = filter.statuses.length === 1 ? [`s:${filter.statuses[0]}`] : [];
  const facets = [`w:${filter.workspaceId}`, ...status, ...filter.facets].filter(isRare);
  const lists = filter.anyFacet.filter((names) => names.every(isRare));
  return and([
    filter.reachable,
    // "is true" again: reading every contact of a status from another index costs more than testing the few.
    sql`(contact.conversation_status = any(${filter.statuses}::text[])) is true`,
    // In one, because it is worked out again for every row that the text index brings.
    ...(facets.length > 0 ? [sql`${FACETS} @> ${facets}::text[]`] : []),
    ...lists.map((names) => sql`${FACETS} && ${names}::text[]`),
    ...filter.conditions,
  ]);

  function isRare(name: string): boolean {
    return !filter.common.has(name);
  }
}

/** As the migration's index has it. */
const FACETS = sql`contact_facets(contact.workspace_id, contact.conversation_status, contact.assignee_id, contact.country)`;

function and(conditions: readonly Expression<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` and `)})`;
}
