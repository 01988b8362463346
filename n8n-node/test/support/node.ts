import type { IDataObject, INode, INodeType } from 'n8n-workflow';
import type { FakeGateway } from './gateway.js';
import { outcomeOf, type RunOptions, runWorkflow, type WorkflowJson } from './n8n.js';

export const NODE_TYPE = 'n8n-nodes-outbound-composer.outboundComposer';

/** A workflow of a start and our node, as the editor would save it. */
export function workflowWith(parameters: IDataObject, settings: Partial<INode> = {}): WorkflowJson {
  return {
    nodes: [
      {
        id: '00000000-0000-4000-8000-000000000001',
        name: 'Start',
        type: 'n8n-nodes-base.manualTrigger',
        typeVersion: 1,
        position: [0, 0],
        parameters: {},
      },
      {
        id: '00000000-0000-4000-8000-000000000002',
        name: 'Outbound',
        type: NODE_TYPE,
        typeVersion: 1,
        position: [200, 0],
        parameters: parameters as INode['parameters'],
        credentials: { outboundComposerApi: { id: 'c1', name: 'Gateway' } },
        ...settings,
      },
    ],
    connections: { Start: { main: [[{ node: 'Outbound', type: 'main', index: 0 }]] } },
  };
}

export interface NodeRun extends Pick<RunOptions, 'executionId' | 'resume'> {
  readonly settings?: Partial<INode>;
  readonly apiKey?: string;
  readonly url?: string;
  readonly others?: Record<string, INodeType>;
}

/** Runs our node alone over the given items. */
export async function runNode(
  gateway: FakeGateway,
  parameters: IDataObject,
  input: IDataObject[] = [{}],
  { settings = {}, apiKey = 'test-key', url = gateway.url, ...options }: NodeRun = {},
) {
  const run = await runWorkflow({
    workflow: workflowWith(parameters, settings),
    input,
    credentials: { outboundComposerApi: { baseUrl: url, apiKey } },
    ...options,
  });
  return { ...outcomeOf(run, 'Outbound'), run };
}

/** A resource locator as the editor saves it. */
export function located(mode: string, value: string) {
  return { __rl: true, mode, value };
}
