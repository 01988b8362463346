import type {
  CreatedWebhookSubscription,
  CreateWebhookSubscription,
  UpdateWebhookSubscription,
  WebhookDelivery,
  WebhookDeliveryQuery,
  WebhookSubscription,
} from '../contract/webhook.js';
import { type Call, type CallOptions, queryString } from './call.js';
import type { Page } from './client.js';

/** Outgoing webhooks: for API keys, owners and managers. */
export interface WebhookMethods {
  /** The secret is in this answer and in no other. */
  createWebhookSubscription(
    request: CreateWebhookSubscription,
    options?: CallOptions,
  ): Promise<CreatedWebhookSubscription>;
  listWebhookSubscriptions(options?: CallOptions): Promise<{ items: WebhookSubscription[] }>;
  getWebhookSubscription(id: string, options?: CallOptions): Promise<WebhookSubscription>;
  updateWebhookSubscription(
    id: string,
    request: UpdateWebhookSubscription,
    options?: CallOptions,
  ): Promise<WebhookSubscription>;
  deleteWebhookSubscription(id: string, options?: CallOptions): Promise<{ id: string }>;
  /** Resolves also when the receiver refused; the delivery says how it went. */
  testWebhookSubscription(id: string, options?: CallOptions): Promise<WebhookDelivery>;
  listWebhookDeliveries(query?: WebhookDeliveryQuery, options?: CallOptions): Promise<Page<WebhookDelivery>>;
  replayWebhookDelivery(id: string, options?: CallOptions): Promise<WebhookDelivery>;
  /** All dead ones, or those of one subscription. */
  replayWebhookDeliveries(
    request?: { subscriptionId?: string },
    options?: CallOptions,
  ): Promise<{ replayed: number }>;
}

export function webhookMethods(call: Call): WebhookMethods {
  const subscriptions = '/v1/webhook-subscriptions';
  const deliveries = '/v1/webhook-deliveries';
  const one = (id: string) => `${subscriptions}/${encodeURIComponent(id)}`;
  return {
    createWebhookSubscription: (body, options) => call('POST', subscriptions, { body, ...options }),
    listWebhookSubscriptions: (options) => call('GET', subscriptions, options),
    getWebhookSubscription: (id, options) => call('GET', one(id), options),
    updateWebhookSubscription: (id, body, options) => call('PATCH', one(id), { body, ...options }),
    deleteWebhookSubscription: (id, options) => call('DELETE', one(id), options),
    testWebhookSubscription: (id, options) => call('POST', `${one(id)}/test`, options),
    listWebhookDeliveries: (query, options) => call('GET', deliveries + queryString(query), options),
    replayWebhookDelivery: (id, options) =>
      call('POST', `${deliveries}/${encodeURIComponent(id)}/replay`, options),
    replayWebhookDeliveries: (body = {}, options) =>
      call('POST', `${deliveries}/replay`, { body, ...options }),
  };
}
