import { type Connection, type ConnectOptions, connect } from '../store/connect.js';
import { startEmbeddedPostgres } from '../store/embedded.js';
import { migrate } from '../store/migrate.js';
import type { Log } from './log.js';
import { StartError } from './start-error.js';

export interface DatabaseOptions {
  /** A PostgreSQL of your own; absent: the embedded one. */
  readonly databaseUrl?: string | undefined;
  /** Where the embedded PostgreSQL keeps its data. */
  readonly dataDir: string;
  readonly log: Log;
  readonly onStatusChanges?: ConnectOptions['onStatusChanges'];
}

export interface OpenDatabase extends Connection {
  readonly url: string;
}

/** Opens the database, embedded or not, and brings its schema up to date. */
export async function openDatabase({
  databaseUrl,
  dataDir,
  log,
  onStatusChanges,
}: DatabaseOptions): Promise<OpenDatabase> {
  const embedded =
    databaseUrl === undefined
      ? await startEmbeddedPostgres({
          dataDir,
          log: { info: (message) => log.info(message), warn: (message) => log.warn(message) },
        })
      : null;
  const url = databaseUrl ?? embedded!.url;
  const connection = connect(url, {
    max: 20,
    onIdleError: (error) => log.warn({ err: error }, 'a database connection was lost'),
    ...(onStatusChanges && { onStatusChanges }),
  });
  const close = async () => {
    await connection.close();
    await embedded?.stop();
  };
  try {
    const applied = await migrate(connection.db);
    if (applied.length > 0) log.info({ migrations: applied }, 'database migrated');
  } catch (error) {
    await close();
    throw databaseProblem(error) ?? error;
  }
  return { ...connection, url, close };
}

/** What an operator can do something about, in one line without the password that the URL holds. */
function databaseProblem(error: unknown): StartError | null {
  const cause = rootOf(error);
  const { code, message } = cause as { code?: string; message?: string };
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ETIMEDOUT':
      return new StartError(`The PostgreSQL of DATABASE_URL cannot be reached (${code}).`, { cause });
    case '28P01':
    case '28000':
    case '3D000':
      return new StartError(`The PostgreSQL of DATABASE_URL refuses: ${message}.`, { cause });
    case '42501':
    case '58P01':
    case '0A000':
      return new StartError(`The database could not be migrated: ${message}.`, { cause });
    default:
      return null;
  }
}

function rootOf(error: unknown): unknown {
  let current = error;
  while (current instanceof Error && current.cause !== undefined && !('code' in current))
    current = current.cause;
  if (current instanceof AggregateError && !('code' in current)) return current.errors[0];
  return current;
}
