import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emailAdapter } from '../../src/channels/email/index.js';
import { conformance, type Fault, type Harness, TEXT } from './conformance.js';
import { closedPort } from './fake-provider.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const SECRET = 'hook-secret-of-16+';
const adapter = emailAdapter(() => NOW);

type Step = 'greeting' | 'auth' | 'mail' | 'rcpt' | 'body';
/** What the mail server does with the next mail. */
type Behaviour = { at: Step; reply: number; text: string } | { at: Step; fault: 'hang' | 'cut' } | null;

let port = 0;
let closed = 0;
let next: Behaviour = null;
const mails: { from: string; to: string[]; raw: string }[] = [];
const waiting: (() => void)[] = [];
const sockets = new Set<Socket>();
let server: SMTPServer;
let front: ReturnType<typeof createServer>;

/** Plays the behaviour if it belongs to this step; otherwise goes on. */
function play(step: Step, done: (error?: Error | null) => void): void {
  if (next?.at !== step) {
    done();
    return;
  }
  const behaviour = next;
  next = null;
  if ('reply' in behaviour) {
    done(Object.assign(new Error(behaviour.text), { responseCode: behaviour.reply }));
  } else if (behaviour.fault === 'cut') {
    for (const open of sockets) open.destroy();
  }
}

beforeAll(async () => {
  closed = await closedPort();
  server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    logger: false,
    onAuth: ({ username, password }, _session, done) =>
      play('auth', (error) => {
        if (error) return done(error);
        if (username === 'us' && password === 'secret') return done(null, { user: username });
        return done(
          Object.assign(new Error('5.7.8 Authentication credentials invalid'), { responseCode: 535 }),
        );
      }),
    onMailFrom: (_address, _session, done) => play('mail', (error) => done(error ?? null)),
    onRcptTo: (_address, _session, done) => play('rcpt', (error) => done(error ?? null)),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        waiting.shift()?.();
        play('body', (error) => {
          if (error) return done(error);
          const { mailFrom, rcptTo } = session.envelope;
          mails.push({
            from: mailFrom === false ? '' : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            raw: Buffer.concat(chunks).toString(),
          });
          return done(null, 'Queued');
        });
      });
    },
  });
  server.on('error', () => {});
  // In front of it stands a socket of ours, so that connections can be cut.
  front = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    server.server.emit('connection', socket);
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  port = (front.address() as AddressInfo).port;
});

afterAll(async () => {
  await adapter.close?.();
  for (const socket of sockets) socket.destroy();
  await new Promise((done) => front.close(done));
});

const base = {
  host: '127.0.0.1',
  tls: 'none',
  user: 'us',
  password: 'secret',
  from: 'Nordlicht <support@nordlicht.example>',
  replyTo: 'answers@nordlicht.example',
  hookSecret: SECRET,
};
const TO = 'ada@customer.example';
type Settings = ReturnType<typeof adapter.settings.parse>;

const faults: Readonly<Record<Fault, Behaviour>> = {
  hang: { at: 'body', fault: 'hang' },
  cut: { at: 'body', fault: 'cut' },
};
const harness: Harness<Settings> = {
  adapter,
  to: TO,
  account: (over = {}) => ({
    id: `account-${JSON.stringify(over)}`,
    key: 'email',
    settings: adapter.settings.parse({ ...base, port, ...over }),
  }),
  unreachable: () => [{ port: closed }, { host: 'mail.invalid' }],
  fail: (fault) => {
    next = faults[fault];
  },
  reached: () => new Promise<void>((done) => waiting.push(done)),
  count: () => mails.length,
};
const fails = (at: Step, reply: number, text: string) => () => {
  next = { at, reply, text };
};

const mail = (lines: string[]) => lines.join('\r\n');
const plain = mail([
  'Message-ID: <abc@customer.example>',
  'From: =?utf-8?q?Ad=C3=A4_Lovelace?= <Ada@Customer.example>',
  'To: support@nordlicht.example',
  'Subject: Re: Your bike',
  'Date: Tue, 24 Nov 2026 11:59:00 +0000',
  'In-Reply-To: <0193a1b2-0000-7000-8000-000000000001@nordlicht.example>',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Grüße, it still squeaks.',
]);
const bounce = (action: string) =>
  mail([
    'Message-ID: <dsn@mx.example>',
    'From: MAILER-DAEMON@mx.example',
    'Subject: Undelivered Mail Returned to Sender',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'I am sorry.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    'Final-Recipient: rfc822; ada@customer.example',
    `Action: ${action}`,
    'Status: 5.1.1',
    '',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    'Message-ID: <0193a1b2-0000-7000-8000-000000000001@nordlicht.example>',
    'Subject: x',
    '',
    '--b--',
    '',
  ]);

