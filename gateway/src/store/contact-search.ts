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
  /** The same filters, and the status, as far as `contact_facets` has them. */
  readonly facets: readonly RawBuilder<boolean>[];
}

export type Found = Position;

interface Ask {
  readonly filter: ContactFilter;
  readonly segments: readonly Segment[];
  readonly after: Position | null;
  /** How many are wanted. */
  readonly count: number;
}

/** How far each step of a search goes. */
export interface Bounds {
  /** How many contacts of a sort are looked at before the text index is asked. */
  readonly shortWalk: number;
  /** More matches than these are not sorted before a longer walk was tried. */
  readonly candidates: number;
  readonly longWalk: number;
}

const BOUNDS: Bounds = { shortWalk: 5_000, candidates: 10_000, longWalk: 50_000 };

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
): Promise<Found[]> {
  const near = await walk(db, ask, bounds.shortWalk);
  if (near.complete) return near.found;
  const all = await sortMatches(db, ask, bounds.candidates);
  if (all !== null) return all;
  const far = await walk(db, ask, bounds.longWalk);
  if (far.complete) return far.found;
  return (await sortMatches(db, ask, null)) ?? [];
}

/** How many contacts fit a filter; `capped` when there are more than `cap`. */
export async function countContacts(
  db: Kysely<Database>,
  filter: ContactFilter,
  cap: number,
): Promise<{ count: number; capped: boolean }> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count
    from (select 1 from contact where ${matches(filter)} limit ${cap + 1}) as counted`.execute(db);
  const count = rows[0]?.count ?? 0;
  return { count: Math.min(count, cap), capped: count > cap };
}

interface Row {
  id: string;
  key: string;
}

/** Walks from the position on; complete when it found enough, or came to the end of the sort. */
async function walk(
  db: Kysely<Database>,
  { filter, segments, after, count }: Ask,
  length: number,
): Promise<{ found: Found[]; complete: boolean }> {
  const found: Found[] = [];
  for (let index = after?.segment ?? 0; index < segments.length; index++) {
    const segment = segments[index]!;
    const from = after?.segment === index ? after : null;
    const stretch = stretchOf(filter, segment, from);
    const { rows } = await sql<Row>`
      select contact.id, (${segment.key})::text as key
      from (${stretch} limit ${length}) as contact
      where ${and([filter.reachable, ...filter.conditions])}
      order by ${segment.order}
      limit ${count - found.length}`.execute(db);
    found.push(...rows.map((row) => ({ ...row, segment: index })));
    if (found.length >= count) return { found, complete: true };
    const { rows: beyond } = await sql`
      select 1 from (${stretch} offset ${length} limit 1) as contact`.execute(db);
    if (beyond.length > 0) return { found, complete: false };
  }
  return { found, complete: true };
}

/** Contacts of the wanted statuses along a segment's index, one branch a status, merged as they are read. */
function stretchOf(filter: ContactFilter, segment: Segment, from: Position | null): RawBuilder<unknown> {
  const branches = filter.statuses.map(
    (status) => sql`
      (select contact.* from contact
       where ${and([
         sql`contact.workspace_id = ${filter.workspaceId}::uuid`,
         sql`contact.conversation_status = ${status}`,
         ...(segment.holds ? [segment.holds] : []),
         ...(from ? [segment.after(from)] : []),
       ])})`,
  );
  return sql`select contact.* from (${sql.join(branches, sql` union all `)}) as contact order by ${segment.order}`;
}

/** Everything that fits, sorted; null when that is more than `limit`. */
async function sortMatches(
  db: Kysely<Database>,
  { filter, segments, after, count }: Ask,
  limit: number | null,
): Promise<Found[] | null> {
  const first = after?.segment ?? 0;
  // "is true" keeps the planner from walking the sort's index instead of asking the text index.
  const still = segments.slice(first).map((segment, index) => {
    const position = index === 0 && after ? segment.after(after) : null;
    return and([...(segment.holds ? [segment.holds] : []), ...(position ? [position] : [])]);
  });
  const pages = segments.slice(first).map(
    (segment, index) => sql`
      (select contact.id, (${segment.key})::text as key, ${sql.lit(first + index)}::integer as segment,
              row_number() over (order by ${segment.order}) as place
       from candidate as contact
       where ${segment.holds ?? sql`true`}
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
  if (limit !== null && (rows[0]?.candidates ?? 0) > limit) return null;
  return rows.map(({ id, key, segment }) => ({ id, key, segment }));
}

/** The filter as `contact_search` can answer it, and the row's own conditions to be sure. */
function matches(filter: ContactFilter): RawBuilder<unknown> {
  const facet = (name: string) => sql`array[${name}]`;
  return and([
    filter.reachable,
    sql`${FACETS} @> ${facet(`w:${filter.workspaceId}`)}`,
    sql`contact.conversation_status = any(${filter.statuses}::text[])`,
    ...(filter.statuses.length === 1 ? [sql`${FACETS} @> ${facet(`s:${filter.statuses[0]}`)}`] : []),
    ...filter.facets,
    ...filter.conditions,
  ]);
}

/** As the migration's index has it. */
export const FACETS = sql`contact_facets(contact.workspace_id, contact.conversation_status, contact.assignee_id, contact.country)`;

function and(conditions: readonly Expression<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` and `)})`;
}
