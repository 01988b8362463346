import { type Kysely, sql } from 'kysely';

/** Messages that leave later, and messages that were cancelled. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  'alter table message drop constraint message_status_check',
  `alter table message add constraint message_status_check check (status in
     ('scheduled','queued','sending','sent','delivered','read','failed','unknown','cancelled','received'))`,
  'alter table message add column scheduled_for timestamptz',
  'alter table message add column schedule jsonb',
  'alter table message add column cancelled jsonb',
  `create index message_scheduled on message (workspace_id, contact_id, scheduled_for)
     where status = 'scheduled'`,
];
