import {
  type IHookFunctions,
  type INodeType,
  type INodeTypeDescription,
  type IWebhookFunctions,
  type IWebhookResponseData,
  NodeConnectionTypes,
} from 'n8n-workflow';
import { properties } from './trigger/events.js';
import { receive } from './trigger/receive.js';
import * as subscription from './trigger/subscription.js';

/** Starts a workflow when the gateway tells that something happened. */
export class OutboundComposerTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Outbound Composer Trigger',
    name: 'outboundComposerTrigger',
    icon: { light: 'file:outboundComposer.svg', dark: 'file:outboundComposer.dark.svg' },
    group: ['trigger'],
    version: [1],
    subtitle: '={{ $parameter["events"].join(", ") }}',
    description: 'Starts the workflow when a contact replies, a message arrives or fails, or a window closes',
    defaults: { name: 'Outbound Composer Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'outboundComposerApi', required: true }],
    webhooks: [
      {
        name: 'default',
        httpMethod: 'POST',
        responseMode: 'onReceived',
        responseData: 'noData',
        path: 'webhook',
      },
    ],
    properties,
  };

  webhookMethods = {
    default: {
      async checkExists(this: IHookFunctions): Promise<boolean> {
        return await subscription.isCurrent(this);
      },
      async create(this: IHookFunctions): Promise<boolean> {
        return await subscription.begin(this);
      },
      async delete(this: IHookFunctions): Promise<boolean> {
        return await subscription.end(this);
      },
    },
  };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receive(this);
  }
}
