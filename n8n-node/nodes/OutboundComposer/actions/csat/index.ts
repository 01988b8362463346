import type { Resource } from '../operation.js';
import * as getAnswers from './get-answers.operation.js';
import * as send from './send.operation.js';
import * as sendAndWait from './send-and-wait.operation.js';

export const csat = {
  name: 'CSAT',
  value: 'csat',
  operations: [
    {
      name: 'Get Many',
      value: 'getAll',
      action: 'Get many CSAT answers',
      description: 'List what customers answered: score, comment, and the agent it is about',
      outputs: ['Answers'],
      operation: getAnswers,
    },
    {
      name: 'Send and Wait for Answer',
      // n8n takes signed resume URLs for an operation of this name alone.
      value: 'sendAndWait',
      action: 'Send a CSAT survey and wait for the answer',
      description: 'Ask a customer how satisfied they are, and go on when they have answered',
      outputs: ['Answered', 'No Answer'],
      operation: sendAndWait,
    },
    {
      name: 'Send Survey',
      value: 'send',
      action: 'Send a CSAT survey',
      description: 'Ask a customer how satisfied they are, where a channel permits it',
      outputs: ['Sent', 'Not Eligible'],
      operation: send,
    },
  ],
} satisfies Resource;
