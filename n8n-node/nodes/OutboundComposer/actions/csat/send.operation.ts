import type { INodeProperties } from 'n8n-workflow';
import { AT_ONCE, inBatches } from '../../batches.js';
import { batchingOf, batchingOptions } from '../../descriptions/batching.js';
import { idempotencyKeys } from '../../idempotency.js';
import type { Run } from '../../run.js';
import { isRefused, requestOf, surveyFields, surveyItem } from './survey-fields.js';

export const description: INodeProperties[] = [
  ...surveyFields,
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: batchingOptions(AT_ONCE.size),
  },
];

/** All fields are read before the first customer is asked. A survey that may not be sent is an answer, no error. */
export async function execute(run: Run): Promise<void> {
  const requests = run.readAll((index) => requestOf(run, index));
  const batching = batchingOf(run.context.getNodeParameter('options', 0, {}), AT_ONCE);
  const keyOf = idempotencyKeys(run.context);
  await inBatches(
    requests,
    batching,
    ({ contact }) => contact,
    (index, request) =>
      run.attempt(index, async () => {
        const survey = await run.client.sendSurvey(request, keyOf(index, request));
        const item = { contact: request.contact, ...surveyItem(survey) };
        if (isRefused(survey)) run.refuse(index, item);
        else run.accept(index, item);
      }),
  );
}
