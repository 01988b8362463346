import type { INodeProperties } from 'n8n-workflow';
import { FieldFault } from '../failures.js';
import type { Run } from '../run.js';

/** How many results an operation gives out. Read them with `mostOf()`. */
export const pagingFields: INodeProperties[] = [
  {
    displayName: 'Return All',
    name: 'returnAll',
    type: 'boolean',
    default: false,
    description: 'Whether to return all results or only up to a given limit',
  },
  {
    displayName: 'Limit',
    name: 'limit',
    type: 'number',
    typeOptions: { minValue: 1 },
    default: 50,
    description: 'Max number of results to return',
    displayOptions: { show: { returnAll: [false] } },
  },
];

/** The most results to give out; infinite where all are wanted. */
export function mostOf({ context }: Run, index: number): number {
  if (context.getNodeParameter('returnAll', index)) return Number.POSITIVE_INFINITY;
  const limit = Number(context.getNodeParameter('limit', index));
  if (!Number.isInteger(limit) || limit < 1)
    throw new FieldFault('Limit', 'is not a whole number above 0', 'Write a number, or turn on Return All.');
  return limit;
}
