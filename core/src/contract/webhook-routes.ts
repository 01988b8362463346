import { z } from 'zod';
import { Id, pageOf } from './primitives.js';
import {
  CreatedWebhookSubscription,
  CreateWebhookSubscription,
  ReplayWebhookDeliveries,
  UpdateWebhookSubscription,
  WebhookDelivery,
  WebhookDeliveryQuery,
  WebhookSubscription,
} from './webhook.js';

const byId = z.object({ id: Id });
const path = '/v1/webhook-subscriptions';

/** Outgoing webhooks: for API keys, owners and managers. */
export const WEBHOOK_ROUTES = {
  createWebhookSubscription: {
    method: 'POST',
    path,
    summary: 'Be told about events by signed webhooks',
    body: CreateWebhookSubscription,
    response: { 201: CreatedWebhookSubscription },
  },
  listWebhookSubscriptions: {
    method: 'GET',
    path,
    summary: 'Webhook subscriptions, the oldest first',
    response: { 200: z.object({ items: z.array(WebhookSubscription) }) },
  },
  getWebhookSubscription: {
    method: 'GET',
    path: `${path}/:id`,
    summary: 'A webhook subscription',
    params: byId,
    response: { 200: WebhookSubscription },
  },
  updateWebhookSubscription: {
    method: 'PATCH',
    path: `${path}/:id`,
    summary: 'Change, disable or enable a webhook subscription',
    params: byId,
    body: UpdateWebhookSubscription,
    response: { 200: WebhookSubscription },
  },
  deleteWebhookSubscription: {
    method: 'DELETE',
    path: `${path}/:id`,
    summary: 'End a webhook subscription; its deliveries go with it',
    params: byId,
    response: { 200: z.object({ id: Id }) },
  },
  testWebhookSubscription: {
    method: 'POST',
    path: `${path}/:id/test`,
    summary: 'Send one event of type webhook.test now, and say how that went',
    params: byId,
    response: { 200: WebhookDelivery },
  },
  listWebhookDeliveries: {
    method: 'GET',
    path: '/v1/webhook-deliveries',
    summary: 'Webhook deliveries, newest first',
    querystring: WebhookDeliveryQuery,
    response: { 200: pageOf(WebhookDelivery) },
  },
  replayWebhookDelivery: {
    method: 'POST',
    path: '/v1/webhook-deliveries/:id/replay',
    summary: 'Deliver once more, with all its attempts',
    params: byId,
    response: { 200: WebhookDelivery },
  },
  replayWebhookDeliveries: {
    method: 'POST',
    path: '/v1/webhook-deliveries/replay',
    summary: 'Deliver every dead one once more',
    body: ReplayWebhookDeliveries,
    response: { 200: z.object({ replayed: z.int() }) },
  },
} as const;
