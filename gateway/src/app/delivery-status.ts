import type { Failure } from '@outbound-composer/core/contract';
import type { MessageStatus } from '../store/database.js';
import type { MessageChange, MessageRow } from '../store/messages.js';

export interface ReportedStatus {
  readonly status: 'sent' | 'delivered' | 'read' | 'failed';
  readonly at: Date;
  readonly failure: Failure | null;
}

/**
 * How far a message has come. Reports arrive late, twice and out of order, so a status only ever moves up, and the
 * end is the same whatever the order: what was delivered has not failed.
 */
const PROGRESS: Readonly<Record<MessageStatus, number>> = {
  scheduled: 0,
  queued: 0,
  // An earlier attempt may have got through all the same.
  cancelled: 1,
  sending: 1,
  unknown: 2,
  sent: 3,
  failed: 4,
  delivered: 5,
  read: 6,
  received: 7,
};

export const isFurther = (status: MessageStatus, than: MessageStatus): boolean =>
  PROGRESS[status] > PROGRESS[than];

/** What a report changes on a message; empty when it says nothing new. */
export function applyStatus(message: MessageRow, { status, at, failure }: ReportedStatus): MessageChange {
  const change: MessageChange = {};
  if (status === 'sent' && earlier(at, message.sent_at)) change.sent_at = at;
  if (status === 'delivered' && earlier(at, message.delivered_at)) change.delivered_at = at;
  if (status === 'read' && earlier(at, message.read_at)) change.read_at = at;
  if (isFurther(status, message.status)) {
    change.status = status;
    change.failure = status === 'failed' ? (failure ?? UNEXPLAINED) : null;
  }
  return change;
}

const earlier = (at: Date, known: Date | null): boolean => known === null || at < known;

const UNEXPLAINED: Failure = {
  reason: 'provider_failed',
  message: 'The provider could not deliver the message and gave no reason.',
  remedy: 'Try again, or write on another channel.',
  retriable: true,
  providerCode: null,
};
