import type { Resource } from '../operation.js';
import * as addTag from './add-tag.operation.js';
import * as createOrUpdate from './create-or-update.operation.js';
import * as get from './get.operation.js';
import * as removeTag from './remove-tag.operation.js';
import * as search from './search.operation.js';
import * as update from './update.operation.js';

const outputs = ['Contact'] as const;

export const contact = {
  name: 'Contact',
  value: 'contact',
  operations: [
    {
      name: 'Get',
      value: 'get',
      action: 'Get a contact',
      description: 'Get a contact with its conversation and the verdict of each channel',
      outputs,
      operation: get,
    },
    {
      name: 'Add Tag',
      value: 'addTag',
      action: 'Add a tag to a contact',
      description: 'Add one or several tags to a contact',
      outputs,
      operation: addTag,
    },
    {
      name: 'Create or Update',
      value: 'upsert',
      action: 'Create or update a contact',
      description: 'Create a new contact, or update the current one if it already exists (upsert)',
      outputs,
      operation: createOrUpdate,
    },
    {
      name: 'Remove Tag',
      value: 'removeTag',
      action: 'Remove a tag from a contact',
      description: 'Remove one or several tags from a contact',
      outputs,
      operation: removeTag,
    },
    {
      name: 'Search',
      value: 'search',
      action: 'Search contacts',
      description: 'Find contacts by name, email or phone, and by the status of their conversation',
      outputs: ['Contacts'],
      operation: search,
    },
    {
      name: 'Update',
      value: 'update',
      action: 'Update a contact',
      description: 'Update names, addresses, owner, tags and custom fields of a contact',
      outputs,
      operation: update,
    },
  ],
} satisfies Resource;