conformance('E-mail', () => harness, {
  sends: [
    {
      title: 'a text goes as a mail with our own Message-ID, which is also what replies name',
      message: { content: { kind: 'text', text: 'Grüße 🎉\n.\nend', subject: 'Your bike: ready' } },
      async check(send) {
        const providerId = `<${TEXT.messageId}@nordlicht.example>`;
        expect(await send()).toEqual({ outcome: 'accepted', providerId });
        const { from, to, raw } = mails.at(-1) ?? { from: '', to: [], raw: '' };
        expect({ from, to }).toEqual({ from: 'support@nordlicht.example', to: [TO] });
        const parsed = await PostalMime.parse(raw);
        expect(parsed.messageId).toBe(providerId);
        expect(parsed.subject).toBe('Your bike: ready');
        expect(parsed.from).toEqual({ name: 'Nordlicht', address: 'support@nordlicht.example' });
        expect(parsed.replyTo).toMatchObject([{ address: 'answers@nordlicht.example' }]);
        expect(parsed.text?.trim()).toBe('Grüße 🎉\n.\nend');
      },
    },
    {
      title: 'a file goes with the mail as what it is, under its own name',
      message: {
        content: {
          kind: 'media',
          text: 'Here it is.',
          subject: 'Your invoice',
          media: {
            type: 'document',
            mimeType: 'application/pdf',
            fileName: 'Rechnung März.pdf',
            bytes: 9,
            url: null,
            read: async () => Buffer.from('%PDF-1.7\xff', 'latin1'),
          },
        },
      },
      async check(send) {
        expect(await send()).toMatchObject({ outcome: 'accepted' });
        const { subject, text, attachments } = await PostalMime.parse(mails.at(-1)?.raw ?? '');
        expect([subject, text?.trim()]).toEqual(['Your invoice', 'Here it is.']);
        expect(attachments).toMatchObject([{ filename: 'Rechnung März.pdf', mimeType: 'application/pdf' }]);
        expect(Buffer.from(attachments[0]?.content as ArrayBuffer).toString('latin1')).toBe('%PDF-1.7\xff');
      },
    },
    {
      title: 'an answer hangs on the thread of the mails before it',
      message: { inReplyTo: '<2@c.example>', references: ['<1@c.example>', '<2@c.example>'] },
      async check(send) {
        await send();
        const parsed = await PostalMime.parse(mails.at(-1)?.raw ?? '');
        expect(parsed.inReplyTo).toBe('<2@c.example>');
        expect(parsed.references).toBe('<1@c.example> <2@c.example>');
        expect(parsed.subject).toBe('News about your request');
      },
    },
    {
      title: 'a template’s header is the subject',
      message: {
        content: {
          kind: 'template',
          template: {
            name: 't',
            language: 'en',
            header: 'Order {{1}}',
            body: 'Hi',
            buttons: [],
            variables: ['header.1'],
          },
          variables: { 'header.1': 'NB-1' },
          text: 'Order NB-1\nHi\nBye',
        },
      },
      async check(send) {
        await send();
        const parsed = await PostalMime.parse(mails.at(-1)?.raw ?? '');
        expect(parsed.subject).toBe('Order NB-1');
        expect(parsed.text?.trim()).toBe('Hi\nBye');
      },
    },
    {
      title: 'a subject with a line break adds no header, and an address with a comma no recipient',
      message: {
        to: '"a,b"@customer.example',
        content: { kind: 'text', text: 'x', subject: 'Hello\r\nBcc: evil@example.com' },
      },
      async check(send) {
        expect(await send()).toMatchObject({ outcome: 'accepted' });
        expect(mails.at(-1)?.to).toHaveLength(1);
        const parsed = await PostalMime.parse(mails.at(-1)?.raw ?? '');
        expect(parsed.bcc ?? []).toEqual([]);
        expect(parsed.subject).toContain('Bcc: evil@example.com');
      },
    },
  ],
  errors: [
    {
      title: 'a mailbox that does not exist is a refusal',
      provoke: fails('rcpt', 550, '5.1.1 No such user'),
      outcome: 'rejected',
      reason: 'recipient_unreachable',
      providerCode: '5.1.1',
    },
    {
      title: 'a full mailbox is a refusal',
      provoke: fails('rcpt', 552, '5.2.2 Mailbox full'),
      outcome: 'rejected',
      reason: 'recipient_unreachable',
      providerCode: '5.2.2',
    },
    {
      title: 'a refusal without an enhanced code is understood by its reply code',
      provoke: fails('rcpt', 550, 'No such user here'),
      outcome: 'rejected',
      reason: 'recipient_unreachable',
      providerCode: '550',
    },
    {
      title: 'greylisting is waited out',
      provoke: fails('rcpt', 451, '4.7.1 Greylisted, try again later'),
      outcome: 'retry',
      reason: 'provider_busy',
      providerCode: '4.7.1',
      afterMs: 300_000,
    },
    {
      title: 'a refusal of the whole mail says that it was not taken',
      provoke: fails('body', 554, '5.7.1 Message refused'),
      outcome: 'rejected',
      reason: 'content_refused',
      providerCode: '5.7.1',
    },
    {
      title: 'a sender that cannot be proven is for the operator',
      provoke: fails('body', 550, '5.7.26 Unauthenticated mail'),
      outcome: 'rejected',
      reason: 'account_restricted',
      providerCode: '5.7.26',
    },
    {
      title: 'a mail that the server puts off after its body is tried again',
      provoke: fails('body', 452, '4.3.1 Out of disk'),
      outcome: 'retry',
      reason: 'provider_busy',
      providerCode: '4.3.1',
    },
  ],
  webhook: {
    request(body) {
      const timestamp = String(NOW / 1000);
      const hmac = createHmac('sha256', SECRET).update(`${timestamp}.`).update(body).digest('hex');
      return {
        method: 'POST',
        query: {},
        body,
        headers: { 'x-outbound-timestamp': timestamp, 'x-outbound-signature': `v1=${hmac}` },
      };
    },
    signedBy: ['x-outbound-signature', 'x-outbound-timestamp'],
    signsBody: true,
    kinds: [
      {
        title: 'a mail comes in under its Message-ID, from an address in lower case',
        body: plain,
        events: [
          {
            type: 'message',
            providerId: '<abc@customer.example>',
            from: 'ada@customer.example',
            name: 'Adä Lovelace',
            at: NOW - 60_000,
            opener: 'message',
            content: { kind: 'text', text: 'Grüße, it still squeaks.' },
          },
        ],
      },
      {
        title: 'a mail dated in the future counts as written when it was posted',
        body: plain.replace('24 Nov 2026', '25 Nov 2026'),
        events: [
          {
            type: 'message',
            providerId: '<abc@customer.example>',
            from: 'ada@customer.example',
            name: 'Adä Lovelace',
            at: NOW,
            opener: 'message',
            content: { kind: 'text', text: 'Grüße, it still squeaks.' },
          },
        ],
      },
      {
        title: 'an absence note is no answer',
        body: `Auto-Submitted: auto-replied\r\n${plain}`,
        events: [{ type: 'ignored', kind: 'automatic_reply' }],
      },
      {
        title: 'a mail of our own is left alone',
        body: plain.replace('Ada@Customer.example', 'support@nordlicht.example'),
        events: [{ type: 'ignored', kind: 'own_mail' }],
      },
      {
        title: 'a bounce settles the mail that it is about',
        body: bounce('failed'),
        events: [
          {
            type: 'status',
            providerId: `<${TEXT.messageId}@nordlicht.example>`,
            status: 'failed',
            at: NOW,
            failure: {
              reason: 'recipient_unreachable',
              message: 'There is no such mailbox.',
              remedy: 'Check the contact’s e-mail address, or choose another channel.',
              retriable: false,
              providerCode: '5.1.1',
            },
          },
        ],
      },
      {
        title: 'a notice of delay settles nothing',
        body: bounce('delayed'),
        events: [{ type: 'ignored', kind: 'bounce.delayed' }],
      },
    ],
    malformed: [
      { title: 'a mail without a sender is a payload error', body: 'Subject: x\r\n\r\nHello' },
      { title: 'an empty body is a payload error', body: '' },
    ],
    hostile: fc
      .array(
        fc.oneof(
          fc.constantFrom(...plain.split('\r\n'), ...bounce('failed').split('\r\n')),
          fc.string({ unit: 'binary' }),
        ),
      )
      .map((lines) => lines.join('\r\n')),
  },
});

