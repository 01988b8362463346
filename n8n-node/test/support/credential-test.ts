import type { ICredentialDataDecryptedObject, INode, INodeType } from 'n8n-workflow';
import { additionalData, core, loader, n8n } from './n8n.js';

/**
 * What the Test button of a credential does: n8n makes the request that the credential describes, as a
 * declarative node would, and then looks at the credential's rules.
 */
export async function testCredential(
  type: string,
  data: ICredentialDataDecryptedObject,
): Promise<{ status: 'OK' | 'Error'; message?: string }> {
  const { test } = loader.getCredential(type).type;
  if (test === undefined) throw new Error(`${type} has no test`);
  const node: INode = {
    id: 'test',
    name: 'Test',
    type: 'test',
    typeVersion: 1,
    position: [0, 0],
    parameters: {},
    credentials: { [type]: { id: 'c1', name: 'Gateway' } },
  };
  const nodeType = {
    description: {
      displayName: 'Test',
      name: 'test',
      group: ['input'],
      version: 1,
      description: '',
      defaults: {},
      inputs: [],
      outputs: [],
      credentials: [{ name: type, required: true }],
      properties: [
        {
          displayName: 'Test',
          name: 'test',
          type: 'string',
          default: '',
          routing: { request: test.request },
        },
      ],
    },
  } satisfies INodeType;
  const workflow = new n8n.Workflow({
    nodes: [node],
    connections: {},
    active: false,
    nodeTypes: { getByName: () => nodeType, getByNameAndVersion: () => nodeType, getKnownTypes: () => ({}) },
  });
  await workflow.expression.acquireIsolate();
  const context = new core.ExecuteContext(
    workflow,
    node,
    additionalData({ workflow: { nodes: [node], connections: {} }, credentials: { [type]: data } }, '1'),
    'internal',
    n8n.createRunExecutionData({}),
    0,
    [],
    { main: [[{ json: {} }]] },
    { node, data: {}, source: null },
    [],
  );
  try {
    const routing = new core.RoutingNode(context, nodeType, { id: 'c1', name: 'Gateway', type, data });
    const answer: unknown = (await routing.runNode())?.[0]?.[0]?.json;
    for (const rule of test.rules ?? []) {
      if (rule.type !== 'responseSuccessBody') continue;
      const { key, value, message } = rule.properties;
      const found =
        typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>)[key] : undefined;
      if (found === value) return { status: 'Error', message };
    }
    return { status: 'OK' };
  } catch (error) {
    return { status: 'Error', message: error instanceof Error ? error.message : String(error) };
  }
}
