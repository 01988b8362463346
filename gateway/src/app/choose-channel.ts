import {
  alternatives,
  type Channel,
  type Decision,
  decide,
  type PolicyPreset,
  type Purpose,
  type Sender,
} from '@outbound-composer/core';
import { outboundRequest, type Reach } from '../store/facts.js';
import type { DispatchAccount } from './deps.js';
import type { ChosenForm } from './form-for.js';
import type { PreparedContent } from './outbound-content.js';
import { fieldProblem, ProblemError } from './problem.js';

export interface Asked {
  readonly at: number;
  readonly sender: Sender;
  readonly purpose: Purpose;
  readonly preset: PolicyPreset;
  readonly channel: Channel | undefined;
  readonly channelAccountId: string | undefined;
  /** An account that this process can send through. */
  readonly accountOf: (accountId: string) => DispatchAccount | undefined;
}

export type Choice =
  | { readonly reach: Reach; readonly decision: Decision; readonly chosen: ChosenForm }
  | { readonly refused: { readonly decision: Decision; readonly alternatives: Decision[] } };

/**
 * Through which of a contact's identities a content goes now: the best one that takes it, among those asked for.
 *
 * @throws ProblemError `channel_not_available`, `template_mismatch`, and what is in the content's way
 */
export function chooseChannel(reaches: readonly Reach[], content: PreparedContent, asked: Asked): Choice {
  const candidates = candidatesFor(reaches, content, asked);
  const ranked = alternatives(
    reaches.map((reach) => outboundRequest(reach, asked)),
    asked.preset,
  ).map(({ index, decision }) => ({ reach: reaches[index]!, decision }));

  const mine = ranked.filter(({ reach }) => candidates.includes(reach));
  const possible = mine.flatMap(({ reach, decision }) => {
    const chosen = content.formFor(decision);
    return chosen ? [{ reach, decision, chosen }] : [];
  });
  if (possible.length === 0) {
    return {
      refused: {
        decision: mine[0]!.decision,
        alternatives: ranked
          .filter(({ reach, decision }) => !candidates.includes(reach) && decision.verdict !== 'blocked')
          .map(({ decision }) => decision),
      },
    };
  }
  let obstacle: ProblemError | null = null;
  for (const one of possible) {
    const account = asked.accountOf(one.reach.account.id);
    if (!account) continue;
    const inTheWay = content.obstacleOn?.(account) ?? null;
    if (inTheWay === null) return one;
    obstacle ??= inTheWay;
  }
  if (obstacle) throw obstacle;
  throw new ProblemError(
    'channel_not_available',
    `The message would be allowed, but this gateway has no settings to send through ${possible[0]!.reach.account.name}.`,
    {
      errors: [
        { field: 'channel', message: 'cannot be sent through here', expected: availableOf(ranked, asked) },
      ],
    },
  );
}

/** Decides for one identity alone, e.g. with counters that were locked since. */
export const decideFor = (
  reach: Reach,
  asked: Pick<Asked, 'at' | 'sender' | 'purpose' | 'preset'>,
): Decision => decide(outboundRequest(reach, asked), asked.preset);

/** What is decided for each identity that the content could go to. */
export const decideCandidates = (
  reaches: readonly Reach[],
  content: PreparedContent,
  asked: Asked,
): Decision[] => candidatesFor(reaches, content, asked).map((reach) => decideFor(reach, asked));

function candidatesFor(reaches: readonly Reach[], content: PreparedContent, asked: Asked): readonly Reach[] {
  const { channel, channelAccountId } = asked;
  const templateAccount = content.channelAccountId;
  if (templateAccount !== null) {
    const otherChannel = channel !== undefined && channel !== content.channel;
    const otherAccount = channelAccountId !== undefined && channelAccountId !== templateAccount;
    if (otherChannel || otherAccount) {
      throw fieldProblem(
        'template_mismatch',
        'content.templateId',
        `belongs to ${otherChannel ? `the channel ${content.channel}` : 'another sender account'}`,
        'a template of the channel and account asked for',
      );
    }
  }
  const candidates = reaches.filter(
    (reach) =>
      (channel === undefined || reach.channel === channel) &&
      (channelAccountId === undefined || reach.account.id === channelAccountId) &&
      (templateAccount === null || reach.account.id === templateAccount),
  );
  if (candidates.length > 0) return candidates;
  const has = [...new Set(reaches.map((reach) => reach.channel))].join(', ');
  throw new ProblemError(
    'channel_not_available',
    has === ''
      ? 'The contact has no channel.'
      : `The contact has no address there; it can be reached on: ${has}.`,
    {
      errors: [
        {
          field:
            channelAccountId !== undefined
              ? 'channelAccountId'
              : channel !== undefined
                ? 'channel'
                : 'contact',
          message: 'the contact has no address there',
          ...(has === '' ? {} : { expected: `one of: ${has}` }),
        },
      ],
    },
  );
}

function availableOf(ranked: readonly { reach: Reach }[], asked: Asked): string {
  const channels = ranked
    .filter(({ reach }) => asked.accountOf(reach.account.id) !== undefined)
    .map(({ reach }) => reach.channel);
  return channels.length === 0
    ? 'an account with settings in the configuration'
    : `one of: ${[...new Set(channels)].join(', ')}`;
}
