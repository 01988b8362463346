import type { Channel } from '@outbound-composer/core';
import { Kysely, type KyselyConfig, type Transaction, type TransactionBuilder } from 'kysely';
import type { Database, MessageStatus } from './database.js';

/** A message that has come to a status. */
export interface StatusChange {
  readonly channel: Channel;
  readonly status: MessageStatus;
}

/** Of transactions that have not ended. */
const uncommitted = new WeakMap<object, StatusChange[]>();

/** Notes that a transaction brings a message to a status; told once it is committed, and never if it is not. */
export function noteStatus(tx: Kysely<Database>, change: StatusChange): void {
  uncommitted.get(tx)?.push(change);
}

/** Tells which statuses its transactions have brought messages to. */
export class ObservedKysely extends Kysely<Database> {
  readonly #committed: (changes: readonly StatusChange[]) => void;

  constructor(config: KyselyConfig, committed: (changes: readonly StatusChange[]) => void) {
    super(config);
    this.#committed = committed;
  }

  override transaction(): TransactionBuilder<Database> {
    const builder = super.transaction();
    const execute = builder.execute.bind(builder);
    builder.execute = async <T>(run: (tx: Transaction<Database>) => Promise<T>): Promise<T> => {
      const changes: StatusChange[] = [];
      const result = await execute((tx) => {
        uncommitted.set(tx, changes);
        return run(tx);
      });
      if (changes.length > 0) this.#committed(changes);
      return result;
    };
    return builder;
  }
}
