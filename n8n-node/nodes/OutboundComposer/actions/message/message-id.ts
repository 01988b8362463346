import type { INodeProperties } from 'n8n-workflow';
import { FieldFault } from '../../failures.js';
import type { Run } from '../../run.js';
import { textField } from '../../text-field.js';

export const messageIdField: INodeProperties = {
  displayName: 'Message ID',
  name: 'messageId',
  type: 'string',
  default: '',
  required: true,
  placeholder: 'e.g. {{ $json.messageId }}',
  description: 'The ID that Send Follow-Up gave out',
};

/** The message that each item names. */
export function messageIds(run: Run): Map<number, string> {
  return run.readAll((index) => {
    const id = textField(run.context, 'messageId', index);
    if (id === '')
      throw new FieldFault('Message ID', 'is empty', 'Take messageId from the output of Send Follow-Up.');
    return id;
  });
}
