import type { Failure } from '@outbound-composer/core/contract';
import type { FailureReason as ProviderFailureReason } from '@outbound-composer/core/provider-errors';
import type { ConsentChange, SendOutcome } from './adapter.js';

/**
 * What one of a provider's errors means for us. The row decides about trying again; nothing else does.
 * `retry`: the provider says that it took nothing and that the same call helps later.
 */
export interface ErrorRow {
  readonly outcome: 'rejected' | 'retry' | 'unknown';
  /** Stable code, shared by all channels. */
  readonly reason: FailureReason;
  /** One sentence for the agent. */
  readonly message: string;
  /** What to do instead. */
  readonly remedy: string | null;
  /** A person may send the same again later. */
  readonly retriable: boolean;
  /** With `retry`: how long to wait where the answer does not say. */
  readonly afterMs?: number;
  readonly consent?: ConsentChange;
  /** Where it says so; null where only the provider's own wording is known. */
  readonly source: string | null;
}

/** Core's reasons, and those that only a gateway has. */
export type FailureReason = ProviderFailureReason | 'provider_unreachable' | 'no_answer' | 'cancelled';

/** The failure as it is stored with the message and shown to the agent. */
export function failureFrom(row: ErrorRow, providerCode: string | null): Failure {
  const { reason, message, remedy, retriable } = row;
  return { reason, message, remedy, retriable, providerCode };
}

/** @param retryAfterMs the pause that the provider's answer asks for */
export function outcomeFrom(
  row: ErrorRow,
  providerCode: string | null,
  retryAfterMs: number | null,
): SendOutcome {
  const failure = failureFrom(row, providerCode);
  switch (row.outcome) {
    case 'retry':
      return { outcome: 'retry', failure, afterMs: retryAfterMs ?? row.afterMs ?? null };
    case 'unknown':
      return { outcome: 'unknown', failure };
    case 'rejected':
      return { outcome: 'rejected', failure, ...(row.consent ? { consent: row.consent } : {}) };
  }
}

/** What became of a call that only prepares a message: whatever it was, no message has left. */
export function beforeTheMessage(outcome: SendOutcome): SendOutcome {
  return outcome.outcome === 'unknown' ? { ...outcome, outcome: 'retry', afterMs: null } : outcome;
}

/** For a 5xx that the provider's documents do not call safe: it may have taken the message before it broke. */
export const SERVER_ERROR: ErrorRow = {
  outcome: 'unknown',
  reason: 'provider_error',
  message: 'The provider broke off with an error; nobody can tell whether the message went out.',
  remedy: 'Ask the customer or look into the provider’s own log before sending it again.',
  retriable: true,
  source: null,
};

/** For a 429 without a word of its own. */
export const RATE_LIMITED: ErrorRow = {
  outcome: 'retry',
  reason: 'rate_limited',
  message: 'The provider takes no more messages for the moment.',
  remedy: null,
  retriable: true,
  source: 'https://www.rfc-editor.org/rfc/rfc6585#section-4',
};

/** For any other refusal that no row explains. */
export const REFUSED: ErrorRow = {
  outcome: 'rejected',
  reason: 'request_refused',
  message: 'The provider refused the message.',
  remedy: 'Look up the provider’s code, or choose another channel.',
  retriable: false,
  source: null,
};

/** The general row for an HTTP status, for answers that the provider's own table does not know. */
export function rowForStatus(status: number): ErrorRow {
  if (status === 429) return RATE_LIMITED;
  return status >= 500 || status === 408 ? SERVER_ERROR : REFUSED;
}
