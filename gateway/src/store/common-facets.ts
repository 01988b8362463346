import { type Kysely, sql } from 'kysely';
import type { Database } from './database.js';

/** From this share of all contacts on, reading a facet's list from the index costs more than it leaves out. */
const COMMON_SHARE = 0.1;
const KEPT_MS = 10 * 60_000;

/**
 * The facets that so many contacts have that the text index is better not asked for them: closed conversations,
 * the one workspace of an installation, its home country. As PostgreSQL's own statistics see it, so a guess; a
 * wrong one costs time and nothing else, because every row is tested anyway.
 */
export class CommonFacets {
  #names: ReadonlySet<string> = new Set();
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly db: Kysely<Database>,
    private readonly clock: () => number,
  ) {}

  async names(): Promise<ReadonlySet<string>> {
    if (this.clock() - this.#readAt < KEPT_MS) return this.#names;
    const { rows } = await sql<{ name: string }>`
      select (case attname when 'workspace_id' then 'w:' when 'conversation_status' then 's:'
                           when 'country' then 'c:' else 'a:' end) || value as name
      from pg_stats, unnest(most_common_vals::text::text[], most_common_freqs) as common(value, share)
      where schemaname = current_schema() and tablename = 'contact' and share >= ${COMMON_SHARE}
        and attname in ('workspace_id', 'conversation_status', 'country', 'assignee_id')
      union all
      select case attname when 'country' then 'c:' else 'a:' end
      from pg_stats
      where schemaname = current_schema() and tablename = 'contact' and null_frac >= ${COMMON_SHARE}
        and attname in ('country', 'assignee_id')`.execute(this.db);
    this.#names = new Set(rows.map(({ name }) => name));
    this.#readAt = this.clock();
    return this.#names;
  }
}
