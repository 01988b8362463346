import { type Expression, type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Position, Segment } from './contact-order.js';
import type { ConversationStatus, Database } from './database.js';

/** What contacts must be like, in both notations that the plans below need. */
export interface ContactFilter {
  readonly workspaceId: string;
  /** Within the actor's reach: from `app/access`. */
  readonly reachable: Expression<SqlBool>;
  readonly statuses: readonly ConversationStatus[];
  /** Conditions on `contact` that a row is tested against. */
  readonly conditions: readonly RawBuilder<boolean>[];
  /** The same filters as far as `contact_facets` has them: one of each list. */
  readonly facets: readonly (readonly string[])[];
  /** Facets that the text index is better not asked for: see `ContactStatistics`. */
  readonly common: ReadonlySet<string>;
  /** How many contacts probably fit. */
  readonly expected: number;
  /** More than `COUNT_CAP` fit, without counting them. */
  readonly surelyMore: boolean;
  /** What share that is of all under these statuses. */
  readonly share: number;
  /** The conditions ask for nothing but what the sorts' indexes carry: text, assignee, country. */
  readonly inIndex: boolean;
}

export const STATUSES: readonly ConversationStatus[] = ['open', 'snoozed', 'closed'];

export type Found = Position;

/** `capped`: there are more than `count`. */
export interface Total {
  readonly count: number;
  readonly capped: boolean;
}

export interface FoundContacts {
  readonly found: readonly Found[];
  /** How many there are in all from the position on. */
  readonly total: Total;
  /** The same under each status, where the text index brought those of the others along; null where it did not. */
  readonly byStatus: Readonly<Record<ConversationStatus, number>> | null;
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
  /** Where no more are expected, all are sorted, and the total is exact. */
  readonly exact: number;
  /** How many contacts of a sort are looked at when its index alone can tell whether they match. */
  readonly walk: number;
  /** How many when each contact's row has to be visited. */
  readonly visits: number;
  /** More matches than these are not sorted before a longer walk was tried. */
  readonly candidates: number;
  readonly longWalk: number;
}

const BOUNDS: Bounds = { exact: 2_000, walk: 20_000, visits: 6_000, candidates: 10_000, longWalk: 50_000 };
/** A total is counted no further than this. */
export const COUNT_CAP = 1000;
/** For a total, a walk looks at so many contacts, or visits so many rows, even if the page is full before. */
const COUNTING_WALK = 3_000;
const COUNTING_VISITS = 2_000;
/** What a visit to a row costs, when reading the next entry of an index costs 1. */
const VISIT = 4;

/**
 * The next contacts of a sort that fit a filter, and how many there are.
 *
 * The planner misjudges how rare a text is and then walks a whole table, so each step is bounded. What is frequent
 * is met early on a walk along the sort's own index; what is rare comes from the text index, all of it, and is
 * sorted. Statistics say which is cheaper. Where they err, or where frequent matches all lie far from the front,
 * the other way follows, then a longer walk, and only then is everything sorted.
 */
export async function findContacts(
  db: Kysely<Database>,
  ask: Ask,
  bounds: Bounds = BOUNDS,
): Promise<FoundContacts> {
  const { length, counted, cheaper } = planOf(ask, bounds);
  const early = cheaper ? await walk(db, ask, length, counted) : null;
  if (early) return early;
  const all = await sortMatches(db, ask, bounds.candidates);
  if (all) return all;
  const near = cheaper ? null : await walk(db, ask, length, counted);
  return near ?? (await walk(db, ask, bounds.longWalk, 0)) ?? (await sortMatches(db, ask, null))!;
}

/** How far to walk for what is wanted, thrice to be sure, and whether that costs less than sorting all there are. */
function planOf({ filter, segments, count }: Ask, bounds: Bounds) {
  const { share, expected } = filter;
  const inIndex = filter.inIndex && segments.every(({ covers }) => covers);
  const most = inIndex ? bounds.walk : bounds.visits;
  const least = filter.surelyMore ? count : inIndex ? COUNTING_WALK : COUNTING_VISITS;
  // What shares a text stands together by name, so that a short walk meets much of it or nothing.
  const few = segments.every(({ covers }) => covers) ? bounds.exact : bounds.candidates;
  const needed = count / share;
  return {
    length: Math.min(most, Math.max(least, Math.ceil(3 * needed))),
    counted: filter.surelyMore ? 0 : Math.min(COUNT_CAP, Math.floor(share * least)),
    cheaper: expected > few && needed <= most && needed * (inIndex ? 1 : VISIT) < expected * VISIT,
  };
}

