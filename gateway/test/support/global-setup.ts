import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { connect } from '../../src/store/connect.js';
import { startEmbeddedPostgres } from '../../src/store/embedded.js';
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

/** The gateway's own server, in a folder of its own and without waiting for the disk. */
async function startEmbedded(): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'oc-test-postgres-'));
  const postgres = await startEmbeddedPostgres({
    dataDir,
    log: { info: () => {}, warn: (message) => console.warn(message) },
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
