import {
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
  type IWebhookFunctions,
  type IWebhookResponseData,
  NodeConnectionTypes,
} from 'n8n-workflow';
import { resume, waitingWebhooks } from './actions/csat/waiting.js';
import { outputs, properties } from './actions/index.js';
import { listSearch } from './methods/list-search.js';
import { loadOptions } from './methods/load-options.js';
import { resourceMapping } from './methods/resource-mapping.js';
import { route } from './router.js';

/** Asks the gateway whether a follow-up may be sent, and sends it. */
export class OutboundComposer implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Outbound Composer',
    name: 'outboundComposer',
    icon: { light: 'file:outboundComposer.svg', dark: 'file:outboundComposer.dark.svg' },
    group: ['output'],
    version: [1],
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
    description: 'Check whether a follow-up may be sent to a customer, and send it',
    defaults: { name: 'Outbound Composer' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs,
    credentials: [{ name: 'outboundComposerApi', required: true }],
    webhooks: waitingWebhooks,
    properties,
  };

  methods = { listSearch, loadOptions, resourceMapping };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await route(this);
  }

  /** Ends a waiting of CSAT > Send and Wait for Answer. */
  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await resume(this);
  }
}
