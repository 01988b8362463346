import {
  type INodeProperties,
  type INodeTypeDescription,
  NodeConnectionTypes,
  updateDisplayOptions,
} from 'n8n-workflow';
import { FieldFault } from '../failures.js';
import { contact } from './contact/index.js';
import { conversation } from './conversation/index.js';
import { csat } from './csat/index.js';
import { eligibility } from './eligibility/index.js';
import { message } from './message/index.js';
import type { Operation, Resource } from './operation.js';

const RESOURCES: readonly Resource[] = [contact, conversation, csat, eligibility, message];
/** Checking alone can do no harm, also where an AI agent is given the node as it comes. */
const DEFAULT_RESOURCE = eligibility.value;

export const properties: INodeProperties[] = [
  {
    displayName: 'Resource',
    name: 'resource',
    type: 'options',
    noDataExpression: true,
    options: RESOURCES.map(({ name, value }) => ({ name, value })),
    default: DEFAULT_RESOURCE,
  },
  ...RESOURCES.flatMap(fieldsOf),
];

function fieldsOf({ value: resource, operations }: Resource): INodeProperties[] {
  const [{ value: first }] = operations;
  return [
    {
      displayName: 'Operation',
      name: 'operation',
      type: 'options',
      noDataExpression: true,
      displayOptions: { show: { resource: [resource] } },
      options: operations.map(({ name, value, action, description }) => ({
        name,
        value,
        action,
        description,
      })),
      default: first,
    },
    ...operations.flatMap(({ value, operation }) =>
      updateDisplayOptions({ show: { resource: [resource], operation: [value] } }, operation.description),
    ),
  ];
}

const outputsByOperation = Object.fromEntries(
  RESOURCES.flatMap((resource) =>
    resource.operations.map(({ value, outputs }) => [
      `${resource.value}.${value}`,
      outputs.map((displayName) =>
        outputs.length === 1
          ? { type: NodeConnectionTypes.Main }
          : { type: NodeConnectionTypes.Main, displayName },
      ),
    ]),
  ),
);

/** n8n works the outputs out from the chosen operation, so that each has its own names. */
export const outputs: INodeTypeDescription['outputs'] = `={{ (${JSON.stringify(outputsByOperation)})[$parameter.resource + "." + $parameter.operation] }}`;

export function operationOf(resource: unknown, operation: unknown): { operation: Operation; outputs: 1 | 2 } {
  const known = RESOURCES.find(({ value }) => value === resource)?.operations;
  const entry = known?.find(({ value }) => value === operation);
  if (entry === undefined)
    throw new FieldFault(
      'Operation',
      `"${String(operation)}" of "${String(resource)}" does not exist`,
      'Choose the operation in the node again.',
    );
  return { operation: entry.operation, outputs: entry.outputs.length };
}
