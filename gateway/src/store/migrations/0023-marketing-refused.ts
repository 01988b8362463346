import { type Kysely, sql } from 'kysely';

/** When a provider last refused marketing to an address because its person had enough of it (WhatsApp). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table identity add column marketing_refused_at timestamptz').execute(db);
}
