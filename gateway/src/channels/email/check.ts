import { ImapFlow } from 'imapflow';
import { type Account, type CheckedAccount, ProviderUnavailableError } from '../adapter.js';
import { imapOptions } from './imap.js';
import type { SmtpSender } from './send.js';
import type { EmailSettings } from './settings.js';

/**
 * Logs in to the sending server and, where there is one, to the mailbox.
 * @throws ProviderUnavailableError
 */
export async function checkEmail(
  sender: SmtpSender,
  account: Account<EmailSettings>,
): Promise<CheckedAccount> {
  const { settings } = account;
  await attempt(`SMTP server ${settings.host}`, () => sender.check(account));
  const { imap } = settings;
  if (imap !== undefined) {
    const client = new ImapFlow({ ...imapOptions(settings, imap), verifyOnly: true });
    client.on('error', () => undefined);
    await attempt(`IMAP server ${imap.host}`, () => client.connect());
  }
  return { name: null, address: settings.from };
}

/** A server's answer may repeat what it was sent, so only its code is told. */
async function attempt(server: string, login: () => Promise<unknown>): Promise<void> {
  try {
    await login();
  } catch (cause) {
    const { code, responseCode, serverResponseCode } = cause as {
      code?: string;
      responseCode?: number;
      serverResponseCode?: string;
    };
    const why = [serverResponseCode ?? code, responseCode].filter((part) => part !== undefined).join(' ');
    throw new ProviderUnavailableError(`The ${server} does not let us in${why && `: ${why}`}.`, { cause });
  }
}
