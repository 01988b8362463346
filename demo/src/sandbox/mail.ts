import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { failureOf } from './behaviour.js';
import type { Sandbox } from './sandbox.js';

/** The customers' mail provider: takes our mails by SMTP and puts them into their mailboxes. */
export async function startMailServer(
  sandbox: Sandbox,
  host: string,
  port: number,
): Promise<{ port: number; close: () => Promise<void> }> {
  const { accounts, directory, inbox, behaviours } = sandbox;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onAuth({ username, password }, _session, done) {
      if (username === accounts.email.user && password === accounts.email.password)
        done(null, { user: username });
      else done(refusal(535, '5.7.8 Authentication credentials invalid'));
    },
    onRcptTo({ address }, _session, done) {
      const customer = directory.at('email', address);
      const failure = failureOf('email', behaviours.of(customer.id, 'email'));
      done(failure === null ? null : refusal(Number(failure.code), failure.title));
    },
    onData(stream, session, done) {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(chunk as Buffer);
        const mail = await PostalMime.parse(Buffer.concat(chunks));
        for (const { address } of session.envelope.rcptTo) {
          const customer = directory.at('email', address);
          const message = {
            id: mail.messageId ?? `<${randomUUID()}@sandbox.example>`,
            customerId: customer.id,
            channel: 'email' as const,
            direction: 'to' as const,
            at: sandbox.clock(),
            text: (mail.text ?? '').trim(),
            subject: mail.subject ?? null,
            template: null,
            buttons: [],
            status: 'arrived' as const,
            problem: null,
          };
          inbox.put(message);
          if (behaviours.of(customer.id, 'email') === 'read')
            sandbox.later(async (signal) => {
              await wait(sandbox.pace.read, undefined, { signal });
              inbox.put({ ...message, status: 'read' });
            });
        }
      })().then(
        () => done(),
        (error: Error) => done(error),
      );
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      // A connection that breaks off is the client's affair; without a listener it would end the process.
      server.on('error', () => {});
      resolve();
    });
  });
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function refusal(code: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode: code });
}
