import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  IDataObject,
  IHookFunctions,
  INode,
  INodeParameters,
  INodeType,
  IWebhookData,
  IWebhookFunctions,
  IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { additionalData, core, loader, n8n, nodeTypesOf } from './n8n.js';

export const TRIGGER_TYPE = 'n8n-nodes-outbound-composer.outboundComposerTrigger';

type Lifecycle = 'checkExists' | 'create' | 'delete';

/**
 * The trigger as n8n hosts it: its lifecycle methods in their contexts, and an address of its own at which it takes
 * webhooks. Static data stays with the host, as n8n keeps it with the workflow.
 */
export class TriggerHost {
  /** Items that started the workflow, in the order in which they came. */
  readonly started: IDataObject[] = [];
  /** What n8n saves with the workflow; replace it to lose it, or to bring it along from elsewhere. */
  staticData: IDataObject = {};
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #type = loader.getNode('outboundComposerTrigger').type as INodeType;

  private constructor(
    private readonly gatewayUrl: string,
    private readonly apiKey: string,
    /** As the editor saved them. */
    public parameters: INodeParameters,
  ) {}

  static async start(
    gatewayUrl: string,
    parameters: INodeParameters,
    apiKey = 'test-key',
  ): Promise<TriggerHost> {
    const host = new TriggerHost(gatewayUrl, apiKey, parameters);
    await new Promise<void>((resolve) => host.#server.listen(0, '127.0.0.1', resolve));
    return host;
  }

  /** Where the gateway is to call. `test`: while the editor waits for one event. */
  url({ test = false } = {}): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/${test ? 'webhook-test' : 'webhook'}/${WEBHOOK_ID}/webhook`;
  }

  /** What n8n does when a workflow is activated, and when the editor begins to wait for an event. */
  async activate(options: { test?: boolean } = {}): Promise<void> {
    if (!(await this.call('checkExists', options))) await this.call('create', options);
  }

  async call(method: Lifecycle, { test = false } = {}): Promise<boolean> {
    const { workflow, node, data } = await this.#workflow();
    const context = new core.HookContext(
      workflow,
      node,
      data,
      test ? 'manual' : 'trigger',
      'activate',
      webhookData(test),
    );
    // The declared types of context and interface differ in a workflow's name alone.
    const lifecycle = this.#type.webhookMethods?.default;
    if (lifecycle === undefined) throw new Error('The trigger has no lifecycle');
    const result = await lifecycle[method].call(context as unknown as IHookFunctions);
    this.#save(workflow.staticData);
    return result;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    // n8n parses the body of every webhook and keeps the bytes beside it.
    const rawBody = Buffer.concat(chunks);
    const { workflow, node, data } = await this.#workflow();
    Object.assign(request, { rawBody, body: JSON.parse(rawBody.toString()) });
    data.httpRequest = request as NonNullable<IWorkflowExecuteAdditionalData['httpRequest']>;
    data.httpResponse = response as NonNullable<IWorkflowExecuteAdditionalData['httpResponse']>;
    const context = new core.WebhookContext(workflow, node, data, 'webhook', webhookData(false), [], null);
    const { workflowData, noWebhookResponse } =
      (await this.#type.webhook?.call(context as unknown as IWebhookFunctions)) ?? {};
    this.#save(workflow.staticData);
    this.started.push(...(workflowData?.flat().map(({ json }) => json) ?? []));
    if (!noWebhookResponse) response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }

  /** n8n makes the workflow anew for each call, from what it saved. */
  async #workflow() {
    const node: INode = {
      id: '00000000-0000-4000-8000-000000000003',
      name: 'Trigger',
      type: TRIGGER_TYPE,
      typeVersion: 1,
      position: [0, 0],
      webhookId: WEBHOOK_ID,
      parameters: this.parameters,
      credentials: { outboundComposerApi: { id: 'c1', name: 'Gateway' } },
    };
    const workflow = new n8n.Workflow({
      id: 'workflow-1',
      nodes: [node],
      connections: {},
      active: true,
      nodeTypes: nodeTypesOf({}),
      staticData: structuredClone(this.staticData),
    });
    await workflow.expression.acquireIsolate();
    const own = workflow.getNode(node.name);
    if (own === null) throw new Error('The workflow lost its node');
    const credentials = { outboundComposerApi: { baseUrl: this.gatewayUrl, apiKey: this.apiKey } };
    const data = additionalData({ workflow: { nodes: [node], connections: {} }, credentials }, '1');
    const { origin } = new URL(this.url());
    data.webhookBaseUrl = `${origin}/webhook`;
    data.webhookTestBaseUrl = `${origin}/webhook-test`;
    return { workflow, node: own, data };
  }

  #save(staticData: IDataObject): void {
    this.staticData = JSON.parse(JSON.stringify(staticData)) as IDataObject;
  }
}

const WEBHOOK_ID = '5c8d4a0e-0000-4000-8000-000000000000';

function webhookData(isTest: boolean): IWebhookData {
  const { description } = loader.getNode('outboundComposerTrigger').type as INodeType;
  const webhookDescription = description.webhooks?.[0];
  if (webhookDescription === undefined) throw new Error('The trigger has no webhook');
  return {
    httpMethod: 'POST',
    node: 'Trigger',
    path: `${WEBHOOK_ID}/webhook`,
    webhookDescription,
    workflowId: 'workflow-1',
    isTest,
  } as IWebhookData;
}
