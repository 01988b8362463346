import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Attachment, Message, SendResult } from '@outbound-composer/core/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChannelAdapter } from '../src/channels/adapter.js';
import { createAdapters } from '../src/channels/registry.js';
import { type StartedQueue, startQueue } from '../src/queue/boss.js';
import { type FakeProvider, fakeProvider } from './channels/fake-provider.js';
import { useDatabase } from './support/database.js';
import { testDeps } from './support/deps.js';
import { factories } from './support/factories.js';
import { httpServer } from './support/http.js';

const database = useDatabase();
const PNG = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000049454e44ae426082',
  'hex',
);
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

let provider: FakeProvider;
let queue: StartedQueue | undefined;
let running: ChildProcess[];
beforeEach(async () => {
  provider = await fakeProvider();
  running = [];
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  await queue?.stop();
  await provider.close();
});

const messages = () => provider.requests.filter(({ path }) => /\/messages\?/.test(path));
const uploads = () => provider.requests.filter(({ path }) => /\/media\?/.test(path));

test('a gateway killed between handing a file over and sending its message leaves it unknown, and a person’s retry sends it once', {
  timeout: 60_000,
}, async () => {
  const make = factories(database.db);
  const workspace = await make.workspace();
  const account = await make.account(workspace.id, 'whatsapp');
  const contact = await make.contact(workspace.id);
  await make.identity(contact, account, { last_inbound_at: new Date() });
  const settings = {
    baseUrl: provider.url,
    phoneNumberId: '1065',
    accessToken: 't',
    appSecret: 's',
    verifyToken: 'v',
  };
  queue = await startQueue({ databaseUrl: database.url, workspaceId: workspace.id, onError: () => {} });
  const adapter = createAdapters().get('whatsapp') as ChannelAdapter;
  const deps = testDeps(database.db, {
    queue: queue.queue,
    clock: Date.now,
    accounts: [
      {
        id: account.id,
        workspaceId: workspace.id,
        key: account.key,
        channel: 'whatsapp',
        adapter,
        settings: adapter.settings.parse(settings),
      },
    ],
  });
  const server = await httpServer(deps, workspace);
  const token = await server.agentToken();
  const start = async () => {
    const child = spawn(
      process.execPath,
      [
        '--no-warnings',
        '--experimental-transform-types',
        '--import',
        here('./support/typescript-hooks.mjs'),
        here('./support/dispatch-process.ts'),
        database.url,
        workspace.id,
        account.id,
        'whatsapp',
        JSON.stringify(settings),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    running.push(child);
    await once(child.stdout, 'data');
    return child;
  };
  const statusOf = async (id: string) =>
    Message.parse((await server.call('GET', `/v1/messages/${id}`, { token })).body).status;

  const file = Attachment.parse(
    (
      await server.call('POST', '/v1/attachments?name=bike.png', {
        token,
        payload: PNG,
        headers: { 'content-type': 'image/png' },
      })
    ).body,
  );
  const first = await start();
  provider.will('hang');
  const handedOver = provider.nextRequest();
  const sent = await server.call('POST', '/v1/messages', {
    token,
    headers: { 'idempotency-key': randomUUID() },
    body: { contact: contact.id, content: { kind: 'attachment', attachmentId: file.id } },
  });
  const { id } = SendResult.parse(sent.body).message;
  await handedOver;
  const gone = once(first, 'exit');
  first.kill('SIGKILL');
  await gone;

  await start();
  await expect.poll(() => statusOf(id), { timeout: 30_000 }).toBe('unknown');
  expect([uploads().length, messages().length]).toEqual([1, 0]);

  provider.will(
    { status: 200, json: { id: 'MEDIA' } },
    { status: 200, json: { messages: [{ id: 'wamid.1' }] } },
  );
  const retried = await server.call('POST', `/v1/messages/${id}/retry`, { token, body: {} });
  expect(retried.status).toBe(202);
  await expect.poll(() => statusOf(id), { timeout: 30_000 }).toBe('sent');
  expect([uploads().length, messages().length]).toEqual([2, 1]);
  expect(JSON.parse(messages()[0]?.body ?? '')).toMatchObject({ image: { id: 'MEDIA' } });
});
