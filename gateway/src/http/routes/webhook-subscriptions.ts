import { listDeliveries, replayDead, replayDelivery } from '../../app/webhooks/deliveries.js';
import {
  changeSubscription,
  createSubscription,
  deleteSubscription,
  getSubscription,
  listSubscriptions,
} from '../../app/webhooks/subscriptions.js';
import { testSubscription } from '../../app/webhooks/test-subscription.js';
import { subscriptionOut } from '../../store/webhook-subscriptions.js';
import { contractRoute } from '../contract-route.js';
import type { App, HttpContext } from '../server.js';

/** Outgoing webhooks: who is told about what, and what became of it. */
export function webhookSubscriptionRoutes(app: App, { deps, workspace, webhooks }: HttpContext): void {
  const { id, name } = workspace;
  app.route({
    ...contractRoute('createWebhookSubscription'),
    handler: async ({ actor, body }, reply) =>
      reply.code(201).send(await createSubscription(deps, webhooks, { actor, request: body })),
  });
  app.route({
    ...contractRoute('listWebhookSubscriptions'),
    handler: ({ actor }) => listSubscriptions(deps, actor),
  });
  app.route({
    ...contractRoute('getWebhookSubscription'),
    handler: async ({ actor, params }) =>
      subscriptionOut(await getSubscription(deps, { actor, id: params.id })),
  });
  app.route({
    ...contractRoute('updateWebhookSubscription'),
    handler: ({ actor, params, body }) =>
      changeSubscription(deps, webhooks, { actor, id: params.id, request: body }),
  });
  app.route({
    ...contractRoute('deleteWebhookSubscription'),
    handler: ({ actor, params }) => deleteSubscription(deps, { actor, id: params.id }),
  });
  app.route({
    ...contractRoute('testWebhookSubscription'),
    handler: ({ actor, params }) => testSubscription(deps, { id, name }, webhooks, { actor, id: params.id }),
  });
  app.route({
    ...contractRoute('listWebhookDeliveries'),
    handler: ({ actor, query }) => listDeliveries(deps, { actor, query }),
  });
  app.route({
    ...contractRoute('replayWebhookDelivery'),
    handler: ({ actor, params }) => replayDelivery(deps, { actor, id: params.id }),
  });
  app.route({
    ...contractRoute('replayWebhookDeliveries'),
    handler: ({ actor, body }) => replayDead(deps, { actor, subscriptionId: body.subscriptionId }),
  });
}
