import type { INodeProperties } from 'n8n-workflow';
import type { Run } from '../../run.js';
import { textField } from '../../text-field.js';
import { conversationFields, eachConversation } from './conversation.js';

export const description: INodeProperties[] = [
  ...conversationFields,
  {
    displayName: 'Category',
    name: 'category',
    type: 'string',
    default: '',
    placeholder: 'e.g. Resolved',
  },
  {
    displayName: 'Note',
    name: 'note',
    type: 'string',
    typeOptions: { rows: 3 },
    default: '',
    description: 'What came of it, for whoever opens the conversation next',
  },
];

export async function execute(run: Run): Promise<void> {
  const { context, client } = run;
  await eachConversation(
    run,
    (index) => {
      const category = textField(context, 'category', index);
      const summary = textField(context, 'note', index);
      return { ...(category ? { category } : {}), ...(summary ? { summary } : {}) };
    },
    (id, request) => client.closeConversation(id, request),
  );
}
