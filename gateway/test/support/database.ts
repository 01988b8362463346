import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { type Connection, connect } from '../../src/store/connect.js';
import type { Database } from '../../src/store/database.js';

export interface TestDatabase {
  readonly url: string;
  readonly db: Kysely<Database>;
  readonly connection: Connection;
}

/**
 * Gives the calling test file a migrated database of its own; call it at the top of the file. The database is
 * dropped afterwards, or kept for a look when KEEP_TEST_DATABASES is set. An empty one has no schema yet.
 */
export function useDatabase(options: { max?: number; empty?: boolean } = {}): TestDatabase {
  const name = `oc_test_${randomBytes(6).toString('hex')}`;
  const serverUrl = inject('serverUrl');
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  let connection: Connection | undefined;

  beforeAll(async () => {
    const template = options.empty ? '' : `template ${inject('templateDatabase')}`;
    await onServer(serverUrl, `create database ${name} ${template}`);
    connection = connect(url.href, { max: options.max ?? 10 });
  });
  afterAll(async () => {
    await connection?.close();
    if (process.env.KEEP_TEST_DATABASES === undefined) {
      await onServer(serverUrl, `drop database if exists ${name} with (force)`);
    }
  });

  const opened = () => {
    if (!connection) throw new Error('The test database is only there inside tests and hooks.');
    return connection;
  };
  return {
    url: url.href,
    get connection() {
      return opened();
    },
    get db() {
      return opened().db;
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
