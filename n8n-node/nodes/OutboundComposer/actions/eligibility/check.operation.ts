import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { inChunks } from '../../batches.js';
import { contactRef, type Located } from '../../contact-ref.js';
import type { ContentKind } from '../../content.js';
import { batchingOf, batchingOptions } from '../../descriptions/batching.js';
import { channelField, channelOf } from '../../descriptions/channel.js';
import { contactField } from '../../descriptions/contact.js';
import { purposeField, purposeOf } from '../../descriptions/purpose.js';
import { askEligibility, MOST_PER_REQUEST, type Question } from '../../eligibility.js';
import { FieldFault } from '../../failures.js';
import type { Run } from '../../run.js';

interface Options {
  batchSize?: number;
  batchInterval?: number;
  form?: ContentKind | 'any';
  hoursAhead?: number;
  includeInput?: boolean;
  sender?: 'human' | 'automation';
}

export const description: INodeProperties[] = [
  contactField,
  channelField,
  purposeField,
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [
      ...batchingOptions(MOST_PER_REQUEST),
      {
        displayName: 'Eligible For',
        name: 'form',
        type: 'options',
        options: [
          { name: 'Any Form', value: 'any' },
          { name: 'Free Text', value: 'text' },
          { name: 'Template', value: 'template' },
        ],
        default: 'any',
        description: 'What must be allowed for an item to leave through Eligible',
      },
      {
        displayName: 'Hours Ahead',
        name: 'hoursAhead',
        type: 'number',
        typeOptions: { minValue: 0, numberPrecision: 2 },
        default: 0,
        description: 'Check for so many hours from now, as if the customer did not write until then',
      },
      {
        displayName: 'Include Input Fields',
        name: 'includeInput',
        type: 'boolean',
        default: false,
        description: 'Whether to keep the fields of the input item beside the verdict',
      },
      {
        displayName: 'Sender',
        name: 'sender',
        type: 'options',
        options: [
          { name: 'Automation', value: 'automation', description: 'This workflow writes' },
          {
            name: 'Human',
            value: 'human',
            description: 'An agent will write; some channels permit a human more',
          },
        ],
        default: 'automation',
        description: 'Who will write the message',
      },
    ],
  },
];

/** Asks for up to 1000 items with one request. */
export async function execute(run: Run): Promise<void> {
  const now = Date.now();
  const questions = run.readAll((index) => questionOf(run, index, now));
  const batching = batchingOf(
    optionsOf(run.context, 0),
    { size: MOST_PER_REQUEST, interval: 0 },
    MOST_PER_REQUEST,
  );

  await inChunks(questions, batching, async (some) => {
    await askEligibility(run.client, some, {
      answered(index, { eligible, result }) {
        const { includeInput } = optionsOf(run.context, index);
        const input: IDataObject = includeInput ? (run.context.getInputData()[index]?.json ?? {}) : {};
        if (eligible) run.accept(index, { ...input, ...result });
        else run.refuse(index, { ...input, ...result });
      },
      failed: (index, error) => run.fail(index, error),
    });
  });
}

function optionsOf(context: IExecuteFunctions, index: number): Options {
  return context.getNodeParameter('options', index, {}) as Options;
}

function questionOf({ context }: Run, index: number, now: number): Question {
  const contact = contactRef(context.getNodeParameter('contact', index) as Located);
  const purpose = purposeOf(context.getNodeParameter('purpose', index));
  const { form, hoursAhead, sender } = optionsOf(context, index);
  return {
    item: {
      contact,
      purpose,
      ...(sender ? { sender } : {}),
      ...(hoursAhead ? { at: later(now, hoursAhead) } : {}),
    },
    wishes: [
      {
        channel: channelOf(context.getNodeParameter('channel', index)),
        kind: form === undefined || form === 'any' ? undefined : form,
      },
    ],
  };
}

function later(now: number, hours: number): string {
  if (!Number.isFinite(hours) || hours < 0)
    throw new FieldFault('Hours Ahead', 'is not a number of hours', 'Leave it at 0 to check for now.');
  return new Date(now + hours * 3_600_000).toISOString();
}
