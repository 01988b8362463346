import { type Kysely, sql } from 'kysely';
import type { Database } from './database.js';

/** Counting stops here, so that a full outbox does not make looking at it expensive. */
const MOST = 100_000;

export interface OutboxDepth {
  /** 100,000 at most. */
  readonly queued: number;
  readonly sending: number;
  readonly scheduled: number;
  /** When the oldest queued message was asked for; null: none is queued. */
  readonly oldestQueued: Date | null;
}

/** What waits to leave. */
export async function outboxDepth(db: Kysely<Database>, workspaceId: string): Promise<OutboxDepth> {
  const { rows } = await sql<OutboxDepth>`
    with unsettled as materialized (
      select status, at from message
      where workspace_id = ${workspaceId} and status in ('queued', 'sending')
      order by id limit ${MOST}
    ), later as (
      select from message where workspace_id = ${workspaceId} and status = 'scheduled' limit ${MOST}
    )
    select count(*) filter (where status = 'queued')::int as queued,
           count(*) filter (where status = 'sending')::int as sending,
           (select count(*)::int from later) as scheduled,
           min(at) filter (where status = 'queued') as "oldestQueued"
    from unsettled`.execute(db);
  return rows[0]!;
}

/** Outgoing webhooks that wait for an attempt, or were given up and can be replayed; 100,000 of each at most. */
export async function deliveryDepth(
  db: Kysely<Database>,
  workspaceId: string,
): Promise<{ readonly pending: number; readonly dead: number }> {
  const count = (status: 'pending' | 'dead') => sql`
    (select count(*)::int from (
      select from webhook_delivery where workspace_id = ${workspaceId} and status = ${status} limit ${MOST}
    ) as some)`;
  const { rows } = await sql<{ pending: number; dead: number }>`
    select ${count('pending')} as pending, ${count('dead')} as dead`.execute(db);
  return rows[0]!;
}
