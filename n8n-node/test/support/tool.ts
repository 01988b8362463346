import type { IDataObject, INode, INodeParameters, INodeType } from 'n8n-workflow';
import type { FakeGateway } from './gateway.js';
import { loader, outcomeOf, runWorkflow } from './n8n.js';
import { NODE_TYPE, workflowWith } from './node.js';

/** What the tools are that n8n makes of nodes. */
interface Tool {
  invoke(given: IDataObject): Promise<unknown>;
}

/** An agent that calls its only tool with what the test says, and hands on what it heard. */
function agent(given: IDataObject, times: number): INodeType {
  return {
    description: {
      displayName: 'Agent',
      name: 'agent',
      group: ['transform'],
      version: 1,
      description: '',
      defaults: {},
      inputs: ['main', { type: 'ai_tool', displayName: 'Tool' }],
      outputs: ['main'],
      properties: [],
    },
    async execute() {
      const tools = (await this.getInputConnectionData('ai_tool', 0)) as Tool[];
      const [tool] = tools;
      if (tool === undefined) throw new Error('The agent has no tool');
      let answer = '';
      for (let time = 0; time < times; time++) answer = String(await tool.invoke(given));
      return [[{ json: { answer: JSON.parse(answer) as IDataObject[] } }]];
    },
  };
}

/** The node as n8n offers it to agents: the same, with its outputs exchanged for the one to the agent. */
function asTool(): INodeType {
  const node = loader.getNode('outboundComposer').type as INodeType;
  const description: INodeType['description'] = {
    ...node.description,
    name: 'outboundComposerTool',
    inputs: [],
    outputs: ['ai_tool'],
  };
  return Object.assign(Object.create(node) as INodeType, { description });
}

export async function callTool(
  gateway: FakeGateway,
  parameters: INodeParameters,
  given: IDataObject,
  times = 1,
) {
  const { nodes, connections } = workflowWith(parameters, { type: `${NODE_TYPE}Tool` });
  const agentNode: INode = {
    id: '00000000-0000-4000-8000-000000000003',
    name: 'Agent',
    type: 'test.agent',
    typeVersion: 1,
    position: [200, 200],
    parameters: {},
  };
  const run = await runWorkflow({
    workflow: {
      nodes: [...nodes, agentNode],
      connections: {
        ...connections,
        Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
        Outbound: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
      },
    },
    credentials: { outboundComposerApi: { baseUrl: gateway.url, apiKey: 'test-key' } },
    others: { [`${NODE_TYPE}Tool`]: asTool(), 'test.agent': agent(given, times) },
  });
  const { outputs, error } = outcomeOf(run, 'Agent');
  if (error) throw error;
  return outputs[0]?.[0]?.json.answer;
}
