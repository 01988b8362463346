import type { GatewayProblem } from '@outbound-composer/core/client';
import type { SendMessage } from '@outbound-composer/core/contract';
import type { IDataObject } from 'n8n-workflow';
import { AT_ONCE, inBatches, inChunks } from '../../batches.js';
import { batchingOf } from '../../descriptions/batching.js';
import { channelOf } from '../../descriptions/channel.js';
import { askEligibility, MOST_PER_REQUEST, type Question } from '../../eligibility.js';
import { idempotencyKeys } from '../../idempotency.js';
import type { Run } from '../../run.js';
import { isRefusal, refusedFields, sentFields } from './result.js';
import { type Intent, intentOf, optionsOf } from './send.intent.js';

export { description } from './send.description.js';

/** All fields are read before the first message leaves, so that a mistake in a late item sends nothing. */
export async function execute(run: Run): Promise<void> {
  const intents = run.readAll((index) => intentOf(run.context, index));
  const dry = new Map([...intents].filter(([, { dryRun }]) => dryRun));
  const real = new Map([...intents].filter(([, { dryRun }]) => !dryRun));
  const batching = batchingOf(optionsOf(run.context, 0), AT_ONCE);

  await inChunks(dry, { size: MOST_PER_REQUEST, interval: 0 }, (some) => rehearse(run, some));
  const sender: Sender = { run, keyOf: idempotencyKeys(run.context), tries: triesOf(run), mute: new Map() };
  await inBatches(
    real,
    batching,
    ({ contact }) => contact,
    (index, intent) => run.attempt(index, () => send(sender, index, intent)),
  );
  await inChunks(sender.mute, { size: MOST_PER_REQUEST, interval: 0 }, (some) => nameAlternatives(run, some));
}

interface Sender {
  readonly run: Run;
  readonly keyOf: (index: number, message: unknown) => string;
  readonly tries: IDataObject;
  /** Refused by a problem that names no other channel. */
  readonly mute: Map<number, Refused>;
}

interface Refused {
  readonly intent: Intent;
  readonly problem: GatewayProblem;
}

/**
 * Which message of an item was tried last, where it was not the first. A retry of n8n goes on there: the window
 * may have opened in between, and the customer must not get the text on top of the template.
 */
function triesOf(run: Run): IDataObject {
  const memory = run.context.getContext('node');
  memory.outboundTries ??= {};
  return memory.outboundTries as IDataObject;
}

async function send({ run, keyOf, tries, mute }: Sender, index: number, intent: Intent): Promise<void> {
  const item = keyOf(index, intent.messages);
  const remembered = Number(tries[item] ?? 0);
  let refusal: GatewayProblem | undefined;
  for (const [position, message] of intent.messages.entries()) {
    if (position < remembered) continue;
    if (position > 0) tries[item] = position;
    try {
      const sent = await run.client.sendMessage(message, keyOf(index, message));
      return run.accept(index, { ...intent.input, ...sentFields(intent, sent, position) });
    } catch (error) {
      if (!isRefusal(error, position)) return run.fail(index, error);
      refusal ??= error;
      // The conversation is the same whatever the message and its channel, and the cap counts over all of them.
      if (error.code === 'takeover_required' || error.code === 'frequency_capped') break;
    }
  }
  if (refusal === undefined) return;
  const mayHaveOthers = refusal.refusal === null && refusal.code !== 'frequency_capped';
  if (mayHaveOthers) mute.set(index, { intent, problem: refusal });
  else run.refuse(index, refusedFields(intent, refusal));
}

/** Asks once, for all of them, which channels are open instead. What is refused stays so without an answer, too. */
async function nameAlternatives(run: Run, refused: ReadonlyMap<number, Refused>): Promise<void> {
  const questions = new Map([...refused].map(([index, { intent }]) => [index, questionOf(intent.messages)]));
  const refuse = (index: number, known: object) => {
    const one = refused.get(index);
    if (one) run.refuse(index, { ...refusedFields(one.intent, one.problem), ...known });
  };
  await askEligibility(run.client, questions, {
    answered: (index, { result: { contactId, alternatives } }) => refuse(index, { contactId, alternatives }),
    failed: (index) => refuse(index, {}),
  });
}

/** Asks what would happen, for each message that would be tried. */
async function rehearse(run: Run, intents: ReadonlyMap<number, Intent>): Promise<void> {
  const questions = new Map([...intents].map(([index, intent]) => [index, questionOf(intent.messages)]));
  await askEligibility(run.client, questions, {
    answered(index, { eligible, result }) {
      const { input, contact } = intents.get(index) ?? {};
      const json = { ...input, contact, messageId: null, dryRun: true, ...result };
      if (eligible) run.accept(index, json);
      else run.refuse(index, json);
    },
    failed: (index, error) => run.fail(index, error),
  });
}

function questionOf([first, ...others]: Intent['messages']): Question {
  const wish = ({ channel, content }: SendMessage) => ({ channel: channelOf(channel), kind: content.kind });
  return {
    item: { contact: first.contact, purpose: first.purpose },
    wishes: [wish(first), ...others.map(wish)],
  };
}
