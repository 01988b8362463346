import { presets } from '@outbound-composer/core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Deps } from '../src/app/deps.js';
import { sendMessage } from '../src/app/send-message.js';
import { dispatchQueueOf, type StartedQueue, startQueue } from '../src/queue/boss.js';
import { startWorker, type Worker } from '../src/queue/worker.js';
import { useDatabase } from './support/database.js';
import { dispatchAccount } from './support/deps.js';
import { asAgent, factories } from './support/factories.js';
import { type FakeAdapter, fakeAdapter, retryLater } from './support/fake-adapter.js';

const database = useDatabase({ max: 20 });
/** A busy machine takes its time. */
const PATIENCE = { timeout: 15_000 };
const errors: unknown[] = [];
const onError = (error: unknown) => errors.push(error);

let queue: StartedQueue;
let deps: Deps;
let adapter: FakeAdapter;
let workspaceId: string;
let agent: ReturnType<typeof asAgent>;
let contactIds: string[];

beforeAll(async () => {
  const make = factories(database.db);
  workspaceId = (await make.workspace()).id;
  queue = await startQueue({ databaseUrl: database.url, workspaceId, onError });
  agent = asAgent(await make.agent(workspaceId));
  const account = await make.account(workspaceId, 'telegram');
  adapter = fakeAdapter('telegram');
  contactIds = [];
  for (let number = 0; number < 20; number++) {
    const contact = await make.contact(workspaceId);
    await make.identity(contact, account, { last_inbound_at: new Date(Date.now() - 60_000) });
    contactIds.push(contact.id);
  }
  deps = {
    db: database.db,
    queue: queue.queue,
    clock: Date.now,
    presetFor: () => presets.current,
    accounts: new Map([[account.id, dispatchAccount(account, adapter)]]),
  };
});

afterAll(async () => {
  await queue.stop();
});

let keys = 0;
async function send(at?: number): Promise<string> {
  const contactId = contactIds[keys % contactIds.length]!;
  const result = await sendMessage(deps, {
    actor: agent,
    idempotencyKey: `key-${++keys}`,
    contactId,
    request: {
      contact: contactId,
      purpose: 'support',
      content: { kind: 'text', text: 'Hi' },
      takeOver: false,
      ...(at === undefined ? {} : { schedule: { at: new Date(at).toISOString() } }),
    },
  });
  if ('refused' in result) throw new Error('refused');
  return result.message.id;
}

let running: Worker | null = null;
const startOne = async (clock = deps.clock): Promise<void> => {
  running = await startWorker({ ...deps, clock }, queue.boss, {
    databaseUrl: database.url,
    workspaceId,
    onError,
    roundMs: 60_000,
  });
};
afterEach(async () => {
  await running?.stop();
  running = null;
});

const statuses = async (ids: readonly string[]) => {
  const rows = await database.db.selectFrom('message').where('id', 'in', ids).select('status').execute();
  return [...new Set(rows.map((row) => row.status))];
};

test('keeping house forgets the keys of more than a week ago, and no younger one', async () => {
  const DAY = 86_400_000;
  const row = (key: string, days: number) => ({
    workspace_id: workspaceId,
    actor: 'agent:x',
    key,
    fingerprint: Buffer.from('x'),
    message_id: workspaceId,
    decision: 'null',
    created_at: new Date(Date.now() - days * DAY),
  });
  await database.db
    .insertInto('idempotency')
    .values([row('eight-days', 8), row('six-days', 6)])
    .execute();
  await startOne();
  const left = await database.db
    .selectFrom('idempotency')
    .where('actor', '=', 'agent:x')
    .select('key')
    .execute();
  expect(left).toEqual([{ key: 'six-days' }]);
});

