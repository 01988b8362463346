import type { ILoadOptionsFunctions, INodeParameters, INodeType } from 'n8n-workflow';
import type { FakeGateway } from './gateway.js';
import { additionalData, core, loader, n8n, nodeTypesOf } from './n8n.js';
import { workflowWith } from './node.js';

/** The lists that the editor asks the node for, in the context that n8n gives them. */
export async function editorOf(gateway: FakeGateway, parameters: INodeParameters, apiKey = 'test-key') {
  const workflow = workflowWith(parameters);
  const instance = new n8n.Workflow({
    nodes: workflow.nodes,
    connections: workflow.connections,
    active: false,
    nodeTypes: nodeTypesOf({}),
  });
  await instance.expression.acquireIsolate();
  const node = instance.getNode('Outbound');
  if (node === null) throw new Error('The workflow lost its node');
  const credentials = { outboundComposerApi: { baseUrl: gateway.url, apiKey } };
  const data = additionalData({ workflow, credentials }, '1');
  data.currentNodeParameters = parameters;
  // Its declared type and the interface differ in a workflow's name alone.
  const context = new core.LoadOptionsContext(instance, node, data, '') as unknown as ILoadOptionsFunctions;

  const { methods = {} } = loader.getNode('outboundComposer').type as INodeType;
  const found = <T>(method: T | undefined, name: string): T => {
    if (method === undefined) throw new Error(`The node has no method ${name}`);
    return method;
  };
  return {
    search: (name: string, filter?: string, token?: string) =>
      found(methods.listSearch?.[name], name).call(context, filter, token),
    options: (name: string) => found(methods.loadOptions?.[name], name).call(context),
    fields: (name: string) => found(methods.resourceMapping?.[name], name).call(context),
  };
}
