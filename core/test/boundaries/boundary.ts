import { type Case, line, NOON } from '../../src/policy/ask.test.util.js';
import type { Channel, Decision, Opener } from '../../src/policy/types.js';

/** One limit of one rule, and the answers a step before it, exactly at it and a step after, written down by hand. */
export interface Boundary {
  /** The rule and what of it, as `limits.ts` names it: `whatsapp.window message lasts`. */
  readonly limit: string;
  /** Where it lies: milliseconds, a count, or an instant. */
  readonly at: number;
  readonly asks: (value: number) => Case;
  readonly answers: readonly [before: string, exactly: string, after: string];
}

/** A contact who never wrote, by one of the channel's window rules. */
export interface Never {
  readonly rule: string;
  readonly asks?: Case;
  readonly answer: string;
}

export interface ChannelBoundaries {
  readonly channel: Channel;
  readonly never: readonly Never[];
  readonly limits: readonly Boundary[];
}

/** Verdict, reason and forms, and the price where anything can be sent. */
export function answerOf(decision: Decision): string {
  const { verdict, price } = decision;
  return verdict === 'blocked' ? line(decision) : `${line(decision)}; ${price.kind} ${price.reason}`;
}

type Answers = Boundary['answers'];
type Timed = Omit<Case, 'at' | 'window'> & { readonly at?: number };

/** So long after what the contact did. */
export function lasts(
  rule: string,
  opener: Opener,
  at: number,
  answers: Answers,
  asked: Timed = {},
): Boundary {
  return { limit: `${rule} ${opener} lasts`, at, asks: (age) => after(age, opener, asked), answers };
}

/** A form that holds so long after the contact's last message. */
export function within(rule: string, form: string, at: number, answers: Answers, asked: Timed): Boundary {
  return { limit: `${rule} ${form} within`, at, asks: (age) => after(age, 'message', asked), answers };
}

/** So many messages of ours, a second after what the contact did. */
export function most(
  rule: string,
  opener: Opener,
  at: number,
  answers: Answers,
  asked: Timed = {},
): Boundary {
  return {
    limit: `${rule} ${opener} max`,
    at,
    asks: (sent) => after(1000, opener, asked, sent),
    answers,
  };
}

/** The day on which a rule begins. */
export function begins(
  rule: string,
  at: number,
  asks: (at: number) => Case,
  answers: readonly [before: string, from: string],
): Boundary {
  return { limit: `${rule} validFrom`, at, asks, answers: [answers[0], answers[1], answers[1]] };
}

/** Somebody did that so long ago. */
export function after(age: number, opener: Opener, asked: Timed = {}, outboundSinceInbound = 0): Case {
  const at = asked.at ?? NOON;
  return { ...asked, at, window: { lastInboundAt: at - age, opener, outboundSinceInbound } };
}
