import type { INodeProperties } from 'n8n-workflow';
import { AT_ONCE, inBatches } from '../../batches.js';
import { FieldFault } from '../../failures.js';
import type { Run } from '../../run.js';
import { textField } from '../../text-field.js';

export const description: INodeProperties[] = [
  {
    displayName: 'Message ID',
    name: 'messageId',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. {{ $json.messageId }}',
    description: 'The ID that Send Follow-Up gave out',
  },
];

export async function execute(run: Run): Promise<void> {
  const ids = run.readAll((index) => {
    const id = textField(run.context, 'messageId', index);
    if (id === '')
      throw new FieldFault('Message ID', 'is empty', 'Take messageId from the output of Send Follow-Up.');
    return id;
  });
  await inBatches(
    ids,
    AT_ONCE,
    (id) => id,
    (index, id) =>
      run.attempt(index, async () => {
        const { id: messageId, ...message } = await run.client.getMessage(id);
        run.accept(index, { messageId, ...message });
      }),
  );
}
