import type { Email } from 'postal-mime';
import type { ChannelEvent } from '../adapter.js';
import { failureFrom } from '../error-table.js';
import { bounceError } from './errors.js';

/**
 * What a delivery status notification says about mails of ours, or null when the mail is none.
 * https://www.rfc-editor.org/rfc/rfc3464
 */
export function readBounce(mail: Email, at: number): ChannelEvent[] | null {
  const report = mail.attachments.find((part) => part.mimeType === 'message/delivery-status');
  if (report === undefined) return null;
  const fields = String(report.content);
  const action = /^action:\s*(\w+)/im.exec(fields)?.[1]?.toLowerCase();
  const status = /^status:\s*(\d\.\d+\.\d+)/im.exec(fields)?.[1];
  const original = mail.attachments.find((part) =>
    /^(message\/rfc822|text\/rfc822-headers)/.test(part.mimeType),
  );
  const providerId = /^message-id:\s*(<[^<>\s]+>)/im.exec(String(original?.content ?? ''))?.[1];
  if (providerId === undefined) return [{ type: 'ignored', kind: 'bounce.without_message_id' }];
  switch (action) {
    case 'failed': {
      const failure = failureFrom(bounceError(status ?? ''), status ?? null);
      return [{ type: 'status', providerId, status: 'failed', at, failure }];
    }
    case 'delivered':
      return [{ type: 'status', providerId, status: 'delivered', at, failure: null }];
    default:
      // `delayed`, `relayed` and `expanded` settle nothing.
      return [{ type: 'ignored', kind: `bounce.${action ?? 'unknown'}` }];
  }
}
