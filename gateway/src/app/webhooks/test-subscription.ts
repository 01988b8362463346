import type { WebhookDelivery } from '@outbound-composer/core/contract';
import { deliveryOut, selectDeliveries } from '../../store/webhook-deliveries.js';
import type { Actor, Deps } from '../deps.js';
import { attempt } from './deliver.js';
import { getSubscription, type WebhookTargets } from './subscriptions.js';

/**
 * Sends one event of the type `webhook.test`, also to a disabled subscription, and waits for the answer. It is not
 * tried again, and a failure is not held against the subscription.
 * @throws ProblemError `forbidden`, `webhook_subscription_not_found`
 */
export async function testSubscription(
  deps: Deps,
  workspace: { readonly id: string; readonly name: string },
  { allowPrivateUrls }: WebhookTargets,
  { actor, id }: { readonly actor: Actor; readonly id: string },
): Promise<WebhookDelivery> {
  const { db, clock } = deps;
  const subscription = await getSubscription(deps, { actor, id });
  const at = new Date(clock());
  const delivery = await db.transaction().execute(async (tx) => {
    const event = await tx
      .insertInto('webhook_event')
      .values({
        workspace_id: workspace.id,
        type: 'webhook.test',
        at,
        contact_id: null,
        seen: JSON.stringify({ data: { subscriptionId: id } }),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return tx
      .insertInto('webhook_delivery')
      .values({
        workspace_id: workspace.id,
        event_id: event.id,
        subscription_id: id,
        attempts: 1,
        tries: 1,
        last_attempt_at: at,
        // In our hands: if we die, the worker attempts it.
        due_at: new Date(at.getTime() + 60_000),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  });
  await attempt({ db, clock, workspace, allowPrivateUrls }, subscription, delivery, { retries: false });
  const row = await selectDeliveries(db, workspace.id)
    .where('d.id', '=', delivery.id)
    .executeTakeFirstOrThrow();
  return deliveryOut(row);
}
