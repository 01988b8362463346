import type { Pattern } from '../message/pattern.js';
import type { Channel, Form, Reason, UnlockedBy, Verdict } from '../policy/types.js';

/** Verdicts that a reason can come with, e.g. `blocked.opted_out`. */
export type SentenceKey = `${Verdict}.${Reason}` | `${Verdict}.${Reason}.${'counted' | 'until' | 'since'}`;

/** Everything that is said in one language. */
export interface Catalog {
  /** By verdict and reason; a longer key is preferred when its figure is known. */
  readonly sentences: Readonly<Partial<Record<SentenceKey, Pattern>>>;
  readonly channels: Readonly<Record<Channel, string>>;
  /** Noun phrases that fill `{ways}`. */
  readonly ways: Readonly<Record<Form, string>>;
  /** Clauses that follow "until" and fill `{unlocks}`. */
  readonly unlocks: Readonly<Record<Exclude<UnlockedBy, `at:${string}`> | 'at', string>>;
}
