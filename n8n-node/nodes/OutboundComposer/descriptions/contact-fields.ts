import type { UpdateContact } from '@outbound-composer/core/contract';
import type { INodeProperties } from 'n8n-workflow';
import { FieldFault } from '../failures.js';
import { textList } from '../text-field.js';

type Clearable = 'country' | 'firstName' | 'language' | 'lastName' | 'lifecycle' | 'owner' | 'timeZone';

const PLAIN = ['firstName', 'lastName', 'country', 'language', 'timeZone', 'lifecycle', 'owner'] as const;

const text = (displayName: string, name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
  displayName,
  name,
  type: 'string',
  default: '',
  ...more,
});

/** What may be said about a contact. Read it with `contactChange()`. */
export const contactFields: INodeProperties = {
  displayName: 'Fields to Set',
  name: 'fields',
  type: 'collection',
  placeholder: 'Add field',
  default: {},
  description: 'A field whose value is empty for an item leaves the contact as it is',
  options: [
    text('Add Tags', 'addTags', {
      placeholder: 'e.g. VIP, beta',
      description: 'Tags to add, separated by commas',
    }),
    {
      displayName: 'Clear Fields',
      name: 'clear',
      type: 'multiOptions',
      default: [],
      description: 'Fields to empty',
      options: [
        { name: 'Country', value: 'country' },
        { name: 'First Name', value: 'firstName' },
        { name: 'Language', value: 'language' },
        { name: 'Last Name', value: 'lastName' },
        { name: 'Lifecycle', value: 'lifecycle' },
        { name: 'Owner', value: 'owner' },
        { name: 'Time Zone', value: 'timeZone' },
      ],
    },
    text('Country', 'country', { placeholder: 'e.g. DE', description: 'Two-letter code' }),
    {
      displayName: 'Custom Fields',
      name: 'customFields',
      type: 'fixedCollection',
      typeOptions: { multipleValues: true },
      placeholder: 'Add custom field',
      default: {},
      description: 'Fields of your own; one with an empty value is removed',
      options: [
        {
          displayName: 'Field',
          name: 'field',
          values: [text('Name', 'name'), text('Value', 'value')],
        },
      ],
    },
    text('First Name', 'firstName'),
    text('Language', 'language', { placeholder: 'e.g. en', description: 'BCP 47 code' }),
    text('Last Name', 'lastName'),
    text('Lifecycle', 'lifecycle', { placeholder: 'e.g. Customer' }),
    {
      displayName: 'Owner Name or ID',
      name: 'owner',
      type: 'options',
      typeOptions: { loadOptionsMethod: 'getAgents' },
      default: '',
      description:
        'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
    },
    text('Remove Tags', 'removeTags', {
      placeholder: 'e.g. trial',
      description: 'Tags to remove, separated by commas',
    }),
    text('Time Zone', 'timeZone', { placeholder: 'e.g. Europe/Berlin', description: 'IANA name' }),
  ],
};

export interface ContactFields
  extends Partial<Record<(typeof PLAIN)[number] | 'addTags' | 'removeTags', unknown>> {
  readonly clear?: readonly Clearable[];
  readonly customFields?: { readonly field?: readonly { readonly name: unknown; readonly value: unknown }[] };
}

/** The change that the fields ask for; empty where they say nothing. */
export function contactChange(fields: ContactFields): UpdateContact {
  const change: UpdateContact = {};
  for (const name of PLAIN) {
    const value = String(fields[name] ?? '').trim();
    if (value !== '') change[name] = value;
  }
  for (const name of fields.clear ?? []) {
    if (change[name] !== undefined)
      throw new FieldFault(
        'Clear Fields',
        `holds ${name}, which is also set`,
        'Either set the field or clear it.',
      );
    change[name] = null;
  }
  for (const name of ['addTags', 'removeTags'] as const) {
    const tags = textList(fields[name]);
    if (tags.length > 0) change[name] = tags;
  }
  const custom = (fields.customFields?.field ?? []).map(({ name, value }) => [
    String(name ?? '').trim(),
    String(value ?? '') === '' ? null : (value as string),
  ]);
  if (custom.some(([name]) => name === ''))
    throw new FieldFault('Custom Fields', 'holds a field without a name', 'Name the field, or remove it.');
  if (custom.length > 0) change.customFields = Object.fromEntries(custom);
  return change;
}
