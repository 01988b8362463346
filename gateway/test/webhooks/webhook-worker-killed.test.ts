import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSubscription } from '../../src/app/webhooks/subscriptions.js';
import { useDatabase } from '../support/database.js';
import { asMachine } from '../support/factories.js';
import { scene } from '../support/sending.js';
import { webhookReceiver } from '../support/webhook-receiver.js';

const MESSAGES = 40;
const database = useDatabase();
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
let receiver: Awaited<ReturnType<typeof webhookReceiver>>;
const running = new Set<ChildProcess>();

beforeEach(async () => {
  receiver = await webhookReceiver();
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  await receiver.close();
});

function start(workspaceId: string): ChildProcess {
  const child = spawn(
    process.execPath,
    [
      '--no-warnings',
      '--experimental-transform-types',
      '--import',
      here('../support/typescript-hooks.mjs'),
      here('../support/webhook-process.ts'),
      database.url,
      workspaceId,
      receiver.origin,
      '500',
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  running.add(child);
  return child;
}

test('a worker killed in the middle of its deliveries loses none of them', { timeout: 60_000 }, async () => {
  const { db, make, deps, workspaceId, conversation, identity } = await scene(database);
  await createSubscription(
    deps,
    { allowPrivateUrls: [receiver.origin] },
    {
      actor: asMachine(await make.apiKey(workspaceId)),
      request: { url: receiver.url, events: ['message.received'], windowClosingHours: 2 },
    },
  );
  for (let number = 0; number < MESSAGES; number++)
    await make.message(conversation, identity, { direction: 'inbound' });

  const middle = new Promise<void>((resolve) => {
    receiver.onReceived = async () => {
      // Taken, and never answered.
      if (receiver.received.length === MESSAGES / 2) resolve();
      if (receiver.received.length >= MESSAGES / 2) await new Promise(() => {});
    };
  });
  const first = start(workspaceId);
  await middle;
  const gone = once(first, 'exit');
  first.kill('SIGKILL');
  await gone;
  receiver.onReceived = async () => {};
  start(workspaceId);

  const pending = async () =>
    (
      await db
        .selectFrom('webhook_delivery')
        .where('workspace_id', '=', workspaceId)
        .where('status', '!=', 'delivered')
        .select('id')
        .execute()
    ).length;
  await expect.poll(pending, { timeout: 40_000, interval: 100 }).toBe(0);
  const told = new Set(receiver.received.map(({ body }) => (body.data.message as { id: string }).id));
  expect(told.size).toBe(MESSAGES);
});
