import type { WebhookDelivery, WebhookDeliveryQuery } from '@outbound-composer/core/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { deliveryOut, replayDeliveries, selectDeliveries } from '../../store/webhook-deliveries.js';
import { requireAdministrator } from '../administer.js';
import { readCursor, writeCursor } from '../cursor.js';
import type { Actor, Deps } from '../deps.js';
import { ProblemError } from '../problem.js';

const Position = z.tuple([z.string().regex(/^[\d:. +-]{19,40}$/), z.uuid()]);

/** @throws ProblemError `forbidden`, `validation_failed` for a cursor that is none of ours */
export async function listDeliveries(
  { db }: Deps,
  { actor, query }: { readonly actor: Actor; readonly query: z.output<typeof WebhookDeliveryQuery> },
): Promise<{ items: WebhookDelivery[]; nextCursor: string | null }> {
  requireAdministrator(actor);
  const { status, subscriptionId, limit } = query;
  const after = query.cursor === undefined ? null : readCursor(query.cursor, Position);
  let select = selectDeliveries(db, actor.workspaceId).select(sql<string>`d.created_at::text`.as('exact_at'));
  if (status !== 'any') select = select.where('d.status', '=', status);
  if (subscriptionId !== undefined) select = select.where('d.subscription_id', '=', subscriptionId);
  if (after)
    select = select.where(sql<boolean>`(d.created_at, d.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  const rows = await select
    .orderBy('d.created_at', 'desc')
    .orderBy('d.id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(deliveryOut),
    nextCursor: rows.length > limit && last ? writeCursor([last.exact_at, last.id]) : null,
  };
}

/** @throws ProblemError `forbidden`, `webhook_delivery_not_found` */
export async function replayDelivery(
  { db }: Deps,
  { actor, id }: { readonly actor: Actor; readonly id: string },
): Promise<WebhookDelivery> {
  requireAdministrator(actor);
  const replayed = await replayDeliveries(db, actor.workspaceId, { id });
  const row = await selectDeliveries(db, actor.workspaceId).where('d.id', '=', id).executeTakeFirst();
  if (row && replayed.length > 0) return deliveryOut(row);
  throw new ProblemError('webhook_delivery_not_found', 'There is no webhook delivery with this id.');
}

/** All dead ones, or those of one subscription. @throws ProblemError `forbidden` */
export async function replayDead(
  { db }: Deps,
  { actor, subscriptionId }: { readonly actor: Actor; readonly subscriptionId: string | undefined },
): Promise<{ replayed: number }> {
  requireAdministrator(actor);
  const replayed = await replayDeliveries(db, actor.workspaceId, { deadOf: subscriptionId });
  return { replayed: replayed.length };
}
