import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type CreateWebhookSubscription, WebhookEvent } from '@outbound-composer/core/contract';
import type { IDataObject, INode, INodeParameters, INodeType } from 'n8n-workflow';
import { Webhook } from 'standardwebhooks';
import { expect } from 'vitest';
import type { FakeGateway } from './gateway.js';
import { runWorkflow, type WorkflowJson } from './n8n.js';
import { NODE_TYPE } from './node.js';
import { otherNodes } from './other-nodes.js';
import { id } from './samples.js';
import { TRIGGER_TYPE, TriggerHost } from './trigger.js';

const folder = fileURLToPath(new URL('../../../demo/workflows', import.meta.url));
export const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

export interface Template extends WorkflowJson {
  readonly name: string;
}
export function template(file: string): Template {
  return JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Template;
}

/** Runs a template as somebody would who chose a credential in our nodes and changed nothing else. */
export async function runTemplate(
  gateway: FakeGateway,
  file: string,
  start: string,
  input: IDataObject[] = [{}],
  setUp: (node: INode) => INode = (node) => node,
) {
  const json = template(file);
  const nodes = json.nodes
    .map(setUp)
    .map((node) =>
      node.type === NODE_TYPE
        ? { ...node, credentials: { outboundComposerApi: { id: 'c1', name: 'Gateway' } } }
        : node,
    );
  const run = await runWorkflow({
    workflow: { ...json, nodes },
    credentials: { outboundComposerApi: { baseUrl: gateway.url, apiKey: 'test-key' } },
    // The trigger itself has run by then, as a webhook.
    others: { ...otherNodes, [TRIGGER_TYPE]: otherNodes['n8n-nodes-base.webhook'] as INodeType },
    start,
    input,
  });
  expect(run.data.resultData.error).toBeUndefined();
  const runsOf = (node: string) => run.data.resultData.runData[node] ?? [];
  return {
    /** What arrived at a node, over all its runs. */
    at: (node: string) => runsOf(node).flatMap(({ data }) => data?.main?.[0]?.map(({ json }) => json) ?? []),
  };
}

/** A webhook's body as the gateway writes it. */
export function event(type: WebhookEvent['type'], data: object): WebhookEvent {
  const workspace = { id: id(1000), name: 'Test' };
  return WebhookEvent.parse({ id: id(990), type, timestamp: '2026-11-24T09:40:00.000Z', workspace, data });
}

/**
 * Activates a template that our trigger starts, sends it an event, signed, and runs it with what the trigger made of
 * that. `asked`: what it subscribed to.
 */
export async function startedBy(
  gateway: FakeGateway,
  file: string,
  sent: WebhookEvent,
  setUp?: (node: INode) => INode,
) {
  const trigger = template(file).nodes.find(({ type }) => type === TRIGGER_TYPE);
  const host = await TriggerHost.start(gateway.url, trigger?.parameters as INodeParameters);
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  let asked: unknown;
  gateway.on('listWebhookSubscriptions', () => ({ status: 200, body: { items: [] } }));
  gateway.on('createWebhookSubscription', ({ body }) => {
    const { url, events, windowClosingHours = 2 } = body as CreateWebhookSubscription;
    asked = body;
    return {
      status: 201,
      body: {
        id: randomUUID(),
        url,
        events,
        windowClosingHours,
        createdAt: '2026-11-24T09:30:00.000Z',
        enabled: true,
        failingSince: null,
        disabledAt: null,
        disabledReason: null,
        secret,
      },
    };
  });
  try {
    await host.activate();
    const body = JSON.stringify(sent);
    const at = new Date();
    const answer = await fetch(host.url(), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': sent.id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(sent.id, at, body),
      },
      body,
    });
    expect(answer.status).toBe(200);
    return { asked, ...(await runTemplate(gateway, file, trigger?.name ?? '', host.started, setUp)) };
  } finally {
    await host.stop();
  }
}
