import { createHash, randomUUID } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import { isTool } from './tool.js';

/**
 * Makes the Idempotency-Key of an item: the same in each try of n8n's Retry On Fail, and when somebody retries
 * the execution, since n8n keeps the node's context with the execution's data. Another execution, another turn
 * of a loop or another text makes another key.
 */
export function idempotencyKeys(context: IExecuteFunctions): (index: number, message: unknown) => string {
  const memory = context.getContext('node');
  memory.outboundSeed ??= context.getExecutionId() ?? randomUUID();
  // Each try of an AI agent's tool counts as another turn, so that the message itself has to tell them apart.
  const turn = isTool(context) ? 'tool' : context.evaluateExpression('{{ $runIndex }}', 0);
  const origin = [memory.outboundSeed, context.getWorkflow().id, context.getNode().id, turn];
  return (index, message) =>
    createHash('sha256')
      .update(JSON.stringify([...origin, index, message]))
      .digest('hex');
}
