import { type Kysely, sql } from 'kysely';
import type { Database } from '../store/database.js';
import { missingMigrations } from '../store/migrate.js';
import { ProblemError } from './problem.js';

/** A load balancer has given up by then. */
const PATIENCE_MS = 2_000;

export interface Readiness {
  readonly db: Kysely<Database>;
  /** Rejects when jobs cannot be queued. */
  readonly checkQueue: () => Promise<void>;
}

/** @throws ProblemError `unavailable` naming the first part that cannot serve: database, schema or queue */
export async function checkReady({ db, checkQueue }: Readiness): Promise<void> {
  await checkDatabase(db);
  const missing = await patiently(missingMigrations(db), 'The database does not answer.');
  if (missing.length > 0)
    throw unavailable(`The database lacks migrations (${missing.join(', ')}); run gateway migrate.`);
  await patiently(checkQueue(), 'The queue does not answer.');
}

/** @throws ProblemError `unavailable` */
export async function checkDatabase(db: Kysely<Database>): Promise<void> {
  await patiently(sql`select 1`.execute(db), 'The database does not answer.');
}

async function patiently<T>(look: Promise<T>, detail: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([look, late]);
  } catch (cause) {
    throw unavailable(detail, cause);
  } finally {
    clearTimeout(timer);
  }
}

const unavailable = (detail: string, cause?: unknown) =>
  new ProblemError('unavailable', detail, { cause, retryAfter: 2 });
