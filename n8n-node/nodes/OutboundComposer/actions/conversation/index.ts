import type { Resource } from '../operation.js';
import * as assign from './assign.operation.js';
import * as close from './close.operation.js';
import * as get from './get.operation.js';
import * as reopen from './reopen.operation.js';

const outputs = ['Conversation'] as const;

export const conversation = {
  name: 'Conversation',
  value: 'conversation',
  operations: [
    {
      name: 'Get',
      value: 'get',
      action: 'Get a conversation',
      description: 'Get the status, assignee and closing note of a conversation',
      outputs,
      operation: get,
    },
    {
      name: 'Assign',
      value: 'assign',
      action: 'Assign a conversation',
      description: 'Assign a conversation to an agent, or to nobody',
      outputs,
      operation: assign,
    },
    {
      name: 'Close',
      value: 'close',
      action: 'Close a conversation',
      description: 'Close a conversation with a category and a note',
      outputs,
      operation: close,
    },
    {
      name: 'Reopen',
      value: 'reopen',
      action: 'Reopen a conversation',
      description: 'Reopen a closed or snoozed conversation',
      outputs,
      operation: reopen,
    },
  ],
} satisfies Resource;