describe('the queue', () => {
  test('hears of a message when its transaction commits, and of none that was rolled back', async () => {
    await startOne();
    await expect(
      database.db.transaction().execute(async (tx) => {
        await queue.queue.enqueueDispatch(tx, { workspaceId, messageId: 'never-committed' });
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    const id = await send();
    await expect.poll(() => statuses([id]), PATIENCE).toEqual(['sent']);
    const jobs = await queue.boss.findJobs(dispatchQueueOf(workspaceId), {
      data: { messageId: 'never-committed' },
    });
    expect(jobs).toEqual([]);
  });

  test('sends each of many messages once', async () => {
    await startOne();
    const before = adapter.sent.length;
    const ids = await Promise.all(Array.from({ length: 60 }, () => send()));
    await expect.poll(() => statuses(ids), PATIENCE).toEqual(['sent']);
    const sent = adapter.sent.slice(before).map((message) => message.messageId);
    expect(sent.sort()).toEqual([...ids].sort());
  });

  test('brings a message back that the provider turned away', async () => {
    await startOne();
    adapter.answer(retryLater(0), retryLater(0));
    const id = await send();
    await expect.poll(() => statuses([id]), PATIENCE).toEqual(['sent']);
    const attempts = await database.db
      .selectFrom('send_attempt')
      .where('message_id', '=', id)
      .select('outcome')
      .orderBy('number')
      .execute();
    expect(attempts.map((attempt) => attempt.outcome)).toEqual(['retry', 'retry', 'accepted']);
  });

  test('keeps what is queued while no worker runs', async () => {
    const ids = [await send(), await send()];
    expect(await statuses(ids)).toEqual(['queued']);
    await startOne();
    await expect.poll(() => statuses(ids), PATIENCE).toEqual(['sent']);
  });

  test('comes back to messages whose jobs were lost', async () => {
    const ids = [await send(), await send()];
    await queue.boss.deleteAllJobs(dispatchQueueOf(workspaceId));
    await startOne();
    await expect.poll(() => statuses(ids), PATIENCE).toEqual(['sent']);
  });

  test('keeps what is scheduled while no worker runs, and sends it at its hour', async () => {
    const at = Date.now() + 1_500;
    const id = await send(at);
    expect(await statuses([id])).toEqual(['scheduled']);
    await startOne();
    await expect.poll(() => statuses([id]), PATIENCE).toEqual(['sent']);
    const { sent_at } = await database.db
      .selectFrom('message')
      .where('id', '=', id)
      .select('sent_at')
      .executeTakeFirstOrThrow();
    expect(sent_at?.getTime()).toBeGreaterThanOrEqual(at);
  });

  test('comes back to scheduled messages whose jobs were lost, once they are due', async () => {
    const HOUR = 3_600_000;
    const due = await send(Date.now() + HOUR);
    const later = await send(Date.now() + 5 * HOUR);
    await queue.boss.deleteAllJobs(dispatchQueueOf(workspaceId));
    await startOne(() => Date.now() + 2 * HOUR);
    await expect.poll(() => statuses([due]), PATIENCE).toEqual(['sent']);
    expect(await statuses([later])).toEqual(['scheduled']);
  });

  test('is left when the calls under way have ended', async () => {
    await startOne();
    let answer!: () => void;
    adapter.answer(
      () =>
        new Promise((resolve) => {
          answer = () => resolve({ outcome: 'accepted', providerId: 'late' });
        }),
    );
    const id = await send();
    await expect.poll(() => statuses([id]), PATIENCE).toEqual(['sending']);
    const stopped = running?.stop();
    answer();
    await stopped;
    expect(await statuses([id])).toEqual(['sent']);
    expect(errors).toEqual([]);
  });
});

test('a gateway leaves the messages of another workspace on the same database to their own gateway', async () => {
  const make = factories(database.db);
  const other = (await make.workspace()).id;
  const otherQueue = await startQueue({ databaseUrl: database.url, workspaceId: other, onError });
  const stranger = await startWorker({ ...deps, accounts: new Map() }, otherQueue.boss, {
    databaseUrl: database.url,
    workspaceId: other,
    onError,
  });
  const id = await send();
  await startOne();
  await expect.poll(() => statuses([id]), PATIENCE).toEqual(['sent']);
  await stranger.stop();
  await otherQueue.stop();
});
