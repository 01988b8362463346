import { GatewayProblem } from '@outbound-composer/core/client';
import type { INodeProperties } from 'n8n-workflow';
import { AT_ONCE, inBatches } from '../../batches.js';
import type { Run } from '../../run.js';
import { messageIdField, messageIds } from './message-id.js';

export const description: INodeProperties[] = [messageIdField];

/** A message that its provider has by now is no mistake of the builder: it leaves through Too Late. */
export async function execute(run: Run): Promise<void> {
  await inBatches(
    messageIds(run),
    AT_ONCE,
    (id) => id,
    (index, id) =>
      run.attempt(index, async () => {
        try {
          const { id: messageId, ...message } = await run.client.cancelMessage(id);
          run.accept(index, { messageId, cancelled: true, ...message });
        } catch (error) {
          if (error instanceof GatewayProblem && error.code === 'not_cancellable')
            run.refuse(index, {
              messageId: id,
              cancelled: false,
              reason: error.code,
              explanation: error.detail,
            });
          else run.fail(index, error);
        }
      }),
  );
}
