import type { Resource } from '../operation.js';
import * as check from './check.operation.js';

export const eligibility = {
  name: 'Eligibility',
  value: 'eligibility',
  operations: [
    {
      name: 'Check',
      value: 'check',
      action: 'Check eligibility',
      description: 'Find out whether a customer may be written to, in what form, until when, and why not',
      outputs: ['Eligible', 'Not Eligible'],
      operation: check,
    },
  ],
} satisfies Resource;
