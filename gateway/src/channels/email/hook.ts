import { createHash } from 'node:crypto';
import PostalMime, { type Email } from 'postal-mime';
import type { Account, ChannelEvent, WebhookRequest } from '../adapter.js';
import { WebhookPayloadError } from '../adapter.js';
import { hmacMatches } from '../signature.js';
import { readBounce } from './bounce.js';
import { addressIn } from './send.js';
import type { EmailSettings } from './settings.js';

const TOLERANCE_MS = 5 * 60_000;
const OLDEST_MS = 7 * 86_400_000;

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

    async parse(
      { settings }: Account<EmailSettings>,
      { headers, body }: WebhookRequest,
    ): Promise<ChannelEvent[]> {
      const mail = await PostalMime.parse(body, { attachmentEncoding: 'utf8' }).catch((cause: unknown) => {
        throw new WebhookPayloadError('The body is not a mail (RFC 5322)', { cause });
      });
      const posted = Number(headers['x-outbound-timestamp']) * 1000;
      const bounce = readBounce(mail, posted);
      if (bounce !== null) return bounce;
      return [mailEvent(mail, body, posted, addressIn(settings.from))];
    },
  };
}

function mailEvent(mail: Email, body: Buffer, posted: number, own: string): ChannelEvent {
  const from = mail.from?.address?.trim().toLowerCase();
  if (!from?.includes('@')) throw new WebhookPayloadError('from: expected a header with an e-mail address');
  if (from === own.toLowerCase()) return { type: 'ignored', kind: 'own_mail' };
  if (isAutomatic(mail)) return { type: 'ignored', kind: 'automatic_reply' };
  const text = (mail.text ?? '').trim();
  return {
    type: 'message',
    providerId: mail.messageId ?? `<${createHash('sha256').update(body).digest('hex')}@mail-hook>`,
    from,
    name: mail.from?.name || null,
    at: writtenAt(mail, posted),
    opener: 'message',
    content:
      text === '' ? { kind: 'other', type: 'mail', text: mail.subject ?? null } : { kind: 'text', text },
  };
}

/** An absence note is no answer of the customer. https://www.rfc-editor.org/rfc/rfc3834#section-5 */
function isAutomatic(mail: Email): boolean {
  const header = (key: string) =>
    mail.headers
      .find((one) => one.key === key)
      ?.value.trim()
      .toLowerCase();
  const submitted = header('auto-submitted');
  return (
    (submitted !== undefined && submitted !== 'no') ||
    header('x-autoreply') !== undefined ||
    ['auto_reply', 'bulk', 'junk'].includes(header('precedence') ?? '')
  );
}

/** The customer's own clock, where it is not ahead of the hook's and not absurdly behind. */
function writtenAt(mail: Email, posted: number): number {
  const written = Date.parse(mail.date ?? '');
  return written <= posted && written > posted - OLDEST_MS ? written : posted;
}
