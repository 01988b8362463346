import { type Kysely, sql } from 'kysely';
import type { Database } from './database.js';

export interface StoredEvent {
  /** Grows, but not in the order of commits. */
  readonly id: string;
  readonly type: string;
  readonly at: Date;
  readonly contactId: string;
  /** Who had the contact then. */
  readonly assigneeId: string | null;
  /** The team that agent is in now. */
  readonly assigneeTeam: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Events committed since a moment, and the moment up to which they go. */
export interface EventsSince {
  readonly snapshot: string;
  /** Null: more than the limit. */
  readonly events: readonly StoredEvent[] | null;
}

/**
 * The events that were committed after a snapshot was taken, whichever order they were written in. A snapshot
 * (`pg_snapshot` as text) knows which transactions were still running, so nothing is skipped or told twice, and
 * a long transaction elsewhere holds nothing up.
 *
 * @returns null when the snapshot is none of this server's
 */
export async function eventsSince(
  db: Kysely<Database>,
  workspaceId: string,
  snapshot: string,
  limit: number,
): Promise<EventsSince | null> {
  const { rows } = await sql<SinceRow>`
    select s.now::text as snapshot, pg_snapshot_xmax(s.since) <= pg_snapshot_xmax(s.now) as ours,
           e.id, e.type, e.at, e.contact_id, e.assignee_id, e.payload,
           (select team from agent a where a.workspace_id = ${workspaceId} and a.id = e.assignee_id) as assignee_team
    from (select pg_current_snapshot() as now, ${snapshot}::pg_snapshot as since) as s
    left join lateral (
      select * from event
      where workspace_id = ${workspaceId}
        and xid >= pg_snapshot_xmin(s.since) and not pg_visible_in_snapshot(xid, s.since)
      order by event.id
      limit ${limit + 1}
    ) as e on true
    order by e.id`
    .execute(db)
    .catch((error: { code?: string }) => {
      // Not a snapshot at all, or one that PostgreSQL would never write.
      if (error.code === '22P02' || error.code === '22003') return { rows: [] };
      throw error;
    });
  const first = rows[0];
  if (!first?.ours) return null;
  const events = rows.flatMap((row) => (row.id === null ? [] : [eventOf(row)]));
  return { snapshot: first.snapshot, events: events.length > limit ? null : events };
}

export async function currentSnapshot(db: Kysely<Database>): Promise<string> {
  const { rows } = await sql<{ snapshot: string }>`select pg_current_snapshot()::text as snapshot`.execute(
    db,
  );
  return rows[0]!.snapshot;
}

/** Forgets what no reader can ask for any more. */
export async function purgeEvents(db: Kysely<Database>, workspaceId: string, before: Date): Promise<void> {
  await db.deleteFrom('event').where('workspace_id', '=', workspaceId).where('at', '<', before).execute();
}

interface EventRow {
  id: string;
  type: string;
  at: Date;
  contact_id: string;
  assignee_id: string | null;
  assignee_team: string | null;
  payload: Record<string, unknown>;
}

type SinceRow = { snapshot: string; ours: boolean } & (EventRow | { [column in keyof EventRow]: null });

const eventOf = (row: EventRow): StoredEvent => ({
  id: row.id,
  type: row.type,
  at: row.at,
  contactId: row.contact_id,
  assigneeId: row.assignee_id,
  assigneeTeam: row.assignee_team,
  payload: row.payload,
});
