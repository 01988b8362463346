import type { INodeProperties } from 'n8n-workflow';
import { contactField } from '../../descriptions/contact.js';
import { FieldFault } from '../../failures.js';
import type { Run } from '../../run.js';
import { textList } from '../../text-field.js';
import { changeContacts } from './change-contacts.js';

export const tagFields: INodeProperties[] = [
  contactField,
  {
    displayName: 'Tags',
    name: 'tags',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. VIP, beta',
    description: 'One tag, or several separated by commas',
  },
];

/** Adds or removes the tags of each item; one that is there already, or is not there, changes nothing. */
export async function changeTags(run: Run, member: 'addTags' | 'removeTags'): Promise<void> {
  await changeContacts(run, (index) => {
    const tags = textList(run.context.getNodeParameter('tags', index));
    if (tags.length === 0)
      throw new FieldFault('Tags', 'is empty', 'Fill in a tag, or an expression that has one for this item.');
    return { [member]: tags };
  });
}
