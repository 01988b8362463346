import type { INodeProperties } from 'n8n-workflow';
import type { Run } from '../../run.js';
import { textField } from '../../text-field.js';
import { conversationFields, eachConversation, takeOverOption } from './conversation.js';

export const description: INodeProperties[] = [
  ...conversationFields,
  {
    displayName: 'Reopen Reason',
    name: 'reason',
    type: 'string',
    default: '',
    placeholder: 'e.g. The fix is out',
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [takeOverOption],
  },
];

export async function execute(run: Run): Promise<void> {
  const { context, client } = run;
  await eachConversation(
    run,
    (index) => {
      const reason = textField(context, 'reason', index);
      const { takeOver } = context.getNodeParameter('options', index, {}) as { takeOver?: boolean };
      return { ...(reason ? { reason } : {}), ...(takeOver ? { takeOver } : {}) };
    },
    (id, request) => client.reopenConversation(id, request),
  );
}
