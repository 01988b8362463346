import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { presets } from '@outbound-composer/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Deps } from '../src/app/deps.js';
import { sendMessage } from '../src/app/send-message.js';
import { type StartedQueue, startQueue } from '../src/queue/boss.js';
import { startWorker, type Worker } from '../src/queue/worker.js';
import { type Connection, connect } from '../src/store/connect.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/store/embedded.js';
import { migrate } from '../src/store/migrate.js';
import { type CountingProvider, countingProvider } from './support/counting-provider.js';
import { dispatchAccount } from './support/deps.js';
import { asAgent, factories } from './support/factories.js';
import { httpAdapter } from './support/http-adapter.js';

const SENDS = Number(process.env.KILL_SENDS ?? 60);

// A server of its own, because this test kills it; with fsync on, as in production.
let dataDir: string;
let postgres: EmbeddedPostgres;
let connection: Connection;
let queue: StartedQueue;
let worker: Worker;
let provider: CountingProvider;
let workspaceId: string;
const onError = () => {};

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'oc-killed-postgres-'));
  postgres = await startEmbeddedPostgres({ dataDir, log: { info: () => {}, warn: () => {} } });
  connection = connect(postgres.url);
  await migrate(connection.db);
  provider = await countingProvider();
  workspaceId = (await factories(connection.db).workspace()).id;
  queue = await startQueue({ databaseUrl: postgres.url, workspaceId, onError });
});

afterAll(async () => {
  await worker.stop();
  await queue.stop();
  await connection.close();
  await postgres.stop();
  await provider.close();
  await rm(dataDir, { recursive: true, force: true });
});

test('when PostgreSQL is killed and restarted in the middle of the sends, nothing is lost and nothing is sent twice', {
  timeout: 120_000 + SENDS * 200,
}, async () => {
  const { db } = connection;
  const make = factories(db);
  const actor = asAgent(await make.agent(workspaceId));
  const account = await make.account(workspaceId, 'telegram');
  const contact = await make.contact(workspaceId);
  await make.identity(contact, account, { last_inbound_at: new Date(Date.now() - 60_000) });
  const deps: Deps = {
    db,
    queue: queue.queue,
    clock: Date.now,
    presetFor: () => presets.current,
    accounts: new Map([[account.id, dispatchAccount(account, httpAdapter(provider.url))]]),
  };
  worker = await startWorker(deps, queue.boss, {
    databaseUrl: postgres.url,
    workspaceId,
    onError,
    roundMs: 500,
  });

  const killed = new Promise<void>((resolve) => {
    provider.onAccepted = (count) => {
      if (count < SENDS / 3) return;
      provider.onAccepted = () => {};
      // As the kernel would kill it; the supervisor notices and starts it again.
      process.kill(postgres.pid, 'SIGKILL');
      resolve();
    };
  });

  /** Again until it is accepted, as a client with an Idempotency-Key would. */
  const accept = async (key: string): Promise<string> => {
    for (;;) {
      try {
        const result = await sendMessage(deps, {
          actor,
          idempotencyKey: key,
          contactId: contact.id,
          request: {
            contact: contact.id,
            purpose: 'support',
            content: { kind: 'text', text: 'Hello' },
            takeOver: false,
          },
        });
        if ('refused' in result) throw new Error('refused');
        return result.message.id;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };
  const ids: string[] = [];
  for (let number = 0; number < SENDS; number++) ids.push(await accept(`key-${number}`));
  await killed;

  const statuses = async () => {
    const rows = await db
      .selectFrom('message')
      .select(['id', 'status'])
      .execute()
      .catch(() => []);
    return new Map(rows.map(({ id, status }) => [id, status]));
  };
  const settled = async () => {
    const all = await statuses();
    return (
      all.size === SENDS && [...all.values()].every((status) => status === 'sent' || status === 'unknown')
    );
  };
  await expect.poll(settled, { timeout: 60_000 + SENDS * 100, interval: 200 }).toBe(true);

  const all = await statuses();
  expect(new Set(ids)).toEqual(new Set(all.keys()));
  expect([...provider.accepted].filter(([, times]) => times > 1)).toEqual([]);
  for (const [id, status] of all) if (status === 'sent') expect(provider.accepted.get(id)).toBe(1);
  // The process that called the provider has lived, so it knows the outcome of every call.
  expect([...all.values()].filter((status) => status === 'unknown')).toEqual([]);
});
