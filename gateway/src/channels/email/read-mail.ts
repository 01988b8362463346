import { createHash } from 'node:crypto';
import PostalMime, { type Email } from 'postal-mime';
import { type ChannelEvent, WebhookPayloadError } from '../adapter.js';
import { readBounce } from './bounce.js';
import { addressIn } from './send.js';
import type { EmailSettings } from './settings.js';

const OLDEST_MS = 7 * 86_400_000;

/**
 * What a mail that came in says: a customer's message, a bounce of a mail of ours, or nothing to us.
 * @param arrived epoch milliseconds; when it reached the mailbox or the hook
 * @throws WebhookPayloadError when it is no mail
 */
export async function readMail(
  { from }: EmailSettings,
  body: Buffer,
  arrived: number,
): Promise<ChannelEvent[]> {
  const mail = await PostalMime.parse(body, { attachmentEncoding: 'utf8' }).catch((cause: unknown) => {
    throw new WebhookPayloadError('The body is not a mail (RFC 5322)', { cause });
  });
  return readBounce(mail, arrived) ?? [mailEvent(mail, body, arrived, addressIn(from))];
}

function mailEvent(mail: Email, body: Buffer, arrived: number, own: string): ChannelEvent {
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
    at: writtenAt(mail, arrived),
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

/** The customer's own clock, where it is not ahead of the time of arrival and not absurdly behind. */
function writtenAt(mail: Email, arrived: number): number {
  const written = Date.parse(mail.date ?? '');
  return written <= arrived && written > arrived - OLDEST_MS ? written : arrived;
}
