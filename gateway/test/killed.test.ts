import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CountingProvider, countingProvider } from './support/counting-provider.js';
import { useDatabase } from './support/database.js';
import { factories } from './support/factories.js';

/** 5000 and 20 in the long run: KILL_SENDS=5000 KILLS=20. */
const SENDS = Number(process.env.KILL_SENDS ?? 60);
const KILLS = Number(process.env.KILLS ?? 2);

const database = useDatabase();
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

let provider: CountingProvider;
let running: Set<ChildProcess>;

beforeEach(async () => {
  provider = await countingProvider();
  running = new Set();
});

afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  await provider.close();
});

/** What a client knows: keys that it wants to be sent, and those whose message was accepted. */
async function stage() {
  const make = factories(database.db);
  const workspaceId = (await make.workspace()).id;
  const agent = await make.agent(workspaceId);
  const account = await make.account(workspaceId, 'telegram');
  const contacts: string[] = [];
  for (let number = 0; number < 20; number++) {
    const contact = await make.contact(workspaceId);
    await make.identity(contact, account, { last_inbound_at: new Date(Date.now() - 60_000) });
    contacts.push(contact.id);
  }
  const accepted = new Map<string, string>();
  const keys = Array.from({ length: SENDS }, (_, number) => String(number));

  /** Starts a process and asks it for everything that was not accepted yet. */
  const start = async (share: (key: string) => boolean = () => true) => {
    const child = spawn(
      process.execPath,
      [
        '--no-warnings',
        '--experimental-transform-types',
        '--import',
        here('./support/typescript-hooks.mjs'),
        here('./support/sender-process.ts'),
        database.url,
        provider.url,
        workspaceId,
        account.id,
        agent.id,
        contacts.join(),
      ],
      { stdio: ['pipe', 'pipe', 'pipe'] },
    );
    running.add(child);
    const errors: string[] = [];
    child.stderr.on('data', (chunk) => errors.push(String(chunk)));
    child.stdin.on('error', () => {});
    const lines = createInterface({ input: child.stdout });
    await new Promise<void>((resolve, reject) => {
      lines.on('line', (line) => {
        if (line === 'ready') return resolve();
        const [key, messageId] = line.split(' ') as [string, string];
        accepted.set(key, messageId);
      });
      child.once('exit', () =>
        reject(new Error(`The process ended before it was ready: ${errors.join('')}`)),
      );
    });
    child.removeAllListeners('exit');
    for (const key of keys) if (!accepted.has(key) && share(key)) child.stdin.write(`${key}\n`);
    return child;
  };

  const messages = () =>
    database.db
      .selectFrom('message')
      .where('workspace_id', '=', workspaceId)
      .select(['id', 'status'])
      .execute();
  const settled = async () => {
    const rows = await messages();
    return rows.length === SENDS && rows.every(({ status }) => status === 'sent' || status === 'unknown');
  };
  return { start, accepted, keys, messages, settled };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  running.delete(child);
}

/** Resolves in the moment in which the provider has accepted that many and not answered the last. */
const acceptedBy = (count: number) =>
  new Promise<void>((resolve) => {
    provider.onAccepted = (total) => {
      if (total < count) return;
      provider.onAccepted = () => {};
      provider.holdAnswers = true;
      resolve();
    };
  });

/** Nothing lost, nothing twice, and what is doubtful says so. */
async function check({ accepted, keys, messages }: Awaited<ReturnType<typeof stage>>, mostDoubtful: number) {
  const rows = await messages();
  const statusOf = new Map(rows.map(({ id, status }) => [id, status]));
  expect([...accepted.keys()].sort()).toEqual([...keys].sort());
  expect(rows).toHaveLength(SENDS);
  for (const id of accepted.values()) expect(statusOf.get(id)).toMatch(/^(sent|unknown)$/);

  const twice = [...provider.accepted].filter(([, times]) => times > 1);
  expect(twice).toEqual([]);
  for (const [id, status] of statusOf) if (status === 'sent') expect(provider.accepted.get(id)).toBe(1);
  const unknown = rows.filter(({ status }) => status === 'unknown');
  expect(unknown.length).toBeLessThanOrEqual(mostDoubtful);
  return unknown.length;
}

/** Calls that one process has under way at most. */
const UNDER_WAY = 100;

test('a gateway killed in the middle of its sends loses nothing, sends nothing twice and says what it cannot know', {
  timeout: 60_000 + SENDS * 200,
}, async () => {
  const staged = await stage();
  for (let number = 1; number <= KILLS; number++) {
    const reached = acceptedBy(Math.floor((SENDS * number) / (KILLS + 1)));
    const child = await staged.start();
    await reached;
    await kill(child);
    provider.holdAnswers = false;
  }
  await staged.start();
  await expect.poll(staged.settled, { timeout: 30_000 + SENDS * 100, interval: 200 }).toBe(true);
  // The provider had taken at least one message that each killed process never heard about.
  expect(await check(staged, KILLS * UNDER_WAY)).toBeGreaterThanOrEqual(KILLS);
});

test('of two gateways on one database, the other finishes what a killed one has left', {
  timeout: 60_000 + SENDS * 200,
}, async () => {
  const staged = await stage();
  const reached = acceptedBy(Math.floor(SENDS / 3));
  const [first] = await Promise.all([
    staged.start((key) => Number(key) % 2 === 0),
    staged.start((key) => Number(key) % 2 === 1),
  ]);
  await reached;
  await kill(first);
  provider.holdAnswers = false;
  // The client of the killed one turns to a third.
  await staged.start();
  await expect.poll(staged.settled, { timeout: 60_000 + SENDS * 100, interval: 200 }).toBe(true);
  await check(staged, UNDER_WAY);
});
