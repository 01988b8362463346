import { sql, type Transaction } from 'kysely';
import type { Database } from '../store/database.js';
import type { ImportDeps } from './import-file.js';

const ROWS = 1_000;

/** Rows in groups that go into one transaction each. */
export async function* inBatches<T>(rows: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < ROWS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Prepares the next item while the caller is still busy with the one before. */
export async function* oneAhead<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = iterator.next();
      // Whoever takes it meets the error; until then nobody has to.
      next.catch(() => {});
      yield value;
    }
  } finally {
    await next.catch(() => {});
    await iterator.return?.();
  }
}

/** PostgreSQL's words for having met another transaction: 23505 unique, 40001 serialization, 40P01 deadlock. */
const MET_ANOTHER = new Set(['23505', '40001', '40P01']);
const TRIES = 5;

/** One transaction, again from its start when the running gateway wrote the same rows meanwhile. */
export async function inTransaction<T>(
  { db }: ImportDeps,
  work: (tx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(async (tx) => {
        // History is no news: no webhooks. See 0011-webhooks.
        await sql`select set_config('outbound_composer.import', 'on', true)`.execute(tx);
        return work(tx);
      });
    } catch (error) {
      if (attempt === TRIES || !MET_ANOTHER.has((error as { code?: string }).code ?? '')) throw error;
    }
  }
}
