import type { GatewayProblem } from '@outbound-composer/core/client';
import type { ContactListItem, SendMessage } from '@outbound-composer/core/contract';
import { type INodeProperties, sleep } from 'n8n-workflow';
import { channelField, channelOf } from '../../descriptions/channel.js';
import { askEligibility, problemOf } from '../../eligibility.js';
import { FieldFault } from '../../failures.js';
import { idempotencyKeys } from '../../idempotency.js';
import type { Run } from '../../run.js';
import { type Audience, audienceFields, audienceOf } from './audience.js';
import { isRefusal, refusedFields, sentFields } from './result.js';
import { contentFields } from './send.description.js';
import { contentsOf } from './send.intent.js';

interface Options {
  batchInterval?: unknown;
  dryRun?: boolean;
  subject?: string;
}

export const description: INodeProperties[] = [
  ...audienceFields,
  channelField,
  ...contentFields,
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [
      {
        displayName: 'Batch Interval',
        name: 'batchInterval',
        type: 'number',
        typeOptions: { minValue: 0 },
        default: 0,
        description: 'Milliseconds to wait after every 100 contacts',
      },
      {
        displayName: 'Dry Run',
        name: 'dryRun',
        type: 'boolean',
        default: false,
        description: 'Whether to only check who would get it: nothing is sent',
      },
      {
        displayName: 'Subject',
        name: 'subject',
        type: 'string',
        default: '',
        description: 'Of the message, on channels that have one (email)',
      },
    ],
  },
];

/** The same message to each contact of an audience. */
interface Update {
  readonly audience: Audience;
  readonly message: Omit<SendMessage, 'contact'>;
  readonly interval: number;
  readonly dryRun: boolean;
}

/**
 * One item out for each contact, all linked to the item that named the audience. Who may not be written to, or got
 * enough already, leaves through Not Eligible; only what is wrong with the message itself fails the item.
 */
export async function execute(run: Run): Promise<void> {
  const keyOf = idempotencyKeys(run.context);
  for (const [index, update] of run.readAll((at) => updateOf(run, at)))
    await run.attempt(index, async () => {
      for await (const contacts of update.audience(run)) {
        if (contacts.length > 0) await (update.dryRun ? rehearse : send)(run, index, update, contacts, keyOf);
        if (update.interval > 0) await sleep(update.interval);
      }
    });
}

function updateOf(run: Run, index: number): Update {
  const { context } = run;
  const options = context.getNodeParameter('options', index, {}) as Options;
  const interval = Number(options.batchInterval ?? 0);
  if (!Number.isFinite(interval) || interval < 0)
    throw new FieldFault('Batch Interval', 'is not a number of milliseconds', 'Leave it at 0.');
  const channel = channelOf(context.getNodeParameter('channel', index));
  const [content] = contentsOf(context, index, options.subject);
  return {
    audience: audienceOf(run, index),
    message: { purpose: 'vip_update', content, ...(channel ? { channel } : {}) },
    interval,
    dryRun: options.dryRun === true,
  };
}

type Step = (
  run: Run,
  index: number,
  update: Update,
  contacts: readonly ContactListItem[],
  keyOf: (index: number, message: unknown) => string,
) => Promise<void>;

const send: Step = async (run, index, { message }, contacts, keyOf) => {
  const messages = contacts.map(({ id }): SendMessage => ({ ...message, contact: id }));
  const { items } = await run.client.sendBulk({
    items: messages.map((one) => ({ ...one, idempotencyKey: keyOf(index, one) })),
  });
  let fault: GatewayProblem | undefined;
  for (const [position, one] of messages.entries()) {
    const intent = { contact: one.contact, messages: [one] as const, dryRun: false, input: {} };
    const answer = items[position];
    if (answer?.ok) {
      run.accept(index, sentFields(intent, answer.result));
      continue;
    }
    const problem = problemOf(answer?.problem);
    // A contact that was deleted or merged since the audience was listed is no mistake of the message.
    const refused: boolean = problem.code === 'contact_not_found' || isRefusal(problem);
    if (refused) run.refuse(index, refusedFields(intent, problem));
    else fault ??= problem;
  }
  if (fault !== undefined) throw fault;
};

const rehearse: Step = async (run, index, { message: { purpose, channel, content } }, contacts) => {
  const wish = { channel: channelOf(channel), kind: content.kind };
  const questions = contacts.map(({ id }) => ({ item: { contact: id, purpose }, wishes: [wish] as const }));
  await askEligibility(run.client, new Map(questions.entries()), {
    answered(_, { eligible, result }) {
      const json = { contact: result.contactId, messageId: null, dryRun: true, ...result };
      if (eligible) run.accept(index, json);
      else run.refuse(index, json);
    },
    failed(_, error) {
      throw error;
    },
  });
};
