import type { IncomingMessage } from 'node:http';
import type {
  IDataObject,
  INodeType,
  IRun,
  IWebhookData,
  IWebhookFunctions,
  IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import type { FakeGateway } from './gateway.js';
import { additionalData, core, loader, n8n, nodeTypesOf, outcomeOf, runWorkflow } from './n8n.js';
import { workflowWith } from './node.js';

/** What n8n does with an execution that waits: it saves it, and goes on by a webhook or when the time is up. */
export class WaitingExecution {
  constructor(
    private readonly gateway: FakeGateway,
    private readonly parameters: IDataObject,
    private readonly saved: IRun['data'],
  ) {}

  /** The time is up. */
  async expire() {
    return await this.#goOn(structuredClone(this.saved));
  }

  /** A webhook for the resume URL: its status, and what the node gave out if the execution went on. */
  async deliver(url: string, headers: Record<string, string>, body: string) {
    const workflowJson = workflowWith(this.parameters);
    const data = JSON.parse(JSON.stringify(this.saved)) as IRun['data'];
    const credentials = this.#credentials();
    const workflow = new n8n.Workflow({
      id: 'workflow-1',
      nodes: workflowJson.nodes,
      connections: workflowJson.connections,
      active: false,
      nodeTypes: nodeTypesOf({}),
    });
    await workflow.expression.acquireIsolate();
    const node = workflow.getNode('Outbound');
    const type = loader.getNode('outboundComposer').type as INodeType;
    const webhookDescription = type.description.webhooks?.[0];
    if (node === null || webhookDescription === undefined) throw new Error('The node takes no webhook');
    const more = additionalData({ workflow: workflowJson, credentials }, '1');
    const query = Object.fromEntries(new URL(url).searchParams);
    more.httpRequest = {
      headers,
      query,
      rawBody: Buffer.from(body),
      body: JSON.parse(body),
    } as unknown as IncomingMessage as NonNullable<IWorkflowExecuteAdditionalData['httpRequest']>;
    let status = 200;
    const response = {
      writeHead(code: number) {
        status = code;
        return response;
      },
      end: () => response,
    };
    more.httpResponse = response as unknown as NonNullable<IWorkflowExecuteAdditionalData['httpResponse']>;
    const hook = { httpMethod: 'POST', node: 'Outbound', webhookDescription } as unknown as IWebhookData;
    const context = new core.WebhookContext(workflow, node, more, 'webhook', hook, [], data);
    const { workflowData } = (await type.webhook?.call(context as unknown as IWebhookFunctions)) ?? {};
    if (workflowData === undefined) return { status, resumed: null };
    const [entry] = data.executionData?.nodeExecutionStack ?? [];
    if (entry === undefined) throw new Error('The execution does not wait');
    entry.node.disabled = true;
    entry.data.main = workflowData;
    entry.metadata = { ...entry.metadata, forwardAllOutputs: true };
    delete data.waitTill;
    data.resultData.runData.Outbound?.pop();
    return { status, resumed: await this.#goOn(data) };
  }

  async #goOn(data: IRun['data']) {
    const run = await runWorkflow({
      workflow: workflowWith(this.parameters),
      credentials: this.#credentials(),
      resume: data,
    });
    return outcomeOf(run, 'Outbound');
  }

  #credentials() {
    return { outboundComposerApi: { baseUrl: this.gateway.url, apiKey: 'test-key' } };
  }
}
