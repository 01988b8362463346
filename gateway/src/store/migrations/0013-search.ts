import { type Kysely, sql } from 'kysely';

/**
 * What finding among a million contacts takes. Frequent texts are met on a walk along a sort's index, so these
 * indexes carry what a walk compares: reading them in order costs a fraction of visiting each contact's row.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // An index entry has room for 2,700 bytes, and a letter may take four. Folding can make many letters of one.
  // The indexes over these columns go with them.
  `alter table contact
     drop column search,
     drop column sort_name,
     -- ' first last phone @ local-part-of-email', as the first migration had it.
     add column search text not null generated always as (
       left(' ' || translate(coalesce(fold(first_name), ''), '@-', '  ')
                || ' ' || translate(coalesce(fold(last_name), ''), '@-', '  '), 450)
       || ' ' || left(coalesce(ltrim(phone, '+'), ''), 30)
       || ' @ ' || left(coalesce(fold(split_part(email, '@', 1)), ''), 100)
     ) stored,
     add column sort_name text collate "C" not null generated always as (
       left(coalesce(
         nullif(trim(coalesce(fold(last_name), '') || ' ' || coalesce(fold(first_name), '')), ''),
         lower(email), phone, ''
       ), 450)
     ) stored`,
  `create index contact_search on contact using gin (
     search gin_trgm_ops, contact_facets(workspace_id, conversation_status, assignee_id, country), tag_keys, channels
   ) with (gin_pending_list_limit = 512)`,

  'drop index contact_recently_closed',
  // With the bare column beside the expression: only then does PostgreSQL leave the row alone.
  `create index contact_recently_closed on contact
     (workspace_id, conversation_status, coalesce(closed_at, '-infinity'::timestamptz) desc, id desc)
     include (search, assignee_id, country, closed_at)`,
  'drop index contact_last_activity',
  `create index contact_last_activity on contact
     (workspace_id, conversation_status, last_activity_at desc, id desc)
     include (search, assignee_id, country)`,
  'drop index contact_window_closing',
  `create index contact_window_closing on contact
     (workspace_id, conversation_status, coalesce(window_closes_at, '-infinity'::timestamptz), id)
     include (search, assignee_id, country, window_closes_at)`,
  // Two long names would not fit beside each other, so this one is walked row by row.
  'create index contact_name on contact (workspace_id, conversation_status, sort_name, id)',

  // A walk reads the index alone only where vacuum has been since the last change.
  `alter table contact set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05)`,

  // The planner tries a text on each value of its histogram, so that one stays short. Plans are chosen by a longer
  // one beside it, which the planner does not look at: see ContactStatistics.
  `create statistics contact_search_sample on (search || '') from contact`,
  'alter statistics contact_search_sample set statistics 1000',
  'analyze contact',
];
