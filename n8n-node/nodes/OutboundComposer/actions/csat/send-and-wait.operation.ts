import type { Survey } from '@outbound-composer/core/contract';
import type { INodeProperties } from 'n8n-workflow';
import { FieldFault } from '../../failures.js';
import { idempotencyKeys } from '../../idempotency.js';
import type { Run } from '../../run.js';
import { isTool } from '../../tool.js';
import { isRefused, requestOf, type SurveyRequest, surveyFields, surveyItem } from './survey-fields.js';
import { hasLapsed, isAbout, secretOf, unsubscribe } from './waiting.js';

const HOUR = 3_600_000;

export const description: INodeProperties[] = [
  ...surveyFields,
  {
    displayName: 'Limit Wait Time (Hours)',
    name: 'limitWaitTime',
    type: 'number',
    typeOptions: { minValue: 0.1, numberPrecision: 1 },
    default: 24,
    description: 'How long to wait for the answer; never longer than the survey can be answered',
  },
];

/** Asks one customer and puts the execution to wait. n8n resumes a waiting as a whole, hence one item at a time. */
export async function execute(run: Run): Promise<void> {
  const requests = run.readAll((index) => {
    oneCustomer(run);
    return { request: requestOf(run, index), hours: hoursOf(run, index) };
  });
  for (const [index, { request, hours }] of requests)
    await run.attempt(index, () => ask(run, index, request, hours));
}

function oneCustomer({ context }: Run): void {
  if (isTool(context))
    throw new FieldFault('Operation', 'cannot wait as a tool of an AI agent', 'Choose Send Survey.');
  if (context.getInputData().length > 1)
    throw new FieldFault(
      'Operation',
      'waits for one customer at a time and got several items',
      'Put Loop Over Items with a batch size of 1 before this node, or choose Send Survey.',
    );
}

function hoursOf({ context }: Run, index: number): number {
  const hours = Number(context.getNodeParameter('limitWaitTime', index));
  if (!(hours > 0 && hours <= 8760))
    throw new FieldFault('Limit Wait Time', 'is not a number of hours up to 8760', 'Write 24 for a day.');
  return hours;
}

async function ask(run: Run, index: number, request: SurveyRequest, hours: number): Promise<void> {
  const { context, client } = run;
  const sent = await client.sendSurvey(request, idempotencyKeys(context)(index, request));
  if (settle(run, index, sent)) return;

  const now = Date.now();
  const until = Math.min(now + hours * HOUR, sent.expiresAt ? Date.parse(sent.expiresAt) : Infinity);
  const url = context.getSignedResumeUrl({ survey: sent.id, until: String(Math.round(until)) });
  const { apiKey } = await context.getCredentials<{ apiKey: string }>('outboundComposerApi');
  await unsubscribe(client, hasLapsed(new URL(url), now));
  await client.createWebhookSubscription({
    url,
    events: ['survey.answered'],
    secret: secretOf(apiKey, sent.id),
  });
  // It may have been answered, or refused, before there was a subscription.
  const survey = await client.getSurvey(sent.id);
  if (settle(run, index, survey)) return unsubscribe(client, isAbout(sent.id));

  // When the time is up, n8n runs nothing of this node and passes on what stands here.
  const json = {
    ...surveyItem(survey),
    reason: 'no_answer',
    explanation: `The customer did not answer within ${hours} hours or before the survey’s deadline.`,
  };
  context.getExecuteData().data = { main: [[], [{ json, pairedItem: { item: index } }]] };
  context.setMetadata({ forwardAllOutputs: true });
  await context.putExecutionToWait(new Date(until));
}

/** Hands on a survey that nothing more will happen to; says whether it was one. */
function settle(run: Run, index: number, survey: Survey): boolean {
  if (survey.status === 'answered') run.accept(index, surveyItem(survey));
  else if (isRefused(survey)) run.refuse(index, surveyItem(survey));
  else return false;
  return true;
}
