import type { WebhookDelivery } from '@outbound-composer/core/contract';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from './database.js';
import { isoOrNull } from './instants.js';

export type DeliveryRow = Selectable<Database['webhook_delivery']>;
/** With the type of its event. */
export type TypedDelivery = DeliveryRow & { readonly type: string };

export function deliveryOut(row: TypedDelivery): WebhookDelivery {
  // A delivery that was never attempted is due since forever, which is no instant.
  const due = row.status === 'pending' && row.attempts > 0 ? new Date(row.due_at) : null;
  return {
    id: row.id,
    subscriptionId: row.subscription_id,
    eventId: row.event_id,
    type: row.type,
    status: row.status,
    attempts: row.attempts,
    createdAt: row.created_at.toISOString(),
    lastAttemptAt: isoOrNull(row.last_attempt_at),
    nextAttemptAt: due === null || Number.isNaN(due.getTime()) ? null : due.toISOString(),
    lastStatus: row.last_status,
    lastError: row.last_error,
  };
}

export const selectDeliveries = (db: Kysely<Database>, workspaceId: string) =>
  db
    .selectFrom('webhook_delivery as d')
    .innerJoin('webhook_event as e', (join) =>
      join.onRef('e.workspace_id', '=', 'd.workspace_id').onRef('e.id', '=', 'd.event_id'),
    )
    .where('d.workspace_id', '=', workspaceId)
    .selectAll('d')
    .select('e.type');

/**
 * Takes deliveries that are due into the caller's hands until `leaseUntil`; then they are anybody's again. Several
 * processes may ask at once, none gets what another has.
 */
export async function claimDeliveries(
  db: Kysely<Database>,
  {
    workspaceId,
    subscriptionId,
    at,
    leaseUntil,
    limit,
  }: {
    readonly workspaceId: string;
    readonly subscriptionId: string;
    readonly at: Date;
    readonly leaseUntil: Date;
    readonly limit: number;
  },
): Promise<DeliveryRow[]> {
  return db
    .updateTable('webhook_delivery')
    .set((eb) => ({
      attempts: eb('attempts', '+', 1),
      tries: eb('tries', '+', 1),
      last_attempt_at: at,
      due_at: leaseUntil,
    }))
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', (from) =>
      from
        .selectFrom('webhook_delivery')
        .where('workspace_id', '=', workspaceId)
        .where('subscription_id', '=', subscriptionId)
        .where('status', '=', 'pending')
        .where('due_at', '<=', at)
        .select('id')
        .orderBy('due_at')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute();
}

/** Writes down how an attempt ended, unless somebody else has begun another one or replayed it since. */
export async function endDelivery(
  db: Kysely<Database>,
  { workspace_id, id, attempts, tries }: DeliveryRow,
  change: Pick<DeliveryRow, 'status' | 'last_status' | 'last_error'> & { readonly due_at?: Date },
): Promise<void> {
  await db
    .updateTable('webhook_delivery')
    .set(change)
    .where('workspace_id', '=', workspace_id)
    .where('id', '=', id)
    .where('attempts', '=', attempts)
    .where('tries', '=', tries)
    .where('status', '=', 'pending')
    .execute();
}

/** Puts deliveries back to their first attempt: one by its id whatever became of it, or all dead ones. */
export async function replayDeliveries(
  db: Kysely<Database>,
  workspaceId: string,
  which: { readonly id: string } | { readonly deadOf: string | undefined },
): Promise<string[]> {
  let update = db
    .updateTable('webhook_delivery')
    .set({ status: 'pending', tries: 0, due_at: sql`'-infinity'::timestamptz` })
    .where('workspace_id', '=', workspaceId);
  if ('id' in which) update = update.where('id', '=', which.id);
  else {
    update = update.where('status', '=', 'dead');
    if (which.deadOf !== undefined) update = update.where('subscription_id', '=', which.deadOf);
  }
  return (await update.returning('id').execute()).map(({ id }) => id);
}

/** Gives up what waits for a subscription that was disabled; it can be replayed. */
export async function giveUpDeliveries(
  db: Kysely<Database>,
  workspaceId: string,
  subscriptionId: string,
  reason: string,
): Promise<void> {
  await db
    .updateTable('webhook_delivery')
    .set((eb) => ({ status: 'dead', last_error: eb.fn.coalesce('last_error', eb.val(reason)) }))
    .where('workspace_id', '=', workspaceId)
    .where('subscription_id', '=', subscriptionId)
    .where('status', '=', 'pending')
    .execute();
}

/** Forgets events of before, with their deliveries, except what still waits. */
export async function forgetWebhooks(
  db: Kysely<Database>,
  workspaceId: string,
  { delivered, dead }: { readonly delivered: Date; readonly dead: Date },
): Promise<void> {
  await db
    .deleteFrom('webhook_event as e')
    .where('e.workspace_id', '=', workspaceId)
    .where('e.created_at', '<', delivered)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('webhook_delivery as d')
            .whereRef('d.workspace_id', '=', 'e.workspace_id')
            .whereRef('d.event_id', '=', 'e.id')
            .where((or) =>
              or.or([
                or('d.status', '=', 'pending'),
                or.and([or('d.status', '=', 'dead'), or('e.created_at', '>=', dead)]),
              ]),
            )
            .select('d.id'),
        ),
      ),
    )
    .execute();
}
