import { type Kysely, sql } from 'kysely';

/** Templates whose header is a file or a place. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table template add column header_format text').execute(db);
}
