import type { INodeProperties } from 'n8n-workflow';

/** Which contact, in the ways a builder may know one. Read it with `contactRef()`. */
export const contactField: INodeProperties = {
  displayName: 'Contact',
  name: 'contact',
  type: 'resourceLocator',
  default: { mode: 'list', value: '' },
  required: true,
  description: 'The customer to write to',
  modes: [
    {
      displayName: 'From List',
      name: 'list',
      type: 'list',
      placeholder: 'Select a contact…',
      typeOptions: { searchListMethod: 'searchContacts', searchable: true },
    },
    {
      displayName: 'By ID',
      name: 'id',
      type: 'string',
      placeholder: 'e.g. {{ $json.contactId }}',
      hint: 'The contact ID of the gateway',
    },
    { displayName: 'By Email', name: 'email', type: 'string', placeholder: 'e.g. ada@example.com' },
    {
      displayName: 'By Phone',
      name: 'phone',
      type: 'string',
      placeholder: 'e.g. +49 170 1234567',
      hint: 'Any notation, with the country code',
    },
    {
      displayName: 'By External ID',
      name: 'external',
      type: 'string',
      placeholder: 'e.g. hubspot/4711',
      hint: 'Source and ID as they were imported, with a slash between them',
    },
  ],
};
