import type { Attachment } from '../contract/attachment.js';
import type { BulkResult, SendBulk } from '../contract/bulk.js';
import type { Message } from '../contract/message.js';
import { type Call, type CallOptions, queryString } from './call.js';

/** A file to be uploaded. */
export interface FileToUpload {
  readonly name: string;
  /** Media type, e.g. `application/pdf`. */
  readonly type: string;
  /** What the transport can send: for `fetch` a Blob or bytes. */
  readonly content: unknown;
}

/** What sends besides one message now. */
export interface SendingMethods {
  /** Keeps a file for a message of the kind `attachment`. */
  uploadAttachment(file: FileToUpload, options?: CallOptions): Promise<Attachment>;
  getAttachment(id: string, options?: CallOptions): Promise<Attachment>;
  /** Cancels a message that is scheduled or still queued; one that is cancelled already stays so. */
  cancelMessage(id: string, options?: CallOptions): Promise<Message>;
  /** Up to 1,000 messages, each with an `idempotencyKey` of its own; an answer per item, in their order. */
  sendBulk(request: SendBulk, options?: CallOptions): Promise<BulkResult>;
}

export function sendingMethods(call: Call): SendingMethods {
  return {
    uploadAttachment: ({ name, type, content }, options) =>
      call('POST', `/v1/attachments${queryString({ name })}`, {
        file: content,
        headers: { 'content-type': type },
        ...options,
      }),
    getAttachment: (id, options) => call('GET', `/v1/attachments/${encodeURIComponent(id)}`, options),
    cancelMessage: (id, options) =>
      call('POST', `/v1/messages/${encodeURIComponent(id)}/cancel`, { body: {}, ...options }),
    sendBulk: (request, options) => call('POST', '/v1/messages/bulk', { body: request, ...options }),
  };
}
