import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Database } from './database.js';
import * as init from './migrations/0001-init.js';
import * as outbox from './migrations/0002-outbox.js';
import * as providerFacts from './migrations/0003-provider-facts.js';
import * as scheduling from './migrations/0005-scheduling.js';
import * as contacts from './migrations/0007-contacts.js';
import * as templateHeaders from './migrations/0010-template-headers.js';
import * as webhooks from './migrations/0011-webhooks.js';
import * as search from './migrations/0013-search.js';
import * as teams from './migrations/0014-teams.js';
import * as surveys from './migrations/0015-surveys.js';
import * as attachments from './migrations/0016-attachments.js';
import * as sealedAccounts from './migrations/0019-sealed-accounts.js';
import * as searchSample from './migrations/0020-search-sample.js';
import * as marketingRefused from './migrations/0023-marketing-refused.js';
import * as recipients from './migrations/0024-recipients.js';

/** In the order of their names. A migration that has been released is never edited; a new one follows it. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-init': init,
  '0002-outbox': outbox,
  '0003-provider-facts': providerFacts,
  '0005-scheduling': scheduling,
  '0007-contacts': contacts,
  '0010-template-headers': templateHeaders,
  '0011-webhooks': webhooks,
  '0013-search': search,
  '0014-teams': teams,
  '0015-surveys': surveys,
  '0016-attachments': attachments,
  '0019-sealed-accounts': sealedAccounts,
  '0020-search-sample': searchSample,
  '0023-marketing-refused': marketingRefused,
  '0024-recipients': recipients,
};

/** For a test that wants an earlier schema; everybody else migrates to the last. */
export const migratorOf = (db: Kysely<Database>) =>
  new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });

/** Names of the migrations that this gateway knows and the database has not had. */
export async function missingMigrations(db: Kysely<Database>): Promise<string[]> {
  const known = await migratorOf(db).getMigrations();
  return known.filter(({ executedAt }) => executedAt === undefined).map(({ name }) => name);
}

/** Brings the schema up to date, and returns the names of the migrations it ran. Replicas wait for each other. */
export async function migrate(db: Kysely<Database>): Promise<string[]> {
  const { error, results = [] } = await migratorOf(db).migrateToLatest();
  if (error !== undefined) {
    const failed = results.find((result) => result.status === 'Error');
    throw new Error(
      `The database could not be migrated${failed ? `: ${failed.migrationName} failed` : ''}.`,
      {
        cause: error,
      },
    );
  }
  return results.map((result) => result.migrationName);
}
