import { type Kysely, sql } from 'kysely';

/** What providers tell of messages and addresses besides the messages themselves. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // Another address of the same person at the same account, e.g. WhatsApp's user id beside the phone number.
  'alter table identity add column alias text',
  `create unique index identity_alias on identity (workspace_id, channel_account_id, alias)
     where alias is not null`,
  // Messages are free until then because of an advertisement (WhatsApp).
  'alter table identity add column free_entry_point_until timestamptz',

  // What the provider said that a message costs.
  'alter table message add column price jsonb',
];
