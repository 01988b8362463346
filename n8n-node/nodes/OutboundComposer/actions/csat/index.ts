import type { Resource } from '../operation.js';
import * as getAnswers from './get-answers.operation.js';
import * as send from './send.operation.js';

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
      name: 'Send Survey',
      value: 'send',
      action: 'Send a CSAT survey',
      description: 'Ask a customer how satisfied they are, where a channel permits it',
      outputs: ['Sent', 'Not Eligible'],
      operation: send,
    },
  ],
} satisfies Resource;
