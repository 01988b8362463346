import { type Kysely, sql } from 'kysely';

/** Which messages reached somebody outside an open window, on channels that limit how many people they may reach. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  'alter table message add column business_initiated boolean not null default false',
  `create index message_recipients on message (workspace_id, channel, at) include (identity_id)
     where business_initiated and counts`,
];
