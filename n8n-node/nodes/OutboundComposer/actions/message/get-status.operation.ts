import type { INodeProperties } from 'n8n-workflow';
import { AT_ONCE, inBatches } from '../../batches.js';
import type { Run } from '../../run.js';
import { messageIdField, messageIds } from './message-id.js';

export const description: INodeProperties[] = [messageIdField];

export async function execute(run: Run): Promise<void> {
  await inBatches(
    messageIds(run),
    AT_ONCE,
    (id) => id,
    (index, id) =>
      run.attempt(index, async () => {
        const { id: messageId, ...message } = await run.client.getMessage(id);
        run.accept(index, { messageId, ...message });
      }),
  );
}
