import { type Kysely, sql } from 'kysely';

/** Files for messages to be sent. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table attachment (
     workspace_id uuid not null references workspace,
     id uuid not null,
     uploaded_by text not null,
     name text not null,
     type text not null,
     -- Null until all of it has come in.
     bytes bigint,
     created_at timestamptz not null,
     -- Null until a message carries it.
     used_at timestamptz,
     primary key (workspace_id, id)
   )`,
  // For the round that removes what nobody has sent.
  'create index attachment_unused on attachment (created_at) where used_at is null',

  // In pieces, so that neither an upload nor a download is in memory as a whole.
  `create table attachment_piece (
     workspace_id uuid not null,
     attachment_id uuid not null,
     number integer not null,
     content bytea not null,
     primary key (workspace_id, attachment_id, number),
     foreign key (workspace_id, attachment_id) references attachment on delete cascade
   )`,
  // Most files are compressed already.
  'alter table attachment_piece alter column content set storage external',

  'alter table message add column attachment_id uuid',
  `create index message_attachment on message (workspace_id, attachment_id)
     where attachment_id is not null`,
];