/** How many contacts fit a filter. */
export async function countContacts(
  db: Kysely<Database>,
  filter: ContactFilter,
  cap: number = COUNT_CAP,
): Promise<Total> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count
    from (select 1 from contact where ${matches(filter, filter.statuses)} limit ${cap + 1}) as counted`.execute(
    db,
  );
  return cappedCount(rows[0]?.count ?? 0, cap);
}

export const cappedCount = (count: number, cap: number = COUNT_CAP): Total => ({
  count: Math.min(count, cap),
  capped: count > cap,
});

interface Row {
  id: string;
  key: string;
}

/**
 * Looks at so many contacts of each segment from the position on.
 * @param counted How many matches the total should know of; a full page is enough if there are fewer in reach.
 * @returns null when that brought neither as many as are wanted nor all there are
 */
async function walk(
  db: Kysely<Database>,
  { filter, segments, after, count }: Ask,
  length: number,
  counted: number,
): Promise<FoundContacts | null> {
  // Further pages know the total from the first.
  const wanted = after ? count : Math.max(count, counted + 1);
  const found: Found[] = [];
  let met = 0;
  let ended = true;
  for (let index = after?.segment ?? 0; index < segments.length; index++) {
    const segment = segments[index]!;
    const from = after?.segment === index ? after : null;
    const { rows } = await sql<Row & { met: number }>`
      with met as materialized (
        select contact.id, contact.sort_key
        from (${stretchOf(filter, segment, from, length)}) as contact
        where ${and([filter.reachable, ...filter.conditions])}
        order by ${sortKeyOrder(segment)}
        limit ${wanted - met}
      )
      select contact.id, contact.sort_key::text as key, (select count(*)::integer from met) as met
      from met as contact
      order by ${sortKeyOrder(segment)}
      limit ${Math.max(1, count - found.length)}`.execute(db);
    const metHere = rows[0]?.met ?? 0;
    found.push(...rows.map(({ id, key }) => ({ id, key, segment: index })));
    met += metHere;
    const everythingFits = filter.conditions.length === 0 && metHere < Math.min(length, wanted);
    if (everythingFits && met < wanted) continue;
    // After the last segment it is not worth a statement to ask: the text index answers for certain.
    const last = index === segments.length - 1;
    ended = met < count && !last && !(await goesOn(db, filter, segment, from, length));
    if (!ended) break;
  }
  if (!ended && met < count) return null;
  const total = ended
    ? cappedCount(met)
    : { count: filter.surelyMore ? COUNT_CAP : atLeast(met - 1), capped: true };
  return { found: found.slice(0, count), total, byStatus: null };
}

/** "More than 57" tells no more than "more than 50". */
function atLeast(count: number): number {
  const step = count >= 100 ? 100 : count >= 10 ? 10 : 1;
  return count - (count % step);
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
  const columns = filter.inIndex ? IN_INDEX : sql`contact.*`;
  const branches = filter.statuses.map(
    (status) => sql`
      (select ${columns}, ${key} as sort_key from contact
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

/** What the sorts' indexes carry. */
const IN_INDEX = sql`contact.workspace_id, contact.id, contact.search, contact.assignee_id, contact.country`;

const sortKeyOrder = ({ direction }: Segment): RawBuilder<unknown> =>
  sql`contact.sort_key ${direction}, contact.id ${direction}`;

/**
 * Everything that fits, sorted. Where the text index does not tell the statuses apart, the first page brings along
 * how many there are under each.
 * @returns null when that is more than `limit`
 */
async function sortMatches(
  db: Kysely<Database>,
  { filter, segments, after, count }: Ask,
  limit: number | null,
): Promise<FoundContacts | null> {
  const first = after?.segment ?? 0;
  const everyStatus = after === null && statusFacets(filter, filter.statuses).length === 0;
  const conditions = [
    matches(filter, everyStatus ? STATUSES : filter.statuses),
    // "is true" keeps the planner from walking the sort's index instead of asking the text index.
    ...(after ? [sql`(${sql.join(segments.slice(first).map(stillIn), sql` or `)}) is true`] : []),
  ];
  const pages = segments.slice(first).map(
    ({ key, direction, holds }, index) => sql`
      (select contact.id, (${key})::text as key, ${sql.lit(first + index)}::integer as segment
       from candidate as contact
       where contact.conversation_status = any(${filter.statuses}::text[]) and ${holds ?? sql`true`}
       order by ${key} ${direction}, contact.id ${direction}
       limit ${count})`,
  );
  const { rows } = await sql<Row & { segment: number | null } & Record<ConversationStatus, number>>`
    with candidate as materialized (
      select contact.id, contact.conversation_status, contact.closed_at, contact.last_activity_at,
             contact.sort_name, contact.window_closes_at
      from contact
      where ${and(conditions)}
      ${limit === null ? sql`` : sql`limit ${limit + 1}`}
    ), page as materialized (${sql.join(pages, sql` union all `)})
    select page.*, tally.*
    from (
      select count(*) filter (where conversation_status = 'open')::integer as open,
             count(*) filter (where conversation_status = 'snoozed')::integer as snoozed,
             count(*) filter (where conversation_status = 'closed')::integer as closed
      from candidate
    ) as tally
    left join (select page.*, row_number() over () as place from page) as page on page.place <= ${count}
    order by page.place`.execute(db);
  const { open = 0, snoozed = 0, closed = 0 } = rows[0] ?? {};
  if (limit !== null && open + snoozed + closed > limit) return null;
  const byStatus = { open, snoozed, closed };
  return {
    found: rows.flatMap(({ id, key, segment }) => (segment === null ? [] : [{ id, key, segment }])),
    total: cappedCount(filter.statuses.reduce((sum, status) => sum + byStatus[status], 0)),
    byStatus: everyStatus ? byStatus : null,
  };

  function stillIn(segment: Segment, index: number): RawBuilder<unknown> {
    return and([
      ...(segment.holds ? [segment.holds] : []),
      ...(index === 0 && after ? [segment.after(after)] : []),
    ]);
  }
}

/** The filter as `contact_search` can answer it, and the row's own conditions to be sure. */
function matches(filter: ContactFilter, statuses: readonly ConversationStatus[]): RawBuilder<unknown> {
  const isRare = (name: string) => !filter.common.has(name);
  const single = filter.facets.flatMap((names) => (names.length === 1 ? names : []));
  const facets = [
    ...[`w:${filter.workspaceId}`, ...single].filter(isRare),
    ...statusFacets(filter, statuses),
  ];
  const lists = filter.facets.filter((names) => names.length > 1 && names.every(isRare));
  return and([
    filter.reachable,
    // "is true" again: reading every contact of a status from another index costs more than testing the few.
    ...(statuses.length === STATUSES.length
      ? []
      : [sql`(contact.conversation_status = any(${statuses}::text[])) is true`]),
    // In one, because it is worked out again for every row that the text index brings.
    ...(facets.length > 0 ? [sql`${FACETS} @> ${facets}::text[]`] : []),
    ...lists.map((names) => sql`${FACETS} && ${names}::text[]`),
    ...filter.conditions,
  ]);
}

/** What the text index is asked about the status: nothing, unless it is a single and a rare one. */
function statusFacets({ common }: ContactFilter, statuses: readonly ConversationStatus[]): string[] {
  return statuses.length === 1 ? statuses.map((one) => `s:${one}`).filter((name) => !common.has(name)) : [];
}

/** As the migration's index has it. */
const FACETS = sql`contact_facets(contact.workspace_id, contact.conversation_status, contact.assignee_id, contact.country)`;

function and(conditions: readonly Expression<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` and `)})`;
}
