import { chown, cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../src/store/connect.js';
import { chooseUser, type RunAs, runProgram } from '../src/store/embedded/run-as.js';
import { everything } from './support/http.js';
import { serverPrograms } from './support/server-programs.js';
import { type WhatsAppProvider, whatsAppProvider } from './support/whatsapp-provider.js';
import { type WholeGateway, whatsAppConfig, wholeGateway } from './support/whole-gateway.js';

const PHONES = ['+491701112222', '+491703334444', '+491705556666'];

let folder: string;
let provider: WhatsAppProvider;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oc-backup-'));
  provider = await whatsAppProvider();
});
afterAll(async () => {
  await provider.close();
  await rm(folder, { recursive: true, force: true });
});

const serveOn = (place: { databaseUrl: string } | { dataDir: string }) =>
  wholeGateway('', whatsAppConfig(provider.url), { databaseUrl: undefined, ...place });
const send = (gateway: WholeGateway, phone: string) =>
  gateway.call('POST', '/v1/messages', {
    body: { contact: `phone:${phone}`, content: { kind: 'text', text: 'Your parcel was found.' } },
  });

/** Customers write and are written to; returns the gateway, stopped, and a fingerprint of all that it stored. */
async function fill(place: { databaseUrl: string } | { dataDir: string }): Promise<string> {
  const gateway = await serveOn(place);
  const { databaseUrl } = gateway.served;
  const before = provider.sentTo.length;
  for (const phone of PHONES) {
    await gateway.writes(phone, 'Where is my parcel?', { name: 'Łukasz Müller' });
    expect((await send(gateway, phone)).status).toBe(202);
  }
  await expect.poll(() => provider.sentTo.length, { timeout: 30_000 }).toBe(before + PHONES.length);
  const connection = connect(databaseUrl, { max: 1 });
  const settled = async () =>
    (
      await connection.db
        .selectFrom('message')
        .where('status', 'in', ['queued', 'sending'])
        .select('id')
        .execute()
    ).length;
  await expect.poll(settled, { timeout: 15_000 }).toBe(0);
  const stored = await everything(connection.db);
  await connection.close();
  await gateway.served.close();
  return stored;
}

/** The restored database holds the same, finds the same, goes on sending, and sends nothing again. */
async function check(place: { databaseUrl: string } | { dataDir: string }, stored: string): Promise<void> {
  const sentBefore = provider.sentTo.length;
  const gateway = await serveOn(place);
  const connection = connect(gateway.served.databaseUrl, { max: 1 });
  expect(await everything(connection.db)).toBe(stored);
  await connection.close();
  const found = await gateway.call('GET', '/v1/contacts?status=any&q=lukasz');
  expect((found.body.items as object[]).length).toBe(PHONES.length);
  expect((await send(gateway, PHONES[0]!)).status).toBe(202);
  await expect.poll(() => provider.sentTo.length, { timeout: 30_000 }).toBe(sentBefore + 1);
  await gateway.served.close();
}

test('a copy of the embedded data folder, made while the gateway is stopped, is a backup', {
  timeout: 120_000,
}, async () => {
  const dataDir = join(folder, 'data');
  const stored = await fill({ dataDir });
  const copy = join(folder, 'copy');
  await cp(dataDir, copy, { recursive: true, preserveTimestamps: true, force: true });
  const user = await chooseUser(join(dataDir, 'postgres', 'data'));
  if (user)
    await runProgram(null, 'chown', ['-R', `${user.uid}:${user.gid}`, join(copy, 'postgres')], folder);
  await check({ dataDir: copy }, stored);
});

describe.runIf(serverPrograms())('with the programs of PostgreSQL', () => {
  const bin = serverPrograms() ?? '';
  const program = async (name: string, args: string[]) => {
    const { code, output } = await runProgram(user, join(bin, name), args, home);
    if (code !== 0) throw new Error(`${name} ended with ${code}: ${output}`);
  };
  const urlOf = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  let home: string;
  let user: RunAs;
  let port: number;

  beforeAll(async () => {
    home = join(folder, 'server');
    await mkdir(home);
    user = await chooseUser(home);
    if (user) {
      await chown(folder, user.uid, user.gid);
      await chown(home, user.uid, user.gid);
    }
    await program('initdb', [
      '--pgdata=data',
      '--username=postgres',
      '--auth=trust',
      '--encoding=UTF8',
      '--locale=C.UTF-8',
    ]);
    port = await freePort();
    const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`;
    await program('pg_ctl', ['start', '--wait', '--pgdata=data', '--log=start.log', `--options=${options}`]);
    await program('createdb', ['--maintenance-db', urlOf('postgres'), 'filled']);
    await program('createdb', ['--maintenance-db', urlOf('postgres'), 'restored']);
  }, 120_000);
  afterAll(() => program('pg_ctl', ['stop', '--wait', '--mode=immediate', '--pgdata=data']));

  test('pg_dump and pg_restore bring a filled database to another one, queue and all', {
    timeout: 120_000,
  }, async () => {
    await fill({ databaseUrl: urlOf('filled') });
    const filled = connect(urlOf('filled'), { max: 1 });
    // As if the dump had been taken a moment before this one left.
    await filled.pool.query(
      `update message set status = 'queued' where id = (select id from message where status = 'sent' limit 1)`,
    );
    const stored = await everything(filled.db);
    await filled.close();
    const dump = join(home, 'outbound.dump');
    await program('pg_dump', ['--format=custom', `--file=${dump}`, urlOf('filled')]);
    await program('pg_restore', ['--exit-on-error', '--no-owner', `--dbname=${urlOf('restored')}`, dump]);
    const restored = connect(urlOf('restored'), { max: 1 });
    expect(await everything(restored.db)).toBe(stored);
    const advice = await readFile(new URL('../../docs/operations.md', import.meta.url), 'utf8');
    await restored.pool.query(/^ {4}(update message .*);$/m.exec(advice)![1]!);
    const { rows } = await restored.pool.query(`select from message where status = 'unknown'`);
    expect(rows).toHaveLength(1);
    const settled = await everything(restored.db);
    await restored.close();
    await check({ databaseUrl: urlOf('restored') }, settled);
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
