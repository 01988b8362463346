import type { AddressInfo, Socket } from 'node:net';
import hoodiecrow from 'hoodiecrow-imap';
import { afterEach, expect, test } from 'vitest';
import type { ChannelEvent } from '../../src/channels/adapter.js';
import { emailAdapter } from '../../src/channels/email/index.js';
import { closedPort } from './fake-provider.js';

const ARRIVED = '24-Nov-2026 12:00:00 +0000';
const AT = Date.parse('2026-11-24T11:59:00Z');
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const mail = (id: string, text: string, from = 'Ada <ada@customer.example>') =>
  [
    `Message-ID: <${id}@customer.example>`,
    `From: ${from}`,
    'To: support@nordlicht.example',
    'Subject: Re: Your bike',
    'Date: Tue, 24 Nov 2026 11:59:00 +0000',
    '',
    text,
  ].join('\r\n');
const received = (id: string, text: string) => ({
  type: 'message',
  providerId: `<${id}@customer.example>`,
  from: 'ada@customer.example',
  name: 'Ada',
  at: AT,
  opener: 'message',
  content: { kind: 'text', text },
});

/** The server writes each character of a mail as one byte. */
const bytes = (raw: string) => Buffer.from(raw).toString('latin1');

async function mailServer(messages: { raw: string; flags?: string[] }[]) {
  const server = hoodiecrow({
    plugins: ['ID', 'IDLE', 'LITERALPLUS', 'NAMESPACE', 'ENABLE'],
    users: { us: { password: 'secret' } },
    storage: {
      INBOX: { messages: messages.map((one) => ({ ...one, raw: bytes(one.raw), internaldate: ARRIVED })) },
      '': { separator: '/', folders: {} },
    },
  });
  const sockets = new Set<Socket>();
  server.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.server.address() as AddressInfo).port,
    cut,
    arrive: (raw: string) => void server.appendMessage('INBOX', [], ARRIVED, bytes(raw)),
    /** Message ids of mails with this flag. */
    flagged: (flag: string) =>
      server
        .getMailbox('INBOX')
        .messages.filter(({ flags }) => flags.includes(flag))
        .map(({ raw }) => /<([^@]*)@/.exec(raw)?.[1]),
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        cut();
      }),
  };
}

/** An inbox that can be waited for. */
function inbox() {
  const events: ChannelEvent[] = [];
  const faults: unknown[] = [];
  const failing: Error[] = [];
  const waiting: { enough: () => boolean; done: () => void }[] = [];
  const look = () => {
    for (const one of waiting.filter(({ enough }) => enough())) one.done();
  };
  return {
    events,
    faults,
    failing,
    async take(taken: readonly ChannelEvent[]) {
      const error = failing.shift();
      if (error) throw error;
      events.push(...taken);
      look();
    },
    failed(error: unknown) {
      faults.push(error);
      look();
    },
    until: (enough: () => boolean) =>
      enough() ? Promise.resolve() : new Promise<void>((done) => waiting.push({ enough, done })),
  };
}

async function listening(port: number, box: ReturnType<typeof inbox>, over: object = {}) {
  const adapter = emailAdapter();
  const settings = adapter.settings.parse({
    host: '127.0.0.1',
    from: 'support@nordlicht.example',
    imap: { host: '127.0.0.1', port, tls: 'none', user: 'us', password: 'secret', ...over },
  });
  const abort = new AbortController();
  const ended = adapter.listen?.({ id: 'a', key: 'email', settings }, box, abort.signal);
  const stop = async () => {
    abort.abort();
    await ended;
  };
  stops.unshift(stop);
  return stop;
}

test('mails that are not yet read are taken in and marked as read, others are left alone', async () => {
  const server = await mailServer([
    { raw: mail('old', 'Read long ago'), flags: ['\\Seen'] },
    { raw: mail('one', 'Grüße') },
    { raw: mail('own', 'From ourselves', 'support@nordlicht.example') },
    { raw: mail('two', 'And another') },
  ]);
  stops.push(server.close);
  const box = inbox();
  const stop = await listening(server.port, box);
  await box.until(() => box.events.length === 3);
  expect(box.events).toEqual([
    received('one', 'Grüße'),
    { type: 'ignored', kind: 'own_mail' },
    received('two', 'And another'),
  ]);
  server.arrive(mail('three', 'Just now'));
  await box.until(() => box.events.length === 4);
  await stop();
  expect(box.events.at(-1)).toEqual(received('three', 'Just now'));
  expect(server.flagged('\\Seen').slice(0, 4)).toEqual(['old', 'one', 'own', 'two']);
  expect(box.faults).toEqual([]);
});

test('a mail that could not be written down stays unread, and comes again after the connection was made anew', async () => {
  const server = await mailServer([{ raw: mail('one', 'Important') }]);
  stops.push(server.close);
  const box = inbox();
  box.failing.push(new Error('the database is away'));
  await listening(server.port, box);
  await box.until(() => box.faults.length === 1);
  expect(server.flagged('\\Seen')).toEqual([]);
  await box.until(() => box.events.length === 1);
  expect(box.events).toEqual([received('one', 'Important')]);
});

test('a connection that breaks is made anew', async () => {
  const server = await mailServer([{ raw: mail('one', 'Before') }]);
  stops.push(server.close);
  const box = inbox();
  await listening(server.port, box);
  await box.until(() => box.events.length === 1);
  server.cut();
  server.arrive(mail('two', 'After'));
  // One that was not yet marked as read when the connection broke comes again, as the same message.
  const isAfter = (event: ChannelEvent) => 'providerId' in event && event.providerId?.startsWith('<two@');
  await box.until(() => box.events.some(isAfter));
  expect(box.events.find(isAfter)).toEqual(received('two', 'After'));
});

test('a mail without a sender does not hold up those behind it', async () => {
  const server = await mailServer([
    { raw: 'Message-ID: <bad@x.example>\r\nSubject: x\r\n\r\nx' },
    { raw: mail('two', 'Behind it') },
  ]);
  stops.push(server.close);
  const box = inbox();
  await listening(server.port, box);
  await box.until(() => box.events.length === 1);
  expect(box.events).toEqual([received('two', 'Behind it')]);
  expect(box.faults).toMatchObject([{ name: 'WebhookPayloadError' }]);
  expect(server.flagged('\\Flagged')).toEqual(['bad']);
});

test('a server that cannot be reached or does not know us is told of, and waited for', async () => {
  const server = await mailServer([]);
  stops.push(server.close);
  for (const [port, over] of [
    [await closedPort(), {}],
    [server.port, { password: 'wrong' }],
  ] as const) {
    const box = inbox();
    const stop = await listening(port, box, over);
    await box.until(() => box.faults.length === 1);
    await stop();
    expect(box.events).toEqual([]);
  }
});
