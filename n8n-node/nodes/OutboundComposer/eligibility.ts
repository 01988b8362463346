import type { Channel } from '@outbound-composer/core';
import { type GatewayClient, GatewayProblem } from '@outbound-composer/core/client';
import type {
  CheckEligibility,
  Checked,
  DecisionOut,
  EligibilityResult,
  FrequencyCapState,
} from '@outbound-composer/core/contract';
import type { ContentKind } from './content.js';
import { channelName } from './descriptions/channel.js';
import { alternative, otherRefusal, permits, verdictFields } from './outcome.js';

/** What the gateway takes in one request. */
export const MOST_PER_REQUEST = 1000;

/** What must be allowed to count as eligible. */
export interface Wish {
  /** Undefined: whichever channel of the contact. */
  readonly channel: Channel | undefined;
  /** Undefined: anything at all. */
  readonly kind: ContentKind | undefined;
}

/** What one item asks. The gateway is always asked about all channels, so that alternatives can be named. */
export interface Question {
  readonly item: CheckEligibility['items'][number];
  /** In the order of preference; the first that is allowed is the answer. */
  readonly wishes: readonly [Wish, ...Wish[]];
}

export interface Answer {
  readonly eligible: boolean;
  readonly result: {
    readonly contactId: string;
    readonly [field: string]: unknown;
    readonly alternatives: readonly ReturnType<typeof alternative>[];
  };
}

/** What to do with an item's answer, or with what came in its place. */
export interface Listener {
  answered(index: number, answer: Answer): void;
  failed(index: number, error: unknown): void;
}

/** Asks for many items at once and hands each answer over as it comes; a bad item fails alone. */
export async function askEligibility(
  client: GatewayClient,
  questions: ReadonlyMap<number, Question>,
  listener: Listener,
): Promise<void> {
  let asked = [...questions];
  while (asked.length > 0) {
    const again = await ask(client, asked, listener);
    // Each round leaves at least one item out, so this ends.
    asked = asked.filter(([index]) => again.has(index));
  }
}

/** Resolves with the items to ask again: all the others of a request that one bad item brought down. */
async function ask(
  client: GatewayClient,
  asked: readonly (readonly [number, Question])[],
  listener: Listener,
): Promise<Set<number>> {
  let items: EligibilityResult['items'];
  try {
    ({ items } = await client.checkEligibility({ items: asked.map(([, { item }]) => item) }));
  } catch (error) {
    const bad = error instanceof GatewayProblem ? badPositions(error) : new Map<number, GatewayProblem>();
    if (bad.size === 0) {
      for (const [index] of asked) listener.failed(index, error);
      return new Set();
    }
    for (const [position, problem] of bad) {
      const index = asked[position]?.[0];
      if (index !== undefined) listener.failed(index, problem);
    }
    return new Set(asked.filter((_, position) => !bad.has(position)).map(([index]) => index));
  }
  asked.forEach(([index, question], position) => {
    const answer = items[position];
    if (answer?.ok) listener.answered(index, answerOf(question, answer.result));
    else listener.failed(index, problemOf(answer?.problem));
  });
  return new Set();
}

/** What stands in the place of an item's answer. */
export function problemOf(problem: unknown): GatewayProblem {
  const status =
    typeof problem === 'object' && problem !== null && 'status' in problem ? Number(problem.status) : 200;
  return GatewayProblem.from({ status, body: problem });
}

/** The items that the gateway's schema refused, by their position in the request. */
function badPositions(problem: GatewayProblem): Map<number, GatewayProblem> {
  const bad = new Map<number, GatewayProblem>();
  for (const error of problem.errors) {
    const position = /items[.[](\d+)/.exec(error.field)?.[1];
    if (position === undefined) return new Map();
    bad.set(Number(position), new GatewayProblem(problem.code, problem.status, problem.detail, [error]));
  }
  return bad;
}

function answerOf({ wishes }: Question, { contactId, decisions, frequencyCap }: Checked): Answer {
  const all = decisions.map(({ decision }) => decision);
  const channels = all.map(brief);
  if (frequencyCap?.capped) {
    const refusal = otherRefusal('frequency_capped', capSentence(frequencyCap), wishes[0].channel ?? null);
    return { eligible: false, result: { contactId, eligible: false, ...refusal, frequencyCap, channels } };
  }
  const granted = wishes.find((wish) => all.some((decision) => grants(decision, wish)));
  const { channel, kind } = granted ?? wishes[0];
  const considered = decisions.filter(
    ({ decision }) => channel === undefined || decision.channel === channel,
  );
  const best = considered.find(({ decision }) => permits(decision, kind)) ?? considered[0];
  const eligible = granted !== undefined;
  if (best === undefined) {
    const refusal = { ...noChannel(channel), alternatives: others(all, channel, kind) };
    return { eligible, result: { contactId, eligible, ...refusal, channels } };
  }
  const { decision, channelAccountId } = best;
  const alternatives = others(all, decision.channel, kind);
  return {
    eligible,
    result: { contactId, eligible, ...verdictFields(decision), channelAccountId, alternatives, channels },
  };
}

/** The workspace's own limit, which counts over all channels: no other channel helps. */
function capSentence({ messages, days, freeAt }: FrequencyCapState): string {
  const until = freeAt === null ? '' : `; the next is permitted at ${freeAt}`;
  return `The contact has got enough messages: this workspace permits ${messages} in ${days} days${until}.`;
}

function grants(decision: DecisionOut, { channel, kind }: Wish): boolean {
  return (channel === undefined || decision.channel === channel) && permits(decision, kind);
}

function noChannel(channel: Channel | undefined) {
  const where = channel === undefined ? 'on any channel' : `on ${channelName(channel)}`;
  return otherRefusal('channel_not_available', `This contact cannot be reached ${where}.`, channel ?? null);
}

function others(
  decisions: readonly DecisionOut[],
  channel: Channel | undefined,
  kind: ContentKind | undefined,
) {
  return decisions.filter((one) => one.channel !== channel && permits(one, kind)).map(alternative);
}

function brief({ channel, verdict, reason, explanation, closesAt }: DecisionOut) {
  return { channel, verdict, reason, explanation, closesAt };
}
