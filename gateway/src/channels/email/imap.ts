import { setTimeout } from 'node:timers/promises';
import { ImapFlow, type ImapFlowOptions } from 'imapflow';
import { type Account, type Inbox, WebhookPayloadError } from '../adapter.js';
import { readMail } from './read-mail.js';
import type { EmailSettings } from './settings.js';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
/** Servers end an IDLE after 30 minutes (RFC 2177); this also finds what a server did not tell of. */
const IDLE_MS = 5 * 60_000;
/** A larger mail is cut; its text comes first. */
const MOST_BYTES = 32 * 1024 * 1024;

type ImapSettings = NonNullable<EmailSettings['imap']>;

/**
 * Takes in the mails of the mailbox that are not yet read, and waits for more, until `signal` is aborted. A mail is
 * marked as read once it is written down. https://www.rfc-editor.org/rfc/rfc9051
 */
export async function listenImap(
  { settings }: Account<EmailSettings>,
  inbox: Inbox,
  signal: AbortSignal,
): Promise<void> {
  const { imap } = settings;
  if (imap === undefined) return;
  for (let pause = FIRST_PAUSE_MS; !signal.aborted; ) {
    try {
      await watch(settings, imap, inbox, signal, () => {
        pause = FIRST_PAUSE_MS;
      });
    } catch (error) {
      if (!signal.aborted) inbox.failed(error);
    }
    if (!signal.aborted) await setTimeout(pause, undefined, { signal, ref: false }).catch(() => undefined);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
}

export function imapOptions(
  { timeoutMs }: EmailSettings,
  { host, port, tls, user, password }: ImapSettings,
): ImapFlowOptions {
  return {
    host,
    port,
    secure: tls === 'implicit',
    doSTARTTLS: tls === 'starttls',
    auth: { user, pass: password },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    logger: false,
  };
}

/** One connection, for as long as it stands. */
async function watch(
  settings: EmailSettings,
  imap: ImapSettings,
  inbox: Inbox,
  signal: AbortSignal,
  stands: () => void,
): Promise<void> {
  const client = new ImapFlow({
    ...imapOptions(settings, imap),
    maxIdleTime: IDLE_MS,
    disableAutoIdle: true,
  });
  // Whatever breaks the connection ends it, and `close` follows.
  client.on('error', () => undefined);
  const closed = new Promise<void>((done) => client.once('close', () => done()));
  let wake = () => {};
  client.on('exists', () => wake());
  const stop = () => client.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await client.connect();
    await client.mailboxOpen(imap.mailbox);
    stands();
    while (client.usable && !signal.aborted) {
      const arrived = new Promise<void>((done) => {
        wake = done;
      });
      await takeUnread(client, settings, inbox);
      // A mail that arrives while the unread ones are taken is told of before the wait begins.
      await Promise.race([arrived, closed, client.idle()]);
    }
  } finally {
    signal.removeEventListener('abort', stop);
    client.close();
  }
}

async function takeUnread(client: ImapFlow, settings: EmailSettings, inbox: Inbox): Promise<void> {
  const found = await client.search({ seen: false }, { uid: true });
  for (const uid of found || []) {
    const mail = await client.fetchOne(
      String(uid),
      { source: { start: 0, maxLength: MOST_BYTES }, internalDate: true },
      { uid: true },
    );
    if (!mail || mail.source === undefined) continue;
    const arrived = new Date(mail.internalDate ?? Date.now()).getTime();
    try {
      await inbox.take(await readMail(settings, mail.source, arrived));
    } catch (error) {
      if (!(error instanceof WebhookPayloadError)) throw error;
      // No mail of a customer's; it stays in the mailbox, flagged for whoever looks there.
      inbox.failed(error);
      await client.messageFlagsAdd(String(uid), ['\\Flagged'], { uid: true });
    }
    await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
  }
}
