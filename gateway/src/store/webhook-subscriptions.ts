import type { WebhookSubscription } from '@outbound-composer/core/contract';
import type { Kysely, Selectable, UpdateObject } from 'kysely';
import type { Database } from './database.js';
import { isoOrNull } from './instants.js';

export type SubscriptionRow = Selectable<Database['webhook_subscription']>;

export function subscriptionOut(row: SubscriptionRow): WebhookSubscription {
  return {
    id: row.id,
    url: row.url,
    events: row.events,
    windowClosingHours: row.window_closing_hours,
    createdAt: row.created_at.toISOString(),
    enabled: row.disabled_at === null,
    failingSince: isoOrNull(row.failing_since),
    disabledAt: isoOrNull(row.disabled_at),
    disabledReason: row.disabled_reason,
  };
}

export async function findSubscription(
  db: Kysely<Database>,
  workspaceId: string,
  id: string,
): Promise<SubscriptionRow | undefined> {
  return db
    .selectFrom('webhook_subscription')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .selectAll()
    .executeTakeFirst();
}

export async function updateSubscription(
  db: Kysely<Database>,
  { workspace_id, id }: Pick<SubscriptionRow, 'workspace_id' | 'id'>,
  change: UpdateObject<Database, 'webhook_subscription'>,
): Promise<SubscriptionRow | undefined> {
  return db
    .updateTable('webhook_subscription')
    .set(change)
    .where('workspace_id', '=', workspace_id)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
}

/** Something got through. */
export async function endFailing(
  db: Kysely<Database>,
  { workspace_id, id }: Pick<SubscriptionRow, 'workspace_id' | 'id'>,
): Promise<void> {
  await db
    .updateTable('webhook_subscription')
    .set({ failing_since: null })
    .where('workspace_id', '=', workspace_id)
    .where('id', '=', id)
    .where('failing_since', 'is not', null)
    .execute();
}

/** The enabled subscriptions that have something to deliver now. */
export async function subscriptionsDue(
  db: Kysely<Database>,
  workspaceId: string,
  at: Date,
): Promise<SubscriptionRow[]> {
  return db
    .selectFrom('webhook_subscription as s')
    .where('s.workspace_id', '=', workspaceId)
    .where('s.disabled_at', 'is', null)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('webhook_delivery as d')
          .whereRef('d.workspace_id', '=', 's.workspace_id')
          .whereRef('d.subscription_id', '=', 's.id')
          .where('d.status', '=', 'pending')
          .where('d.due_at', '<=', at)
          .select('d.id'),
      ),
    )
    .selectAll('s')
    .execute();
}
