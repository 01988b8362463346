import { createHmac } from 'node:crypto';
import { createGatewayClient, type GatewayClient } from '@outbound-composer/core/client';
import type { WebhookEvent } from '@outbound-composer/core/contract';
import type { IDataObject, IWebhookDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { gatewayTransport } from '../../transport.js';
import { refuse } from '../../trigger/receive.js';
import { signatureFault } from '../../trigger/signature.js';
import { surveyItem } from './survey-fields.js';

/** Where n8n takes what ends the waiting; it belongs to one execution and is not registered with the workflow. */
export const waitingWebhooks: IWebhookDescription[] = [
  {
    name: 'default',
    httpMethod: 'POST',
    responseMode: 'onReceived',
    // Without it n8n answers with the name of its default, `firstEntryJson`.
    responseData: 'noData',
    path: '={{ $nodeId }}',
    restartWebhook: true,
    isFullPath: true,
  },
];

/**
 * Signs the deliveries for one survey. It is worked out rather than kept: n8n hands nothing that the node
 * remembered to the webhook that ends the waiting.
 */
export function secretOf(apiKey: string, surveyId: string): string {
  return `whsec_${createHmac('sha256', apiKey).update(`survey.answered:${surveyId}`).digest('base64')}`;
}

/** Goes on when the gateway tells that this survey was answered. All else it tells is taken, and waiting goes on. */
export async function resume(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const request = context.getRequestObject();
  if (request.rawBody === undefined) await request.readRawBody();
  const surveyId = String((context.getQueryData() as IDataObject).survey ?? '');
  const { apiKey } = await context.getCredentials<{ apiKey: string }>('outboundComposerApi');
  const header = (name: string) => String(request.headers[name] ?? '');
  const signed = {
    id: header('webhook-id'),
    timestamp: header('webhook-timestamp'),
    signature: header('webhook-signature'),
  };
  const fault = signatureFault(signed, secretOf(apiKey, surveyId), request.rawBody, Date.now());
  if (fault !== null) return refuse(context, fault);

  const event = JSON.parse(request.rawBody.toString()) as WebhookEvent;
  if (event.type !== 'survey.answered' || event.data.survey.id !== surveyId) return {};
  try {
    await unsubscribe(createGatewayClient(await gatewayTransport(context)), isAbout(surveyId));
  } catch {
    // The answer matters more; what stays is removed by the next waiting that begins.
  }
  const json = surveyItem(event.data.survey) as unknown as IDataObject;
  return { workflowData: [[{ json, pairedItem: { item: 0 } }], []] };
}

/** Subscriptions of the waiting for one survey. */
export function isAbout(surveyId: string): (url: URL) => boolean {
  return ({ searchParams }) => searchParams.get('survey') === surveyId && searchParams.has('until');
}

/** Subscriptions of this n8n's waitings that have run out; n8n gives the node no say when that happens. */
export function hasLapsed(own: URL, now: number): (url: URL) => boolean {
  const base = ({ origin, pathname }: URL) => origin + pathname.split('/').slice(0, -2).join('/');
  return (url) => base(url) === base(own) && Number(url.searchParams.get('until') ?? Number.NaN) < now;
}

/** Ends the subscriptions with such addresses. */
export async function unsubscribe(client: GatewayClient, ends: (url: URL) => boolean): Promise<void> {
  const { items } = await client.listWebhookSubscriptions();
  for (const { id, url } of items) if (ends(new URL(url))) await client.deleteWebhookSubscription(id);
}
