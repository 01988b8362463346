import { type Kysely, sql } from 'kysely';

/** The sample of texts tells apart whose they are and under which status, so that totals can be told from it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  'drop statistics contact_search_sample',
  `create statistics contact_search_sample on
     (workspace_id::text || ' ' || coalesce(conversation_status, '') || search) from contact`,
  'alter statistics contact_search_sample set statistics 1000',
  'analyze contact',
];
