import { type Kysely, sql } from 'kysely';
import type { Database } from './database.js';

/** From this share of all contacts on, reading a facet's list from the index costs more than it leaves out. */
const COMMON_SHARE = 0.1;
/** Of a value that is not among the frequent ones. */
const RARE_SHARE = 0.001;
const KEPT_MS = 10 * 60_000;

/**
 * What PostgreSQL's own statistics say about all contacts. Plans are chosen by it, so a wrong guess costs time and
 * nothing else: every row is tested anyway.
 */
export interface ContactStatistics {
  /** How many contacts there are; 0 before the first ANALYZE. */
  readonly contacts: number;
  /**
   * Facets that so many contacts have that the text index is better not asked for them: closed conversations, the
   * one workspace of an installation, its home country.
   */
  readonly common: ReadonlySet<string>;
  /** Share of contacts that have a facet (`s:closed`), a tag (`tag:vip`) or a channel (`channel:sms`). */
  shareOf(name: string): number;
  /** `contact.search` of some contacts, evenly over all of them. */
  readonly sample: readonly string[];
}

/** Statistics, read again every ten minutes. */
export class ContactStatisticsReader {
  #read: ContactStatistics = statisticsOf(0, [], []);
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly db: Kysely<Database>,
    private readonly clock: () => number,
  ) {}

  async read(): Promise<ContactStatistics> {
    if (this.clock() - this.#readAt < KEPT_MS) return this.#read;
    this.#read = await readStatistics(this.db);
    this.#readAt = this.clock();
    return this.#read;
  }
}

async function readStatistics(db: Kysely<Database>): Promise<ContactStatistics> {
  const [shares, rest] = await Promise.all([
    sql<{ name: string; share: number }>`
      select (case attname when 'workspace_id' then 'w:' when 'conversation_status' then 's:'
                           when 'country' then 'c:' else 'a:' end) || value as name, share
      from pg_stats, unnest(most_common_vals::text::text[], most_common_freqs) as common(value, share)
      where schemaname = current_schema() and tablename = 'contact'
        and attname in ('workspace_id', 'conversation_status', 'country', 'assignee_id')
      union all
      select case attname when 'country' then 'c:' else 'a:' end, null_frac
      from pg_stats
      where schemaname = current_schema() and tablename = 'contact' and attname in ('country', 'assignee_id')
      union all
      -- The array of frequencies ends with three figures about the arrays themselves, which have no element here.
      select case attname when 'tag_keys' then 'tag:' else 'channel:' end || value, share
      from pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) as common(value, share)
      where schemaname = current_schema() and tablename = 'contact' and attname in ('tag_keys', 'channels')
        and value is not null`.execute(db),
    sql<{ contacts: number; sample: string[] | null }>`
      select greatest(reltuples, 0)::float8 as contacts,
             (select histogram_bounds::text::text[] from pg_stats_ext_exprs
              where schemaname = current_schema() and statistics_name = 'contact_search_sample') as sample
      from pg_class where oid = 'contact'::regclass`.execute(db),
  ]);
  return statisticsOf(rest.rows[0]?.contacts ?? 0, shares.rows, rest.rows[0]?.sample ?? []);
}

function statisticsOf(
  contacts: number,
  shares: readonly { name: string; share: number }[],
  sample: readonly string[],
): ContactStatistics {
  const known = new Map(shares.map(({ name, share }) => [name, share]));
  return {
    contacts,
    sample,
    common: new Set(shares.filter(({ share }) => share >= COMMON_SHARE).map(({ name }) => name)),
    shareOf: (name) => known.get(name) ?? RARE_SHARE,
  };
}
