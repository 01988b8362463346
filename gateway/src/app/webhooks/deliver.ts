import { type Kysely, sql } from 'kysely';
import type { Metrics } from '../../metrics/metrics.js';
import type { Database } from '../../store/database.js';
import {
  claimDeliveries,
  type DeliveryRow,
  endDelivery,
  giveUpDeliveries,
} from '../../store/webhook-deliveries.js';
import { endFailing, type SubscriptionRow, updateSubscription } from '../../store/webhook-subscriptions.js';
import { type PostOutcome, postWebhook } from '../../webhooks/post.js';
import { DISABLE_AFTER_MS, delayAfter } from '../../webhooks/schedule.js';
import { renderEvent } from './render-event.js';
import type { WebhookTargets } from './subscriptions.js';

export interface WebhookDeps extends WebhookTargets {
  readonly db: Kysely<Database>;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly workspace: { readonly id: string; readonly name: string };
  /** Milliseconds that a receiver may take to answer. Default 15 s. */
  readonly timeoutMs?: number;
  readonly metrics?: Metrics | undefined;
}

/** Calls to one receiver at once, by one process. */
const AT_ONCE = 10;
const TIMEOUT_MS = 15_000;

/**
 * Attempts what is due for a subscription, and returns how many deliveries that were. A process that dies meanwhile
 * has its deliveries attempted again, so a receiver may get one twice.
 */
export async function deliverDue(deps: WebhookDeps, subscription: SubscriptionRow): Promise<number> {
  const { db, clock, workspace, timeoutMs = TIMEOUT_MS } = deps;
  const now = clock();
  const claimed = await claimDeliveries(db, {
    workspaceId: workspace.id,
    subscriptionId: subscription.id,
    at: new Date(now),
    leaseUntil: new Date(now + 2 * timeoutMs),
    limit: AT_ONCE,
  });
  await Promise.all(claimed.map((delivery) => attempt(deps, subscription, delivery)));
  return claimed.length;
}

/** One attempt of a claimed delivery. */
export async function attempt(
  deps: WebhookDeps,
  subscription: SubscriptionRow,
  delivery: DeliveryRow,
  { retries = true }: { readonly retries?: boolean } = {},
): Promise<void> {
  const { clock, allowPrivateUrls, timeoutMs = TIMEOUT_MS } = deps;
  const outcome = await postWebhook({
    url: subscription.url,
    secret: subscription.secret,
    id: delivery.event_id,
    body: await bodyOf(deps, delivery),
    at: new Date(clock()),
    allowPrivateUrls,
    timeoutMs,
  });
  deps.metrics?.delivered(outcome);
  await record(deps, delivery, outcome, retries);
}

/** Made once, so that every attempt and every subscription gets the same. */
async function bodyOf({ db, workspace }: WebhookDeps, { event_id }: DeliveryRow): Promise<string> {
  const event = await db
    .selectFrom('webhook_event')
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', event_id)
    .selectAll()
    .executeTakeFirstOrThrow();
  if (event.body !== null) return event.body;
  const { body } = await db
    .updateTable('webhook_event')
    .set({ body: sql<string>`coalesce(body, ${await renderEvent(db, workspace, event)})` })
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', event_id)
    .returning('body')
    .executeTakeFirstOrThrow();
  return body!;
}

async function record(
  { db, clock }: WebhookDeps,
  delivery: DeliveryRow,
  outcome: PostOutcome,
  retries: boolean,
): Promise<void> {
  const now = clock();
  const ref = { workspace_id: delivery.workspace_id, id: delivery.subscription_id };
  await db.transaction().execute(async (tx) => {
    if (outcome.delivered) {
      await endDelivery(tx, delivery, { status: 'delivered', last_status: outcome.status, last_error: null });
      await endFailing(tx, ref);
      return;
    }
    const { status: last_status, error: last_error, retryAfter } = outcome;
    const wait = retries ? delayAfter(delivery.tries, retryAfter, now) : null;
    await endDelivery(
      tx,
      delivery,
      wait === null
        ? { status: 'dead', last_status, last_error }
        : { status: 'pending', last_status, last_error, due_at: new Date(now + wait) },
    );
    if (retries) await noteFailure(tx, ref, last_status, now);
  });
}

/** A receiver that is gone (410), or takes nothing for days, is not called any more. */
async function noteFailure(
  tx: Kysely<Database>,
  ref: { readonly workspace_id: string; readonly id: string },
  status: number | null,
  now: number,
): Promise<void> {
  const row = await updateSubscription(tx, ref, {
    failing_since: sql<Date>`coalesce(failing_since, ${new Date(now)})`,
  });
  if (!row || row.disabled_at !== null || row.failing_since === null) return;
  const isFailing = now - row.failing_since.getTime() >= DISABLE_AFTER_MS;
  if (status !== 410 && !isFailing) return;
  await updateSubscription(tx, ref, {
    disabled_at: new Date(now),
    disabled_reason: status === 410 ? 'gone' : 'failing',
  });
  await giveUpDeliveries(tx, ref.workspace_id, ref.id, 'The subscription was disabled.');
}
