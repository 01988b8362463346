import type { Audit } from '@outbound-composer/core/contract';
import { type Kysely, sql } from 'kysely';
import type { Database } from './database.js';

export interface AuditFilter {
  readonly workspaceId: string;
  readonly from: Date | null;
  readonly to: Date | null;
  readonly contactId: string | null;
  readonly action: string | null;
  readonly actorId: string | null;
}

/** The last entry of the page before. */
export interface AuditPosition {
  readonly at: Date;
  readonly id: string;
}

/** Entries after a position, newest first, with the names of who acted as they are called now. */
export async function selectAudit(
  db: Kysely<Database>,
  { workspaceId, from, to, contactId, action, actorId }: AuditFilter,
  after: AuditPosition | null,
  limit: number,
): Promise<Audit[]> {
  let query = db
    .selectFrom('audit')
    .leftJoin('agent', (join) =>
      join.onRef('agent.workspace_id', '=', 'audit.workspace_id').onRef('agent.id', '=', 'audit.actor_id'),
    )
    .leftJoin('api_key', (join) =>
      join
        .onRef('api_key.workspace_id', '=', 'audit.workspace_id')
        .onRef('api_key.id', '=', 'audit.actor_id'),
    )
    .where('audit.workspace_id', '=', workspaceId)
    .selectAll('audit')
    .select((eb) => eb.fn.coalesce('agent.name', 'api_key.name').as('actor_name'))
    .orderBy('audit.at', 'desc')
    .orderBy('audit.id', 'desc')
    .limit(limit);
  if (from) query = query.where('audit.at', '>=', from);
  if (to) query = query.where('audit.at', '<', to);
  if (contactId)
    query = query.where((eb) =>
      eb.or([
        eb('audit.contact_id', '=', contactId),
        // What was done to those that were merged into it is its history too.
        eb(
          'audit.contact_id',
          'in',
          eb
            .selectFrom('merged_contact')
            .where('workspace_id', '=', workspaceId)
            .where('into_id', '=', contactId)
            .select('id'),
        ),
      ]),
    );
  if (action) query = query.where('audit.action', '=', action);
  if (actorId) query = query.where('audit.actor_id', '=', actorId);
  if (after)
    query = query.where(sql<boolean>`(audit.at, audit.id) < (${after.at}::timestamptz, ${after.id}::uuid)`);
  return (await query.execute()).map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    contactId: row.contact_id,
    conversationId: row.conversation_id,
    messageId: row.message_id,
    detail: row.detail as Record<string, unknown>,
  }));
}
