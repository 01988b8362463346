import type { INodeProperties } from 'n8n-workflow';
import { contactField } from '../../descriptions/contact.js';
import { type ContactFields, contactChange, contactFields } from '../../descriptions/contact-fields.js';
import { FieldFault } from '../../failures.js';
import type { Run } from '../../run.js';
import { textField } from '../../text-field.js';
import { changeContacts } from './change-contacts.js';

export const description: INodeProperties[] = [
  contactField,
  {
    displayName: 'New Email',
    name: 'newEmail',
    type: 'string',
    placeholder: 'e.g. ada@example.com',
    default: '',
    description: 'Leave empty to keep the email',
  },
  {
    displayName: 'New Phone',
    name: 'newPhone',
    type: 'string',
    default: '',
    placeholder: 'e.g. +49 170 1234567',
    description: 'Leave empty to keep the phone',
  },
  contactFields,
];

export async function execute(run: Run): Promise<void> {
  const { context } = run;
  await changeContacts(run, (index) => {
    const email = textField(context, 'newEmail', index);
    const phone = textField(context, 'newPhone', index);
    const change = {
      ...(email === '' ? {} : { email }),
      ...(phone === '' ? {} : { phone }),
      ...contactChange(context.getNodeParameter('fields', index, {}) as ContactFields),
    };
    if (Object.keys(change).length === 0)
      throw new FieldFault('Fields to Set', 'is empty', 'Add at least one field with a value for this item.');
    return change;
  });
}
