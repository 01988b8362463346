import type { Readable } from 'node:stream';
import { createTransport, type Transporter } from 'nodemailer';
import type { Account, Outbound, SendOutcome } from '../adapter.js';
import { failureFrom, outcomeFrom } from '../error-table.js';
import { NO_ENCRYPTION, smtpError } from './errors.js';
import type { EmailSettings } from './settings.js';
import { unsubscribeHeaders } from './unsubscribe.js';

/** Sends by SMTP over connections that stay open, one pool an account. */
export class SmtpSender {
  readonly #pools = new Map<string, { settings: EmailSettings; pool: Transporter; bodies: Bodies }>();

  async send(
    { id, settings }: Account<EmailSettings>,
    message: Outbound,
    signal: AbortSignal,
  ): Promise<SendOutcome> {
    if (signal.aborted) return { outcome: 'retry', failure: notSent('cancelled', null), afterMs: null };
    const { pool, bodies } = this.#poolOf(id, settings);
    const address = addressIn(settings.from);
    // Ours and known beforehand: replies and bounces name it even where the server's answer got lost.
    const messageId = `<${message.messageId}@${address.split('@')[1]}>`;
    const attachments = await filesOf(message);
    const timeout = AbortSignal.timeout(settings.timeoutMs);
    try {
      await pool.sendMail({
        // An object is one address, whatever commas stand in it.
        envelope: { from: address, to: [message.to] },
        from: settings.from,
        to: { name: '', address: message.to },
        ...(settings.replyTo === undefined ? {} : { replyTo: settings.replyTo }),
        subject: subjectOf(message, settings),
        text: textOf(message),
        attachments,
        messageId,
        ...threadOf(message),
        headers: unsubscribeHeaders(settings, message),
        signal: AbortSignal.any([signal, timeout]),
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      return { outcome: 'accepted', providerId: messageId };
    } catch (error) {
      return outcomeOf(error, bodies.wasRead(messageId), timeout.aborted);
    } finally {
      bodies.forget(messageId);
    }
  }

  /**
   * Logs in, and says no more to the server.
   * @throws what stands against it, for an operator
   */
  async check({ id, settings }: Account<EmailSettings>): Promise<void> {
    await this.#poolOf(id, settings).pool.verify();
  }

  close(): void {
    for (const { pool } of this.#pools.values()) pool.close();
    this.#pools.clear();
  }

  #poolOf(accountId: string, settings: EmailSettings) {
    const known = this.#pools.get(accountId);
    if (known?.settings === settings) return known;
    known?.pool.close();
    const { host, port, tls, user, password, timeoutMs, connections } = settings;
    const pool = createTransport({
      pool: true,
      host,
      port,
      secure: tls === 'implicit',
      requireTLS: tls === 'starttls',
      ignoreTLS: tls === 'none',
      ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
      maxConnections: connections,
      // Sending again is the queue's business.
      maxRequeues: 0,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
    });
    const bodies = new Bodies();
    pool.use('stream', (mail, done) => {
      bodies.watch(mail.data.messageId ?? '', mail.message);
      done();
    });
    const fresh = { settings, pool, bodies };
    this.#pools.set(accountId, fresh);
    return fresh;
  }
}

/**
 * Knows whether the body of a mail began to leave. SMTP takes a mail with the answer to its body alone, so
 * before that a broken connection means for sure that it was not taken.
 */
class Bodies {
  readonly #streams = new Map<string, Readable>();

  watch(messageId: string, mail: { createReadStream(): Readable }): void {
    const create = mail.createReadStream.bind(mail);
    mail.createReadStream = () => {
      const stream = create();
      this.#streams.set(messageId, stream);
      return stream;
    };
  }

  wasRead(messageId: string): boolean {
    return this.#streams.get(messageId)?.readableDidRead ?? false;
  }

  forget(messageId: string): void {
    this.#streams.delete(messageId);
  }
}

function outcomeOf(error: unknown, bodyLeft: boolean, timedOut: boolean): SendOutcome {
  const { responseCode, response, code } = error as {
    responseCode?: number;
    response?: string;
    code?: string;
  };
  if (typeof responseCode === 'number' && responseCode >= 400) {
    if (code === 'ETLS') return outcomeFrom(NO_ENCRYPTION, String(responseCode), null);
    const { row, code: said } = smtpError(responseCode, response ?? '');
    return outcomeFrom(row, said, null);
  }
  const what = timedOut ? 'timeout' : (code ?? null);
  if (!bodyLeft) return { outcome: 'retry', failure: notSent('provider_unreachable', what), afterMs: null };
  return {
    outcome: 'unknown',
    failure: {
      reason: 'no_answer',
      message: timedOut
        ? 'The mail server did not answer in time; nobody can tell whether it took the mail.'
        : 'The connection broke before the mail server answered; nobody can tell whether it took the mail.',
      remedy: 'Ask the customer before sending it again.',
      retriable: true,
      providerCode: what,
    },
  };
}

function notSent(reason: 'provider_unreachable' | 'cancelled', code: string | null) {
  const message =
    reason === 'cancelled' ? 'The gateway stopped before sending.' : 'The mail server cannot be reached.';
  return failureFrom(
    { outcome: 'retry', reason, message, remedy: null, retriable: true, source: null },
    code,
  );
}

function subjectOf({ content }: Outbound, settings: EmailSettings): string {
  const own = content.kind === 'template' ? headerOf(content) : content.subject;
  return own || settings.defaultSubject;
}

type TemplateContent = Extract<Outbound['content'], { kind: 'template' }>;

/** A template's header is the subject of the mail; `text` begins with it, filled in. */
function headerOf({ template, text }: TemplateContent): string | null {
  return template.header ? (text.split('\n', 1)[0] ?? null) : null;
}

function textOf({ content }: Outbound): string {
  const isTemplate = content.kind === 'template' && content.template.header;
  return isTemplate ? content.text.slice(content.text.indexOf('\n') + 1) : content.text;
}

async function filesOf({ content }: Outbound) {
  if (content.kind !== 'media') return [];
  const { fileName, mimeType, read } = content.media;
  return [{ filename: fileName, contentType: mimeType, content: await read() }];
}

/** https://www.rfc-editor.org/rfc/rfc5322#section-3.6.4 */
function threadOf({ inReplyTo, references }: Outbound) {
  const thread = [...new Set([...references, ...(inReplyTo === null ? [] : [inReplyTo])])];
  return {
    ...(inReplyTo === null ? {} : { inReplyTo }),
    ...(thread.length === 0 ? {} : { references: thread }),
  };
}

/** The address inside `Name <address>`. */
export function addressIn(from: string): string {
  return /<([^<>]+)>/.exec(from)?.[1] ?? from;
}
