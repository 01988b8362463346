import type { SaveContact } from '@outbound-composer/core/contract';
import type { INodeProperties } from 'n8n-workflow';
import { AT_ONCE, inBatches } from '../../batches.js';
import { type ContactFields, contactChange, contactFields } from '../../descriptions/contact-fields.js';
import { FieldFault } from '../../failures.js';
import type { Run } from '../../run.js';
import { textField } from '../../text-field.js';
import { savedItem } from './saved-item.js';

export const description: INodeProperties[] = [
  {
    displayName:
      'The contact with this external ID, email or phone is updated. Where there is none, it is created.',
    name: 'notice',
    type: 'notice',
    default: '',
  },
  {
    displayName: 'Email',
    name: 'email',
    type: 'string',
    placeholder: 'e.g. ada@example.com',
    default: '',
  },
  {
    displayName: 'Phone',
    name: 'phone',
    type: 'string',
    default: '',
    placeholder: 'e.g. +49 170 1234567',
    description: 'Any notation; without a country code it is read as a number of the contact’s country',
  },
  {
    displayName: 'External ID',
    name: 'externalId',
    type: 'string',
    default: '',
    placeholder: 'e.g. hubspot/4711',
    description: 'The ID that the contact has in another system: source and ID, with a slash between them',
  },
  contactFields,
];

export async function execute(run: Run): Promise<void> {
  const wanted = run.readAll((index) => contactOf(run, index));
  await inBatches(wanted, AT_ONCE, identityOf, (index, contact) =>
    run.attempt(index, async () => run.accept(index, savedItem(await run.client.saveContact(contact)))),
  );
}

function contactOf({ context }: Run, index: number): SaveContact {
  const email = textField(context, 'email', index);
  const phone = textField(context, 'phone', index);
  const external = externalOf(textField(context, 'externalId', index));
  if (email === '' && phone === '' && external === null)
    throw new FieldFault(
      'Email',
      'is empty, and so are Phone and External ID',
      'Fill in at least one of them: it tells which contact is meant.',
    );
  return {
    ...(email === '' ? {} : { email }),
    ...(phone === '' ? {} : { phone }),
    ...(external === null ? {} : { external }),
    ...contactChange(context.getNodeParameter('fields', index, {}) as ContactFields),
  };
}

function externalOf(text: string): { source: string; id: string } | null {
  if (text === '') return null;
  const slash = text.indexOf('/');
  if (slash < 1 || slash === text.length - 1)
    throw new FieldFault(
      'External ID',
      'is not a source and an ID',
      'It must be <source>/<ID>, like hubspot/4711.',
    );
  return { source: text.slice(0, slash), id: text.slice(slash + 1) };
}

/** Items that may be the same contact must not run side by side; a wrong guess costs an answer, never data. */
function identityOf({ external, email, phone }: SaveContact): string {
  return external ? `${external.source}/${external.id}` : String(email ?? phone ?? '').toLowerCase();
}
