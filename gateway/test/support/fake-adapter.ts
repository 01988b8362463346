import type { Channel } from '@outbound-composer/core';
import type { Failure } from '@outbound-composer/core/contract';
import { z } from 'zod';
import type { ChannelAdapter, Outbound, SendOutcome } from '../../src/channels/adapter.js';

type Answer = SendOutcome | ((message: Outbound, signal: AbortSignal) => SendOutcome | Promise<SendOutcome>);

export interface FakeAdapter extends ChannelAdapter {
  /** All calls, in order. */
  readonly sent: readonly Outbound[];
  /** Answers for the next calls, first come first served; afterwards everything is accepted again. */
  answer(...answers: Answer[]): void;
  /** Answers every call from now on. */
  answerAlways(answer: Answer): void;
}

/** A provider in memory that accepts everything as `<channel>-1`, `<channel>-2`, ... unless told otherwise. */
export function fakeAdapter(
  channel: Channel = 'whatsapp',
  given: { readonly quickReplies?: number } = {},
): FakeAdapter {
  const sent: Outbound[] = [];
  const answers: Answer[] = [];
  let always: Answer | null = null;
  return {
    channel,
    settings: z.unknown(),
    ...(given.quickReplies !== undefined && {
      capabilities: { media: [], captions: [], quickReplies: given.quickReplies, receipts: [] },
    }),
    sent,
    answer: (...next) => {
      answers.push(...next);
    },
    answerAlways: (next) => {
      always = next;
    },
    async send(_account, message, signal) {
      const number = sent.push(message);
      const answer = answers.shift() ?? always ?? { outcome: 'accepted', providerId: `${channel}-${number}` };
      return typeof answer === 'function' ? answer(message, signal) : answer;
    },
  };
}

export const failure = (reason: string, retriable = false): Failure => ({
  reason,
  message: `The provider said ${reason}.`,
  remedy: null,
  retriable,
  providerCode: null,
});

export const rejected = (reason = 'recipient_unreachable'): SendOutcome => ({
  outcome: 'rejected',
  failure: failure(reason),
});
export const retryLater = (afterMs: number | null = null): SendOutcome => ({
  outcome: 'retry',
  failure: failure('provider_busy', true),
  afterMs,
});
export const noAnswer = (): SendOutcome => ({ outcome: 'unknown', failure: failure('no_answer', true) });
