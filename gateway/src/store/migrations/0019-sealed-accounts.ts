import { type Kysely, sql } from 'kysely';

/** Accounts that were added to a running gateway: their settings, sealed by `secrets/keyring`, and their rate. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table channel_account
      -- Null: the configuration has them, or nobody.
      add column sealed_settings text,
      add column rate jsonb`.execute(db);
}
