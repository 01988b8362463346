import type { INodeProperties } from 'n8n-workflow';
import { FieldFault } from '../../failures.js';
import type { Run } from '../../run.js';
import { textField } from '../../text-field.js';
import { conversationFields, eachConversation, takeOverOption } from './conversation.js';

export const description: INodeProperties[] = [
  ...conversationFields,
  {
    displayName: 'Assign To',
    name: 'assignTo',
    type: 'options',
    options: [
      { name: 'Agent', value: 'agent' },
      { name: 'Nobody', value: 'nobody' },
    ],
    default: 'agent',
  },
  {
    displayName: 'Agent Name or ID',
    name: 'agent',
    type: 'options',
    typeOptions: { loadOptionsMethod: 'getAgents' },
    default: '',
    required: true,
    description:
      'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
    displayOptions: { show: { assignTo: ['agent'] } },
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
      const { takeOver } = context.getNodeParameter('options', index, {}) as { takeOver?: boolean };
      return { assignee: assigneeOf(run, index), ...(takeOver ? { takeOver } : {}) };
    },
    (id, request) => client.assignConversation(id, request),
  );
}

function assigneeOf({ context }: Run, index: number): string | null {
  if (context.getNodeParameter('assignTo', index) === 'nobody') return null;
  const agent = textField(context, 'agent', index);
  if (agent === '')
    throw new FieldFault('Agent', 'is empty', 'Choose an agent, or assign the conversation to nobody.');
  return agent;
}
