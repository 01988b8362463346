import type { FullDecision } from './policy.js';
import { ALWAYS } from './rule.js';
import type { Channel, Note, Price, RuleRef, UnlockedBy, Way, WindowLimits } from './types.js';

/** What decisions of every channel share; frozen, because they hand it out. */

export const NO_WAYS: readonly Way[] = Object.freeze([]);
export const NO_LIMITS: WindowLimits = Object.freeze({ lasts: null, max: null });
export const BY_NOTHING: readonly UnlockedBy[] = Object.freeze([]);
export const BY_INBOUND: readonly UnlockedBy[] = Object.freeze(['inbound']);

const NOTHING_TO_PAY: Price = Object.freeze({ kind: 'unknown', reason: 'nothing_can_be_sent' });

/** What the contact said holds on every channel. */
export const COMMON_CONSENT: RuleRef = commonRef('common.consent');
/** What a question must contain; our own rule. */
export const COMMON_REQUEST: RuleRef = commonRef('common.valid_request');

function commonRef(id: string): RuleRef {
  return Object.freeze({ id, validFrom: ALWAYS, validTo: null, source: 'docs/channels.md#every-channel' });
}

/** What every refusal says unless it says otherwise. */
export const NOTHING: FullDecision = {
  channel: '' as Channel,
  verdict: 'blocked',
  ways: NO_WAYS,
  reason: 'invalid_request',
  closesAt: null,
  remaining: null,
  unlockedBy: BY_NOTHING,
  price: NOTHING_TO_PAY,
  notes: [],
  rule: COMMON_REQUEST,
  limits: NO_LIMITS,
  closedAt: null,
  staleAt: null,
};

/** What was wrong with a question, and what would be right; its German stands in `explain/`. */
export function fieldNote(code: string, field: string, expected: string): Note {
  return { code, text: `${field} must be ${expected}.` };
}

export const BAD_STATE = fieldNote(
  'invalid_request',
  'window',
  'a count from 0 and a known opener, or neither',
);
