import type { INodeProperties } from 'n8n-workflow';
import type { Batching } from '../batches.js';
import { FieldFault } from '../failures.js';

/** Members of an Options collection. Read them with `batchingOf()`. */
export function batchingOptions(defaultSize: number): INodeProperties[] {
  return [
    {
      displayName: 'Batch Interval',
      name: 'batchInterval',
      type: 'number',
      typeOptions: { minValue: 0 },
      default: 0,
      description: 'Milliseconds to wait between two batches',
    },
    {
      displayName: 'Batch Size',
      name: 'batchSize',
      type: 'number',
      typeOptions: { minValue: 1 },
      default: defaultSize,
      description:
        'How many items are handled at the same time. Items of one contact always keep their order.',
    },
  ];
}

export function batchingOf(
  options: { batchSize?: unknown; batchInterval?: unknown },
  defaults: Batching,
  largest = Number.POSITIVE_INFINITY,
): Batching {
  const size = Number(options.batchSize ?? defaults.size);
  const interval = Number(options.batchInterval ?? defaults.interval);
  if (!Number.isInteger(size) || size < 1)
    throw new FieldFault(
      'Batch Size',
      'is not a whole number above 0',
      `Leave it at ${defaults.size}, or choose a smaller one.`,
    );
  if (!Number.isFinite(interval) || interval < 0)
    throw new FieldFault(
      'Batch Interval',
      'is not a number of milliseconds',
      'Leave it at 0, or write 1000 for a second.',
    );
  return { size: Math.min(size, largest), interval };
}
