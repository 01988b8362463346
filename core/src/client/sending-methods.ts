import type { BulkResult, SendBulk } from '../contract/bulk.js';
import type { Message } from '../contract/message.js';
import type { Call, CallOptions } from './call.js';

/** What sends besides one message now. */
export interface SendingMethods {
  /** Cancels a message that is scheduled or still queued; one that is cancelled already stays so. */
  cancelMessage(id: string, options?: CallOptions): Promise<Message>;
  /** Up to 1,000 messages, each with an `idempotencyKey` of its own; an answer per item, in their order. */
  sendBulk(request: SendBulk, options?: CallOptions): Promise<BulkResult>;
}

export function sendingMethods(call: Call): SendingMethods {
  return {
    cancelMessage: (id, options) =>
      call('POST', `/v1/messages/${encodeURIComponent(id)}/cancel`, { body: {}, ...options }),
    sendBulk: (request, options) => call('POST', '/v1/messages/bulk', { body: request, ...options }),
  };
}
