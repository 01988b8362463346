import type { Purpose } from '@outbound-composer/core';
import type { Deps } from './deps.js';

/** At most `messages` in `days` to one contact, over all its channels. */
export interface FrequencyCap {
  readonly messages: number;
  readonly days: number;
  /** Of which purposes the messages are counted, and refused once there are enough. */
  readonly purposes: readonly Purpose[];
}

/** What a workspace asks of every send, besides the rules of the channels. */
export interface SendingRules {
  /** IANA name: whose wall clock is meant where nothing is known of the recipient's. */
  readonly timeZone: string;
  /** How long a message of an agent waits, so that it can be cancelled. */
  readonly undoMs: number;
  readonly frequencyCap: FrequencyCap | null;
}

const DEFAULTS: SendingRules = { timeZone: 'Etc/UTC', undoMs: 0, frequencyCap: null };

export const rulesOf = ({ sending }: Pick<Deps, 'sending'>): SendingRules => sending ?? DEFAULTS;
