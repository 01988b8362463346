import 'reflect-metadata';
import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as Core from 'n8n-core';
import type * as WorkflowPackage from 'n8n-workflow';
import type {
  ICredentialDataDecryptedObject,
  ICredentialsHelper,
  IDataObject,
  IHttpRequestOptions,
  INode,
  INodeExecutionData,
  INodeType,
  INodeTypes,
  IRun,
  IRunExecutionData,
  IVersionedNodeType,
  IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

// n8n keeps its settings in the user's home unless told otherwise, and says so on standard output.
process.env.N8N_USER_FOLDER ??= mkdtempSync(join(tmpdir(), 'n8n-'));
process.env.N8N_LOG_LEVEL ??= 'silent';

const require = createRequire(import.meta.url);
const core = require('n8n-core') as typeof Core;
const n8n = require('n8n-workflow') as typeof WorkflowPackage;

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));
const loader = new core.PackageDirectoryLoader(PACKAGE);
await loader.loadAll();

export interface WorkflowJson {
  readonly nodes: INode[];
  readonly connections: WorkflowPackage.IConnections;
  readonly pinData?: WorkflowPackage.IPinData;
}

export interface RunOptions {
  readonly workflow: WorkflowJson;
  readonly credentials?: Record<string, ICredentialDataDecryptedObject>;
  /** What the first node hands on. */
  readonly input?: IDataObject[];
  /** The node to begin with, where it is no trigger that n8n finds by itself. */
  readonly start?: string;
  readonly executionId?: string;
  /** Stands in for nodes of other packages, by type. */
  readonly others?: Record<string, INodeType>;
  /** Goes on from saved data, as n8n does when somebody retries an execution. */
  readonly resume?: IRunExecutionData;
}

/** Runs a workflow on n8n's own engine, with the node as it was built. */
export async function runWorkflow(options: RunOptions): Promise<IRun> {
  const { workflow: json, executionId = '1' } = options;
  const workflow = new n8n.Workflow({
    id: 'workflow-1',
    nodes: structuredClone(json.nodes),
    connections: json.connections,
    nodeTypes: nodeTypesOf(options),
    active: false,
    settings: { executionOrder: 'v1' },
  });
  await workflow.expression.acquireIsolate();
  const start = options.start ? workflow.getNode(options.start) : workflow.getStartNode();
  if (!start) throw new Error('The workflow has no node to start with');
  const input: INodeExecutionData[] = (options.input ?? [{}]).map((item) => ({ json: item }));
  const data =
    options.resume ??
    n8n.createRunExecutionData({
      executionData: { nodeExecutionStack: [{ node: start, data: { main: [input] }, source: null }] },
      ...(json.pinData ? { resultData: { pinData: json.pinData } } : {}),
    });
  const execution = new core.WorkflowExecute(additionalData(options, executionId), 'manual', data);
  return await execution.processRunExecutionData(workflow);
}

/** What each output of a node gave out, and the error it ended with. */
export function outcomeOf(run: IRun, node: string) {
  const task = run.data.resultData.runData[node]?.[0];
  return {
    outputs: task?.data?.main?.map((items) => items ?? []) ?? [],
    error: task?.error,
    hints: task?.hints,
  };
}

export function nodeTypesOf({ others = {} }: Pick<RunOptions, 'others'>): INodeTypes {
  const getByName = (type: string): INodeType | IVersionedNodeType => {
    const other = others[type] ?? (type === 'n8n-nodes-base.manualTrigger' ? new ManualTrigger() : undefined);
    if (other) return other;
    const [name, node = ''] = type.split('.');
    if (name !== loader.packageName) throw new Error(`No such node in this test: ${type}`);
    return loader.getNode(node).type;
  };
  return {
    getByName,
    getByNameAndVersion: (type, version) => n8n.NodeHelpers.getVersionedNodeType(getByName(type), version),
    getKnownTypes: () => ({}),
  };
}

export function additionalData(
  options: Pick<RunOptions, 'workflow' | 'credentials'>,
  executionId: string,
): IWorkflowExecuteAdditionalData {
  const { nodes, connections } = options.workflow;
  const workflow = {
    id: 'workflow-1',
    name: 'test',
    nodes,
    connections,
    active: false,
    activeVersionId: null,
    isArchived: false,
    settings: {},
    createdAt: new Date(0),
    updatedAt: new Date(0),
  };
  const hooks = new core.ExecutionLifecycleHooks('manual', executionId, workflow);
  const data: Partial<IWorkflowExecuteAdditionalData> = {
    hooks,
    credentialsHelper: credentialsHelper(options.credentials ?? {}),
    executionId,
    restApiUrl: '',
    instanceBaseUrl: 'http://127.0.0.1/',
    webhookBaseUrl: 'http://127.0.0.1/webhook',
    webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
    webhookTestBaseUrl: 'http://127.0.0.1/webhook-test',
    formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
    variables: {},
    userId: 'user-1',
    setExecutionStatus: () => undefined,
    sendDataToUI: () => undefined,
    logAiEvent: () => undefined,
  };
  return data as IWorkflowExecuteAdditionalData;
}

function credentialsHelper(credentials: Record<string, ICredentialDataDecryptedObject>): ICredentialsHelper {
  class Credentials extends n8n.ICredentialsHelper {
    getParentTypes() {
      return [];
    }
    async getDecrypted(_: unknown, __: unknown, type: string) {
      const found = credentials[type];
      if (found === undefined) throw new Error(`No credentials of type ${type} in this test`);
      return found;
    }
    async getCredentials(): Promise<never> {
      throw new Error('Tests hand decrypted credentials over');
    }
    async preAuthentication() {
      return undefined;
    }
    async runPreAuthentication() {
      return undefined;
    }
    async updateCredentials() {}
    async updateCredentialsOauthTokenData() {}
    getCredentialsProperties() {
      return [];
    }
    isCredentialUsableByNode() {
      return true;
    }
    async authenticate(
      given: ICredentialDataDecryptedObject,
      type: string,
      request: IHttpRequestOptions,
      workflow: WorkflowPackage.Workflow,
      node: INode,
    ) {
      const { authenticate } = loader.getCredential(type).type;
      if (authenticate === undefined || typeof authenticate === 'function')
        throw new Error('Expected generic authentication');
      const headers = { ...request.headers };
      for (const [name, value] of Object.entries(authenticate.properties.headers ?? {}))
        headers[name] = workflow.expression.getSimpleParameterValue(node, value as string, 'internal', {
          $credentials: given,
        }) as string;
      return { ...request, headers };
    }
  }
  return new Credentials();
}

class ManualTrigger implements INodeType {
  description: INodeType['description'] = {
    displayName: 'Start',
    name: 'manualTrigger',
    group: ['trigger'],
    version: 1,
    description: '',
    defaults: { name: 'Start' },
    inputs: [],
    outputs: ['main'],
    properties: [],
  };
  async execute(this: WorkflowPackage.IExecuteFunctions) {
    return [this.getInputData()];
  }
}

export { core, loader, n8n };
