import { type Kysely, sql } from 'kysely';

/** Agents have teams, and the audit trail is read by time. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  'alter table agent add column team text',
  'alter table agent drop constraint agent_role_check',
  `alter table agent add constraint agent_role_check
     check (role in ('owner','manager','agent','agent_team','agent_own'))`,
  'create index agent_team on agent (workspace_id, team)',
  'create index audit_at on audit (workspace_id, at desc, id desc)',
];
