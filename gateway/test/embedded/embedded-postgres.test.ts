import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findPostmaster } from '../../src/store/embedded/postmaster.js';
import { processRuns } from '../../src/store/embedded/process-id.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/store/embedded.js';

let dataDir: string;
let running: EmbeddedPostgres[];
let children: ChildProcess[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'oc-embedded-'));
  // As the gateway's own folder would be: others may pass.
  await chmod(dataDir, 0o755);
  running = [];
  children = [];
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(running.map((server) => server.stop()));
  const left = await findPostmaster(join(dataDir, 'postgres', 'data'));
  if (left !== null) process.kill(left.pid, 'SIGQUIT');
  await rm(dataDir, { recursive: true, force: true });
});

async function start(options: { port?: number } = {}) {
  const server = await startEmbeddedPostgres({
    dataDir,
    log: { info: () => {}, warn: () => {} },
    ...options,
  });
  running.push(server);
  return server;
}

async function query<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Another process of the gateway on the same folder. */
async function startInChild(then = 'wait'): Promise<{ child: ChildProcess; pid: number; url: string }> {
  const folder = import.meta.dirname;
  const args = ['--import', join(folder, 'typescript.mjs'), join(folder, 'parent.ts'), dataDir, then];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return { child, ...(JSON.parse(line.toString()) as { pid: number; url: string }) };
}

const gone = (pid: number) =>
  vi.waitFor(() => expect(processRuns(pid)).toBe(false), { timeout: 15_000, interval: 50 });

test('a first start makes a database that folds and splits letters of every script and waits for the disk', async () => {
  const server = await start();
  expect(server.how).toBe('made');
  await query(server.url, 'create extension pg_trgm');
  const [row] = await query(
    server.url,
    `select lower('ИВАНОВ') as lower, cardinality(show_trgm('иванов')) as trigrams,
            current_setting('fsync') as fsync, current_setting('server_encoding') as encoding`,
  );
  expect(row).toEqual({ lower: 'иванов', trigrams: 7, fsync: 'on', encoding: 'UTF8' });
});

test('a second start finds the data of the first', async () => {
  const first = await start();
  await query(first.url, 'create table kept as select 42 as answer');
  await first.stop();
  expect(processRuns(first.pid)).toBe(false);

  const second = await start();
  expect(second.how).toBe('started');
  expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
});

test('a server whose parent was killed is joined by the next start and stopped with it', async () => {
  const { child, pid, url } = await startInChild();
  await query(url, 'create table kept as select 42 as answer');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(processRuns(pid)).toBe(true);

  const next = await start();
  expect(next.how).toBe('joined');
  expect(next.pid).toBe(pid);
  expect(await query(next.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  await next.stop();
  expect(processRuns(pid)).toBe(false);
});

test('of two processes on one folder the last to stop stops the server', async () => {
  const { child, pid } = await startInChild();
  const second = await start();
  expect(second.pid).toBe(pid);
  await second.stop();
  expect(processRuns(pid)).toBe(true);

  const third = await start();
  child.kill('SIGKILL');
  await once(child, 'exit');
  await third.stop();
  expect(processRuns(pid)).toBe(false);
});

test('a process that ends without stopping takes the server down with it', async () => {
  const { pid } = await startInChild('exit');
  await gone(pid);
});

test('a server that dies comes back on the same address with its data', async () => {
  const server = await start();
  await query(server.url, 'create table kept as select 42 as answer');
  const { pid, url } = server;
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(() => expect(server.pid).not.toBe(pid), { timeout: 15_000, interval: 50 });
  expect(server.url).toBe(url);
  expect(await query(server.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
});

test('a process file left behind, whose number now belongs to another program, is no obstacle', async () => {
  await (await start()).stop();
  const data = join(dataDir, 'postgres', 'data');
  await writeFile(
    join(data, 'postmaster.pid'),
    `${process.pid}\n${data}\n0\n5432\n\n127.0.0.1\n0 0\nready\n`,
  );
  const server = await start();
  expect(server.how).toBe('started');
  expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a first start that was cut off is begun again', async () => {
  await mkdir(join(dataDir, 'postgres.unfinished', 'data', 'base'), { recursive: true });
  await writeFile(join(dataDir, 'postgres.unfinished', 'data', 'PG_VERSION'), '18\n');
  const server = await start();
  expect(server.how).toBe('made');
  expect(await readdir(dataDir)).not.toContain('postgres.unfinished');
});

test('a folder with something else in it is left alone and named', async () => {
  await mkdir(join(dataDir, 'postgres'));
  await writeFile(join(dataDir, 'postgres', 'holiday.jpg'), 'x');
  await expect(start()).rejects.toThrow(
    `${join(dataDir, 'postgres')} is not a whole PostgreSQL data folder (data/PG_VERSION cannot be read); move it away, or set OUTBOUND_DATA_DIR to another folder`,
  );
  expect(await readdir(join(dataDir, 'postgres'))).toEqual(['holiday.jpg']);
});

test('a folder of another PostgreSQL version is refused with both versions', async () => {
  await mkdir(join(dataDir, 'postgres', 'data'), { recursive: true });
  await writeFile(join(dataDir, 'postgres', 'data', 'PG_VERSION'), '15\n');
  await expect(start()).rejects.toThrow(/was made by PostgreSQL 15, this gateway brings 18;/);
});

test('a port that another program has is named', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(start({ port })).rejects.toThrow(
    `PostgreSQL cannot use port ${port}: another program listens there`,
  );
  await new Promise((done) => other.close(done));
});

test('a folder that only its owner may enter will do', async () => {
  await chmod(dataDir, 0o700);
  const server = await start();
  expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});
