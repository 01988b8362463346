import { randomBytes } from 'node:crypto';
import type {
  CreatedWebhookSubscription,
  CreateWebhookSubscription,
  UpdateWebhookSubscription,
  WebhookSubscription,
} from '@outbound-composer/core/contract';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { giveUpDeliveries } from '../../store/webhook-deliveries.js';
import {
  findSubscription,
  type SubscriptionRow,
  subscriptionOut,
  updateSubscription,
} from '../../store/webhook-subscriptions.js';
import { refusalOf } from '../../webhooks/target.js';
import { requireAdministrator } from '../administer.js';
import type { Actor, Deps } from '../deps.js';
import { fieldProblem, ProblemError } from '../problem.js';

/** Where webhooks may go besides public https addresses. */
export interface WebhookTargets {
  readonly allowPrivateUrls: readonly string[];
}

/**
 * Adds a subscription. Its secret is in this answer and in no other.
 * @throws ProblemError `forbidden`, `webhook_url_refused`
 */
export async function createSubscription(
  { db, clock }: Deps,
  { allowPrivateUrls }: WebhookTargets,
  { actor, request }: { readonly actor: Actor; readonly request: z.output<typeof CreateWebhookSubscription> },
): Promise<CreatedWebhookSubscription> {
  requireAdministrator(actor);
  await checkUrl(request.url, allowPrivateUrls);
  const secret = request.secret ?? `whsec_${randomBytes(32).toString('base64')}`;
  const row = await db
    .insertInto('webhook_subscription')
    .values({
      workspace_id: actor.workspaceId,
      id: uuid(),
      url: request.url,
      events: [...new Set(request.events)],
      secret,
      window_closing_hours: request.windowClosingHours,
      created_at: new Date(clock()),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { ...subscriptionOut(row), secret };
}

/** @throws ProblemError `forbidden` */
export async function listSubscriptions(
  { db }: Deps,
  actor: Actor,
): Promise<{ items: WebhookSubscription[] }> {
  requireAdministrator(actor);
  const rows = await db
    .selectFrom('webhook_subscription')
    .where('workspace_id', '=', actor.workspaceId)
    .selectAll()
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return { items: rows.map(subscriptionOut) };
}

/** @throws ProblemError `forbidden`, `webhook_subscription_not_found` */
export async function getSubscription(
  { db }: Deps,
  { actor, id }: { readonly actor: Actor; readonly id: string },
): Promise<SubscriptionRow> {
  requireAdministrator(actor);
  return found(await findSubscription(db, actor.workspaceId, id));
}

/** @throws ProblemError `forbidden`, `webhook_subscription_not_found`, `webhook_url_refused` */
export async function changeSubscription(
  { db, clock }: Deps,
  { allowPrivateUrls }: WebhookTargets,
  {
    actor,
    id,
    request,
  }: {
    readonly actor: Actor;
    readonly id: string;
    readonly request: z.output<typeof UpdateWebhookSubscription>;
  },
): Promise<WebhookSubscription> {
  requireAdministrator(actor);
  const { url, events, windowClosingHours, enabled } = request;
  if (url !== undefined) await checkUrl(url, allowPrivateUrls);
  const row = await db.transaction().execute(async (tx) => {
    const before = found(await findSubscription(tx, actor.workspaceId, id));
    const disables = enabled === false && before.disabled_at === null;
    if (disables) await giveUpDeliveries(tx, actor.workspaceId, id, 'The subscription was disabled.');
    return updateSubscription(tx, before, {
      ...(url !== undefined && { url }),
      ...(events && { events: [...new Set(events)] }),
      ...(windowClosingHours !== undefined && { window_closing_hours: windowClosingHours }),
      ...(disables && { disabled_at: new Date(clock()), disabled_reason: 'by_request' }),
      ...(enabled === true && { disabled_at: null, disabled_reason: null, failing_since: null }),
      // Kysely writes no statement without a column.
      id,
    });
  });
  return subscriptionOut(found(row));
}

/** Ends a subscription, with all that was to be delivered. @throws ProblemError `forbidden`, `webhook_subscription_not_found` */
export async function deleteSubscription(
  { db }: Deps,
  { actor, id }: { readonly actor: Actor; readonly id: string },
): Promise<{ id: string }> {
  requireAdministrator(actor);
  const row = await db
    .deleteFrom('webhook_subscription')
    .where('workspace_id', '=', actor.workspaceId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return { id: found(row).id };
}

function found(row: SubscriptionRow | undefined): SubscriptionRow {
  if (row) return row;
  throw new ProblemError('webhook_subscription_not_found', 'There is no webhook subscription with this id.');
}

async function checkUrl(url: string, allowPrivateUrls: readonly string[]): Promise<void> {
  const refusal = await refusalOf(url, allowPrivateUrls);
  if (refusal === null) return;
  throw fieldProblem(
    'webhook_url_refused',
    'url',
    refusal,
    'a public https URL, or one that the operator allows in webhooks.allowPrivateUrls',
  );
}
