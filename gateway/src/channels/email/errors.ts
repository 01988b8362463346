import type { ErrorRow } from '../error-table.js';

const CODES = 'https://www.rfc-editor.org/rfc/rfc3463';
const REGISTRY =
  'https://www.iana.org/assignments/smtp-enhanced-status-codes/smtp-enhanced-status-codes.xhtml';
const REPLIES = 'https://www.rfc-editor.org/rfc/rfc5321#section-4.2.3';
const refused = { outcome: 'rejected', retriable: false, source: CODES } as const;

/** 4yz: the server did not take the mail and says that trying again may help. */
const LATER: ErrorRow = {
  outcome: 'retry',
  reason: 'provider_busy',
  message: 'The mail server asks to try again later.',
  remedy: null,
  retriable: true,
  afterMs: 60_000,
  source: REPLIES,
};
const NO_SUCH_MAILBOX: ErrorRow = {
  ...refused,
  reason: 'recipient_unreachable',
  message: 'There is no such mailbox.',
  remedy: 'Check the contact’s e-mail address, or choose another channel.',
};
const NO_SUCH_DOMAIN: ErrorRow = {
  ...refused,
  reason: 'recipient_unreachable',
  message: 'The domain of this address takes no mail.',
  remedy: 'Check the contact’s e-mail address, or choose another channel.',
};
const MAILBOX_CLOSED: ErrorRow = {
  ...refused,
  reason: 'recipient_unreachable',
  message: 'The mailbox is disabled.',
  remedy: 'Choose another channel.',
};
const MAILBOX_FULL: ErrorRow = {
  ...refused,
  reason: 'recipient_unreachable',
  message: 'The mailbox is full.',
  remedy: 'Choose another channel, or try again in some days.',
  retriable: true,
};
const TOO_LARGE: ErrorRow = {
  ...refused,
  reason: 'content_refused',
  message: 'The mail is larger than the server takes.',
  remedy: 'Shorten it.',
};
const POLICY: ErrorRow = {
  ...refused,
  reason: 'content_refused',
  message: 'The mail server refuses the mail by its rules.',
  remedy: 'Look at the server’s answer; it may take us for a sender of spam.',
};
const UNPROVEN_SENDER: ErrorRow = {
  ...refused,
  reason: 'account_restricted',
  message: 'The mail server cannot tell that the mail is really from us (SPF, DKIM or DMARC).',
  remedy: 'Check the DNS records of the sender’s domain.',
  source: REGISTRY,
};
const CREDENTIALS: ErrorRow = {
  ...refused,
  reason: 'credentials_refused',
  message: 'The mail server does not take our user name and password.',
  remedy: 'Check user and password in the settings of this account.',
  source: 'https://www.rfc-editor.org/rfc/rfc4954#section-6',
};

/** By enhanced status code, without its class: `1.1` of `5.1.1`. Only for final answers (class 5). */
const BY_ENHANCED: Readonly<Record<string, ErrorRow>> = {
  '1.0': NO_SUCH_MAILBOX,
  '1.1': NO_SUCH_MAILBOX,
  '1.2': NO_SUCH_DOMAIN,
  '1.3': { ...NO_SUCH_MAILBOX, message: 'The address is not written as an e-mail address.' },
  '1.6': { ...NO_SUCH_MAILBOX, message: 'The mailbox has moved.' },
  '1.10': { ...NO_SUCH_DOMAIN, source: REGISTRY },
  '2.1': MAILBOX_CLOSED,
  '2.2': MAILBOX_FULL,
  '2.3': TOO_LARGE,
  '3.4': TOO_LARGE,
  '4.4': NO_SUCH_DOMAIN,
  '7.1': POLICY,
  '7.8': CREDENTIALS,
  '7.20': UNPROVEN_SENDER,
  '7.21': UNPROVEN_SENDER,
  '7.22': UNPROVEN_SENDER,
  '7.23': UNPROVEN_SENDER,
  '7.26': UNPROVEN_SENDER,
};

/** By the plain reply code, where the server gives no enhanced one that is known here. */
const BY_REPLY: Readonly<Record<number, ErrorRow>> = {
  530: CREDENTIALS,
  534: CREDENTIALS,
  535: CREDENTIALS,
  550: NO_SUCH_MAILBOX,
  551: NO_SUCH_MAILBOX,
  552: TOO_LARGE,
  553: NO_SUCH_MAILBOX,
  554: POLICY,
  556: NO_SUCH_DOMAIN,
};

export const NO_ENCRYPTION: ErrorRow = {
  ...refused,
  reason: 'account_restricted',
  message: 'The mail server offers no encryption.',
  remedy: 'Ask its operator, or allow it with tls in the settings of this account.',
  source: 'https://www.rfc-editor.org/rfc/rfc3207#section-4',
};

const FINAL: ErrorRow = {
  ...refused,
  reason: 'request_refused',
  message: 'The mail server refused the mail.',
  remedy: 'Look at the server’s answer, or choose another channel.',
  source: REPLIES,
};

/** The row for a server's reply. A reply always says that the mail was not taken. */
export function smtpError(reply: number, text: string): { row: ErrorRow; code: string } {
  const enhanced = enhancedCode(text);
  const code = enhanced ?? String(reply);
  if (reply < 500) return { row: LATER, code };
  const known = enhanced?.startsWith('5.') ? BY_ENHANCED[enhanced.slice(2)] : undefined;
  return { row: known ?? BY_REPLY[reply] ?? FINAL, code };
}

/** The row for a bounce, which has an enhanced status code only. */
export function bounceError(status: string): ErrorRow {
  const known = BY_ENHANCED[status.replace(/^\d\./, '')];
  return known ?? FINAL;
}

/** `5.1.1` of `550 5.1.1 No such user`. https://www.rfc-editor.org/rfc/rfc2034 */
export function enhancedCode(text: string): string | null {
  return /(?:^|\s)(?:\d{3}[ -])?([245]\.\d{1,3}\.\d{1,3})(?=\s|$)/.exec(text)?.[1] ?? null;
}
