import type { Conversation } from '@outbound-composer/core/contract';
import type { INodeProperties } from 'n8n-workflow';
import { AT_ONCE, inBatches } from '../../batches.js';
import { contactRef, type Located } from '../../contact-ref.js';
import { contactField } from '../../descriptions/contact.js';
import { FieldFault } from '../../failures.js';
import type { Run } from '../../run.js';
import { textField } from '../../text-field.js';

/** A contact has one conversation, so that either names it. */
export const conversationFields: INodeProperties[] = [
  {
    displayName: 'Conversation Of',
    name: 'conversationBy',
    type: 'options',
    options: [
      { name: 'Contact', value: 'contact' },
      { name: 'Conversation ID', value: 'id' },
    ],
    default: 'contact',
    description: 'How to name the conversation; each contact has one',
  },
  { ...contactField, displayOptions: { show: { conversationBy: ['contact'] } } },
  {
    displayName: 'Conversation ID',
    name: 'conversationId',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. {{ $json.conversationId }}',
    displayOptions: { show: { conversationBy: ['id'] } },
  },
];

export const takeOverOption: INodeProperties = {
  displayName: 'Take Over',
  name: 'takeOver',
  type: 'boolean',
  default: false,
  description: 'Whether to do it also where another agent has the conversation; it is recorded',
};

/** Does one thing with the conversation of each item. `read` takes what else the item says, before any request. */
export async function eachConversation<T>(
  run: Run,
  read: (index: number) => T,
  act: (id: string, request: T) => Promise<Conversation>,
): Promise<void> {
  const wanted = run.readAll((index) => ({ ...namedBy(run, index), request: read(index) }));
  await inBatches(
    wanted,
    AT_ONCE,
    ({ id, contact }) => id ?? contact ?? '',
    (index, { id, contact, request }) =>
      run.attempt(index, async () => {
        const conversation = await act(id ?? (await ofContact(run, contact ?? '')), request);
        const { id: conversationId, ...rest } = conversation;
        run.accept(index, { conversationId, ...rest });
      }),
  );
}

function namedBy({ context }: Run, index: number): { id?: string; contact?: string } {
  if (context.getNodeParameter('conversationBy', index) !== 'id')
    return { contact: contactRef(context.getNodeParameter('contact', index) as Located) };
  const id = textField(context, 'conversationId', index);
  if (id === '')
    throw new FieldFault(
      'Conversation ID',
      'is empty',
      'Fill it in, or name the conversation by its contact.',
    );
  return { id };
}

async function ofContact(run: Run, contact: string): Promise<string> {
  const { conversation } = await run.client.getContact(contact);
  if (conversation === null)
    throw new FieldFault('Contact', 'has no conversation yet', 'Message > Send Follow-Up begins one.');
  return conversation.id;
}
