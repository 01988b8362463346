import { type Kysely, sql } from 'kysely';
import type { Database } from './database.js';

/** From this share of all contacts on, reading a facet's list from the index costs more than it leaves out. */
const COMMON_SHARE = 0.1;
/** Of a value that is not among the frequent ones. */
const RARE_SHARE = 0.001;
const KEPT_MS = 60_000;

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
  /** Some contacts, evenly over all of them. */
  readonly sample: readonly SampledContact[];
}

export interface SampledContact {
  readonly workspaceId: string;
  /** Empty: no conversation. */
  readonly status: string;
  /** Its `contact.search`. */
  readonly text: string;
}

/** Statistics, read again when a minute old; only the first search waits for them. */
export class ContactStatisticsReader {
  #known: ContactStatistics | null = null;
  #reading: Promise<ContactStatistics> | null = null;
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly db: Kysely<Database>,
    private readonly clock: () => number,
  ) {}

  /** @throws what the database throws, as long as nothing was read yet; later the last known stay in use */
  async read(): Promise<ContactStatistics> {
    if (this.#known !== null && this.clock() - this.#readAt < KEPT_MS) return this.#known;
    this.#reading ??= this.#refresh();
    if (this.#known === null) return this.#reading;
    this.#reading.catch(() => {});
    return this.#known;
  }

  async #refresh(): Promise<ContactStatistics> {
    try {
      this.#known = await readStatistics(this.db);
      return this.#known;
    } finally {
      this.#readAt = this.clock();
      this.#reading = null;
    }
  }
}

/** Lets searches be planned by what was just imported, instead of whenever autovacuum comes by. */
export async function analyzeContacts(db: Kysely<Database>): Promise<void> {
  await sql`analyze contact`.execute(db);
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
    sample: sample.map(readSampled),
    common: new Set(shares.filter(({ share }) => share >= COMMON_SHARE).map(({ name }) => name)),
    shareOf: (name) => known.get(name) ?? RARE_SHARE,
  };
}

/** As the migration's statistics have it: `<workspace> <status> <search>`, where `search` begins with the space. */
function readSampled(written: string): SampledContact {
  const [workspaceId = '', status = ''] = written.split(' ', 2);
  return { workspaceId, status, text: written.slice(workspaceId.length + 1 + status.length) };
}
