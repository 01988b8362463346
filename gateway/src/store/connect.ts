import { type Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from './database.js';
import { PreparingClient } from './prepared.js';
import { ObservedKysely, type StatusChange } from './status-changes.js';

export interface ConnectOptions {
  /** Connections at most. Default 10. */
  readonly max?: number;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string;
  /** Told about a pooled connection that broke while nobody used it; the pool replaces it by itself. */
  readonly onIdleError?: (error: Error) => void;
  /** Told what committed transactions have brought messages to. */
  readonly onStatusChanges?: (changes: readonly StatusChange[]) => void;
}

export interface Connection {
  readonly db: Kysely<Database>;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** `date` columns stay text: a day has no time zone, and pg would make it midnight in the process's own. */
const DATE = 1082;

/** Opens a pool on a PostgreSQL URL. Nothing is connected before the first query. */
export function connect(databaseUrl: string, options: ConnectOptions = {}): Connection {
  const pool = new pg.Pool({
    Client: PreparingClient,
    connectionString: databaseUrl,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'outbound-composer',
    // Statements here take milliseconds, compiling one takes a hundred; and what is asked for is in memory, where
    // a page out of order costs no more than the next one.
    onConnect: async (client) => {
      await client.query("set jit = off; set random_page_cost = 1.1; set work_mem = '16MB'");
    },
    types: {
      getTypeParser(oid: number, format?: 'text' | 'binary') {
        if (oid === DATE && format !== 'binary') return (value: string) => value;
        return pg.types.getTypeParser(oid, format);
      },
    },
  });
  // Without listeners, a server that restarts would end the process: the pool only listens to connections that
  // nobody uses. The query or transaction that runs on one fails by itself, and the pool drops it then.
  const onIdleError = options.onIdleError ?? (() => {});
  pool.on('error', onIdleError);
  pool.on('connect', (client) => {
    client.on('error', () => {});
  });
  const db = new ObservedKysely(
    { dialect: new PostgresDialect({ pool }) },
    options.onStatusChanges ?? (() => {}),
  );
  return { db, pool, close: () => db.destroy() };
}
