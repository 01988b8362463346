import { GatewayProblem } from '@outbound-composer/core';
import type { SendMessage, SendResult } from '@outbound-composer/core/contract';
import type { IDataObject } from 'n8n-workflow';
import { AT_ONCE, inBatches, inChunks } from '../../batches.js';
import { batchingOf } from '../../descriptions/batching.js';
import { askEligibility, MOST_PER_REQUEST, type Question } from '../../eligibility.js';
import { remedyOf } from '../../failures.js';
import { idempotencyKeys } from '../../idempotency.js';
import { alternative, otherRefusal, verdictFields } from '../../outcome.js';
import type { Run } from '../../run.js';
import { type Intent, intentOf, optionsOf } from './send.intent.js';

export { description } from './send.description.js';

/** Refusals that depend on the contact's state rather than on a mistake in the node. */
const REFUSALS: ReadonlySet<GatewayProblem['code']> = new Set([
  'not_eligible',
  'channel_not_available',
  'takeover_required',
]);

/** All fields are read before the first message leaves, so that a mistake in a late item sends nothing. */
export async function execute(run: Run): Promise<void> {
  const intents = run.readAll((index) => intentOf(run.context, index));
  const dry = new Map([...intents].filter(([, { dryRun }]) => dryRun));
  const real = new Map([...intents].filter(([, { dryRun }]) => !dryRun));
  const batching = batchingOf(optionsOf(run.context, 0), AT_ONCE);

  await inChunks(dry, { size: MOST_PER_REQUEST, interval: 0 }, (some) => rehearse(run, some));
  const keyOf = idempotencyKeys(run.context);
  const tries = triesOf(run);
  await inBatches(
    real,
    batching,
    ({ contact }) => contact,
    (index, intent) => run.attempt(index, () => send(run, index, intent, keyOf, tries)),
  );
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

async function send(
  run: Run,
  index: number,
  intent: Intent,
  keyOf: (index: number, message: unknown) => string,
  tries: IDataObject,
): Promise<void> {
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
    }
  }
  if (refusal) run.refuse(index, { ...intent.input, ...refusedFields(intent, refusal) });
}

/** A template that does not belong to the channel is a mistake, but as a fallback it only does not help. */
function isRefusal(error: unknown, position: number): error is GatewayProblem {
  if (!(error instanceof GatewayProblem)) return false;
  return REFUSALS.has(error.code) || (position > 0 && error.code === 'template_mismatch');
}

function sentFields({ contact }: Intent, { message, conversation, decision }: SendResult, position: number) {
  return {
    contact,
    contactId: message.contactId,
    messageId: message.id,
    conversationId: conversation.id,
    eligible: true,
    dryRun: false,
    ...verdictFields(decision),
    alternatives: [],
    fellBack: position > 0,
    form: message.form,
    status: message.status,
    content: message.content,
    conversation: { status: conversation.status, assignee: conversation.assignee },
  };
}

function refusedFields({ contact, messages: [{ channel }] }: Intent, problem: GatewayProblem) {
  const common = { contact, messageId: null, eligible: false, dryRun: false };
  if (problem.refusal === null) {
    const explanation = `${problem.detail} ${remedyOf(problem.code)}`.trim();
    return { ...common, ...otherRefusal(problem.code, explanation, channel ?? null) };
  }
  const { decision, alternatives } = problem.refusal;
  return { ...common, ...verdictFields(decision), alternatives: alternatives.map(alternative) };
}

/** Asks what would happen, for each message that would be tried. */
async function rehearse(run: Run, intents: ReadonlyMap<number, Intent>): Promise<void> {
  const questions = new Map([...intents].map(([index, intent]) => [index, questionOf(intent.messages)]));
  await askEligibility(run, questions, (index, { eligible, result }) => {
    const { input, contact } = intents.get(index) ?? {};
    const json = { ...input, contact, messageId: null, dryRun: true, ...result };
    if (eligible) run.accept(index, json);
    else run.refuse(index, json);
  });
}

function questionOf([first, ...others]: Intent['messages']): Question {
  const wish = ({ channel, content }: SendMessage) => ({ channel, kind: content.kind });
  return {
    item: { contact: first.contact, purpose: first.purpose },
    wishes: [wish(first), ...others.map(wish)],
  };
}
