import type { WebhookEvent } from '@outbound-composer/core/contract';
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { sawBefore } from './seen.js';
import { signatureFault } from './signature.js';

/** Takes a webhook of the gateway: one item for one event. What is not the gateway's is answered 401. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const request = context.getRequestObject();
  if (request.rawBody === undefined) await request.readRawBody();
  const memory = context.getWorkflowStaticData('node');
  const { subscriptionId, secret } = memory;
  if (typeof subscriptionId !== 'string' || typeof secret !== 'string')
    return refuse(context, 'This trigger has no subscription. Deactivate and activate its workflow.');

  const header = (name: string) => String(request.headers[name] ?? '');
  const id = header('webhook-id');
  const signed = { id, timestamp: header('webhook-timestamp'), signature: header('webhook-signature') };
  const fault = signatureFault(signed, secret, request.rawBody, Date.now());
  if (fault !== null) return refuse(context, fault);

  const event = JSON.parse(request.rawBody.toString()) as WebhookEvent;
  // The gateway's own test only wants an answer.
  if (event.type === 'webhook.test' || sawBefore(memory, subscriptionId, id)) return {};
  return { workflowData: [context.helpers.returnJsonArray(itemOf(event))] };
}

/** With the ids on top, where the fields of the action node look for them. */
function itemOf({ id, type, timestamp, workspace, data }: Exclude<WebhookEvent, { type: 'webhook.test' }>) {
  const item = {
    event: type,
    eventId: id,
    timestamp,
    contactId: data.contact?.id ?? null,
    conversationId: data.conversation?.id ?? null,
    messageId: 'message' in data ? data.message.id : null,
    ...data,
    workspace,
  };
  return item as unknown as IDataObject;
}

/** Answers 401 with the reason; nothing starts. */
export function refuse(context: IWebhookFunctions, reason: string): IWebhookResponseData {
  context.getResponseObject().writeHead(401, { 'content-type': 'text/plain' }).end(reason);
  return { noWebhookResponse: true };
}
