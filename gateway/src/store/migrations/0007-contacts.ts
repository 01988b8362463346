import { type Kysely, sql } from 'kysely';

/** Names that a contact has besides the one on its own row, and where contacts went that were merged. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // Further ids in systems outside; the first one stands on the contact's row.
  `create table contact_external_id (
     workspace_id uuid not null,
     source text not null,
     external_id text not null,
     contact_id uuid not null,
     primary key (workspace_id, source, external_id),
     foreign key (workspace_id, contact_id) references contact on delete cascade
   )`,
  'create index contact_external_id_contact on contact_external_id (workspace_id, contact_id)',

  `create table merged_contact (
     workspace_id uuid not null,
     id uuid not null,
     into_id uuid not null,
     at timestamptz not null,
     primary key (workspace_id, id),
     foreign key (workspace_id, into_id) references contact on delete cascade
   )`,
  'create index merged_contact_into on merged_contact (workspace_id, into_id)',
];
