import { createGatewayClient } from '@outbound-composer/core/client';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { operationOf } from './actions/index.js';
import { nodeError } from './failures.js';
import { Run } from './run.js';
import { gatewayTransport } from './transport.js';

/** Runs the chosen operation over all items. Its errors leave here as n8n's own, with the item they belong to. */
export async function route(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
  try {
    const { operation, outputs } = operationOf(
      context.getNodeParameter('resource', 0),
      context.getNodeParameter('operation', 0),
    );
    const run = new Run(context, createGatewayClient(await gatewayTransport(context)), outputs);
    await operation.execute(run);
    return run.results();
  } catch (error) {
    throw nodeError(error, context.getNode(), 0);
  }
}
