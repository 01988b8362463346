import type { Account, ChannelEvent, WebhookRequest } from '../adapter.js';
import { hmacMatches } from '../signature.js';
import { readMail } from './read-mail.js';
import type { EmailSettings } from './settings.js';

const TOLERANCE_MS = 5 * 60_000;

/**
 * The mail hook: a mail server, or a script behind one, posts each mail that comes in, as the bytes it got
 * (`message/rfc822`), with two headers:
 *
 * - `x-outbound-timestamp`: seconds since 1970
 * - `x-outbound-signature`: `v1=` and the hex HMAC-SHA256 of timestamp, a full stop and the body
 */
export function mailHook(clock: () => number) {
  return {
    verify({ settings }: Account<EmailSettings>, { headers, body }: WebhookRequest): boolean {
      const timestamp = headers['x-outbound-timestamp'] ?? '';
      const signature = headers['x-outbound-signature'];
      if (settings.hookSecret === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
      if (Math.abs(clock() - Number(timestamp) * 1000) > TOLERANCE_MS) return false;
      const signed = Buffer.concat([Buffer.from(`${timestamp}.`), body]);
      return (
        signature?.startsWith('v1=') === true && hmacMatches(signature.slice(3), settings.hookSecret, signed)
      );
    },

    parse({ settings }: Account<EmailSettings>, { headers, body }: WebhookRequest): Promise<ChannelEvent[]> {
      return readMail(settings, body, Number(headers['x-outbound-timestamp']) * 1000);
    },
  };
}
