import type { Resource } from '../operation.js';
import * as get from './get.operation.js';
import * as search from './search.operation.js';

export const contact = {
  name: 'Contact',
  value: 'contact',
  operations: [
    {
      name: 'Get',
      value: 'get',
      action: 'Get a contact',
      description: 'Get a contact with its conversation and the verdict of each channel',
      outputs: ['Contact'],
      operation: get,
    },
    {
      name: 'Search',
      value: 'search',
      action: 'Search contacts',
      description: 'Find contacts by name, email or phone, and by the status of their conversation',
      outputs: ['Contacts'],
      operation: search,
    },
  ],
} satisfies Resource;
