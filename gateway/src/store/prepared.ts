import { createHash } from 'node:crypto';
import { type Compilable, CompiledQuery, type Kysely } from 'kysely';
import pg from 'pg';
import type { Database } from './database.js';

const PREPARED = '/* prepared */ ';

/**
 * Runs a query that each connection plans once and keeps: for those whose text is always the same and whose plan
 * does not depend on the values, where planning would take longer than running.
 */
export async function executePrepared<Row>(db: Kysely<Database>, query: Compilable<Row>): Promise<Row[]> {
  const { sql, parameters } = query.compile();
  const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(`${PREPARED}${sql}`, [...parameters]));
  return rows;
}

/** Kysely hands pg a text and its values; a prepared statement needs a name besides. */
export class PreparingClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const send = this.query.bind(this) as (...given: unknown[]) => unknown;
    this.query = ((text: unknown, values: unknown, ...rest: unknown[]) =>
      typeof text === 'string' && text.startsWith(PREPARED)
        ? send({ name: nameOf(text), text, values }, ...rest)
        : send(text, values, ...rest)) as typeof this.query;
  }
}

const names = new Map<string, string>();

function nameOf(text: string): string {
  const known = names.get(text) ?? createHash('sha256').update(text).digest('hex').slice(0, 32);
  names.set(text, known);
  return known;
}
