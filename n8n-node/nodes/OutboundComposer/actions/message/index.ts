import type { Resource } from '../operation.js';
import * as cancel from './cancel.operation.js';
import * as getStatus from './get-status.operation.js';
import * as send from './send.operation.js';
import * as sendVipUpdate from './send-vip-update.operation.js';

export const message = {
  name: 'Message',
  value: 'message',
  operations: [
    {
      name: 'Get Status',
      value: 'getStatus',
      action: 'Get the delivery status of a message',
      description: 'Find out whether a message was delivered or read, or why it failed',
      outputs: ['Message'],
      operation: getStatus,
    },
    {
      name: 'Cancel',
      value: 'cancel',
      action: 'Cancel a message',
      description: 'Take back a message that is scheduled or has not left yet',
      outputs: ['Cancelled', 'Too Late'],
      operation: cancel,
    },
    {
      name: 'Send Follow-Up',
      value: 'send',
      action: 'Send a follow up message',
      description: 'Send a text or a template, where the channel permits it; reopens the conversation',
      outputs: ['Sent', 'Not Eligible'],
      operation: send,
    },
    {
      name: 'Send VIP Update',
      value: 'sendVipUpdate',
      action: 'Send a VIP update',
      description: 'Write to every contact of a segment or with a tag; names who gets nothing, and why',
      outputs: ['Sent', 'Not Eligible'],
      operation: sendVipUpdate,
    },
  ],
} satisfies Resource;