test('a call that was recorded is not believed later', () => {
  const body = Buffer.from(plain);
  const timestamp = String(NOW / 1000 - 301);
  const hmac = createHmac('sha256', SECRET).update(`${timestamp}.`).update(body).digest('hex');
  const headers = { 'x-outbound-timestamp': timestamp, 'x-outbound-signature': `v1=${hmac}` };
  expect(adapter.webhook?.verify(harness.account(), { method: 'POST', query: {}, body, headers })).toBe(
    false,
  );
});

test('wrong credentials are for the operator', async () => {
  const account = harness.account({ password: 'wrong' });
  expect(await adapter.send(account, { ...TEXT, to: TO }, new AbortController().signal)).toMatchObject({
    outcome: 'rejected',
    failure: { reason: 'credentials_refused', providerCode: '5.7.8' },
  });
});

test('a server without encryption gets no mail from an account that asks for it', async () => {
  const account = harness.account({ tls: 'starttls' });
  const before = mails.length;
  expect(await adapter.send(account, { ...TEXT, to: TO }, new AbortController().signal)).toMatchObject({
    outcome: 'rejected',
    failure: { reason: 'account_restricted' },
  });
  expect(mails.length).toBe(before);
});

test.each(['auth', 'mail', 'rcpt'] as const)(
  'a connection that breaks at the step %s took nothing, so the mail may be tried again',
  async (at) => {
    next = { at, fault: 'cut' };
    // Connections that stay open have passed the step of authentication.
    const account = { ...harness.account(), id: `cut-${at}` };
    expect(await adapter.send(account, { ...TEXT, to: TO }, new AbortController().signal)).toMatchObject({
      outcome: 'retry',
      failure: { reason: 'provider_unreachable' },
    });
  },
);
