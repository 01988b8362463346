import { z } from 'zod';
import { secret, timeoutMs } from '../settings.js';

export const EmailSettings = z.strictObject({
  /** Mail server that takes our mails. */
  host: z.string().trim().min(1),
  port: z.int().min(1).max(65_535).default(587),
  /**
   * `starttls`: an encrypted connection or none. `implicit`: TLS from the first byte (port 465).
   * `opportunistic`: encrypted if the server offers it. `none`: in the clear, for a server on this machine.
   */
  tls: z.enum(['starttls', 'implicit', 'opportunistic', 'none']).default('starttls'),
  user: secret.optional(),
  password: secret.optional(),
  /** Sender: `support@example.com` or `Support <support@example.com>`. */
  from: z.string().regex(/^(?:[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, {
    error: 'expected an address such as Support <support@example.com>',
  }),
  replyTo: z.email().optional(),
  /** Subject of a mail for which nobody wrote one. */
  defaultSubject: z.string().trim().min(1).max(250).default('News about your request'),
  /** Signs what the mail hook posts; without it nothing is taken in. */
  hookSecret: z.string().min(16, { error: 'expected at least 16 characters' }).optional(),
  /** The mailbox that answers and bounces come to; each mail that is not yet read is taken in and marked as read. */
  imap: z
    .strictObject({
      host: z.string().trim().min(1),
      port: z.int().min(1).max(65_535).default(993),
      /** As `tls` of the sending server. */
      tls: z.enum(['implicit', 'starttls', 'none']).default('implicit'),
      user: secret,
      password: secret,
      mailbox: z.string().min(1).default('INBOX'),
    })
    .optional(),
  /** One-click unsubscribing from marketing mails. */
  unsubscribe: z
    .strictObject({
      /** This account's webhook address, as customers' mail programs reach it. */
      url: z.url({
        protocol: /^https?$/,
        error: 'expected a URL such as https://gateway.example/webhooks/acme/email',
      }),
      /** Seals the addresses inside the links; a new one makes links of earlier mails void. */
      secret: z.string().min(32, { error: 'expected at least 32 characters' }),
    })
    .optional(),
  /** Connections kept open to the mail server. */
  connections: z.int().min(1).max(50).default(3),
  timeoutMs,
});
export type EmailSettings = z.output<typeof EmailSettings>;
