import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import type { Database } from '../store/database.js';

/** First half of the advisory locks of workers; the second is the worker's number. */
export const WORKER_LOCKS = 0x6f63;

export interface WorkerLease {
  /** The number under which this process may begin attempts now; a new one after its connection was lost. */
  number(): Promise<number>;
  release(): Promise<void>;
}

/**
 * A number for this process, and an advisory lock on it that the server frees the moment the process is gone. So
 * others can tell an attempt that still runs from one whose process died, without clocks or heartbeats.
 */
export function workerLease(db: Kysely<Database>, databaseUrl: string): WorkerLease {
  let held: Promise<{ client: pg.Client; number: number }> | null = null;

  const take = async () => {
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'outbound-composer worker',
      keepAlive: true,
    });
    const lost = () => {
      held = null;
    };
    client.on('error', lost);
    client.on('end', lost);
    await client.connect();
    const { rows } = await sql<{ number: number }>`select nextval('worker_number')::int as number`.execute(
      db,
    );
    const { number } = rows[0]!;
    await client.query('select pg_advisory_lock($1, $2)', [WORKER_LOCKS, number]);
    return { client, number };
  };

  return {
    async number() {
      held ??= take();
      try {
        return (await held).number;
      } catch (error) {
        held = null;
        throw error;
      }
    },
    async release() {
      const last = held;
      held = null;
      await last?.then(({ client }) => client.end()).catch(() => {});
    },
  };
}
