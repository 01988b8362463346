import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type Binaries, findBinaries } from './embedded/binaries.js';
import {
  type ClusterPaths,
  clusterPaths,
  ensureCluster,
  readPassword,
  SUPERUSER,
} from './embedded/cluster.js';
import { EmbeddedPostgresError } from './embedded/error.js';
import { launch, type Site, START_PATIENCE_MS, shutDown } from './embedded/launch.js';
import { askServer, findPostmaster, type Postmaster } from './embedded/postmaster.js';
import { processRuns } from './embedded/process-id.js';
import { chooseUser, type RunAs } from './embedded/run-as.js';
import { Users } from './embedded/users.js';

export { EmbeddedPostgresError } from './embedded/error.js';

const DATABASE = 'outbound';
const WATCH_EVERY_MS = 1_000;

export interface EmbeddedPostgresOptions {
  /** The gateway's data folder; the server keeps to `postgres*` below it. */
  readonly dataDir: string;
  readonly log: Log;
  /** Default: any free one. */
  readonly port?: number;
  /** PostgreSQL settings, e.g. `{ shared_buffers: '512MB' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A part of pino's logger, and of the console. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
}

export interface EmbeddedPostgres {
  /** Connection string of the database. It stays the same when the server has to be started again. */
  readonly url: string;
  /** Process id of the server at this moment. */
  readonly pid: number;
  /** `made`: a new data folder; `joined`: a server that ran already, be it of another process or orphaned. */
  readonly how: 'made' | 'started' | 'joined';
  /** Stops the server, unless another process still uses it. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL on a folder beside the gateway, or joins the one that runs there: another process of this
 * gateway may be using it, or a killed one left it behind. The last user stops it. A server that dies is
 * started again on the same port.
 *
 * The server has its own process group, so Ctrl-C reaches the gateway alone, which stops it after draining.
 *
 * @throws EmbeddedPostgresError with one line that says what to do
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const paths = clusterPaths(resolve(options.dataDir));
  const users = new Users(paths.users);
  const binaries = await findBinaries();
  await mkdir(resolve(options.dataDir), { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new EmbeddedPostgresError(`The data folder cannot be made: ${cause.message}`, { cause });
  });
  const server = new Server(paths, binaries, options, users);
  await users.exclusively(async () => {
    await server.begin();
    await users.join();
  });
  server.watch();
  return server;
}

class Server implements EmbeddedPostgres {
  readonly #paths: ClusterPaths;
  readonly #binaries: Binaries;
  readonly #options: EmbeddedPostgresOptions;
  readonly #users: Users;
  #user: RunAs = null;
  #password = '';
  #postmaster: Postmaster | null = null;
  #how: EmbeddedPostgres['how'] = 'joined';
  #watcher: NodeJS.Timeout | null = null;
  #watching: Promise<void> = Promise.resolve();
  #stopped: Promise<void> | null = null;

  constructor(paths: ClusterPaths, binaries: Binaries, options: EmbeddedPostgresOptions, users: Users) {
    this.#paths = paths;
    this.#binaries = binaries;
    this.#options = options;
    this.#users = users;
  }

  get url() {
    return this.#urlOf(DATABASE);
  }

  get pid() {
    return this.#postmaster?.pid ?? 0;
  }

  get how() {
    return this.#how;
  }

  get #site(): Site {
    return {
      paths: this.#paths,
      binaries: this.#binaries,
      user: this.#user,
      settings: this.#options.settings ?? {},
    };
  }

  #urlOf(database: string, port = this.#postmaster?.port): string {
    return `postgres://${SUPERUSER}:${this.#password}@127.0.0.1:${port}/${database}`;
  }

  async begin(): Promise<void> {
    this.#user = await chooseUser(this.#paths.data);
    const made = await ensureCluster(this.#paths, this.#binaries, this.#user);
    this.#password = await readPassword(this.#paths);
    this.#postmaster = await this.#joinRunning();
    if (this.#postmaster === null) {
      this.#how = made ? 'made' : 'started';
      this.#postmaster = await launch(this.#site, this.#options.port);
    }
    await this.#ensureDatabase();
    process.once('exit', this.#atExit);
  }

  /** Waits while a server that was found starts or stops; null when there is none in the end. */
  async #joinRunning(): Promise<Postmaster | null> {
    const deadline = Date.now() + START_PATIENCE_MS;
    for (;;) {
      const found = await findPostmaster(this.#paths.data);
      if (found === null) return null;
      if (found.status === 'ready') {
        const answer = await askServer(this.#urlOf('postgres', found.port), this.#paths.data);
        if (answer === 'ours') {
          this.#options.log.info(
            `joined the PostgreSQL that runs on ${this.#paths.data} (process ${found.pid})`,
          );
          return found;
        }
        if (answer === 'foreign') {
          throw new EmbeddedPostgresError(
            `Process ${found.pid} serves ${this.#paths.data} but does not take its password; stop that process, or set OUTBOUND_DATA_DIR to another folder`,
          );
        }
      }
      if (
        Date.now() > deadline ||
        (found.status === 'ready' && Date.now() > deadline - START_PATIENCE_MS + 30_000)
      ) {
        throw new EmbeddedPostgresError(
          `The PostgreSQL left on ${this.#paths.data} (process ${found.pid}) does not answer; stop that process and start again`,
        );
      }
      await delay(100);
    }
  }

  async #ensureDatabase(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#urlOf('postgres') });
    await client.connect();
    try {
      const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
      if (rowCount === 0) await client.query(`create database ${DATABASE}`);
    } finally {
      await client.end();
    }
  }

  watch(): void {
    let busy = false;
    this.#watcher = setInterval(() => {
      if (busy || this.#postmaster === null || processRuns(this.#postmaster.pid)) return;
      busy = true;
      this.#watching = this.#restart().finally(() => {
        busy = false;
      });
    }, WATCH_EVERY_MS);
    this.#watcher.unref();
  }

  async #restart(): Promise<void> {
    const { log } = this.#options;
    try {
      await this.#users.exclusively(async () => {
        if (this.#stopped !== null) return;
        log.warn(`PostgreSQL on ${this.#paths.data} is gone; starting it again`);
        const port = this.#postmaster?.port;
        this.#postmaster = (await this.#joinRunning()) ?? (await launch(this.#site, port));
      });
    } catch (error) {
      log.warn(error instanceof Error ? error.message : String(error));
    }
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#leave();
    return this.#stopped;
  }

  async #leave(): Promise<void> {
    if (this.#watcher !== null) clearInterval(this.#watcher);
    process.off('exit', this.#atExit);
    await this.#watching;
    await this.#users.exclusively(async () => {
      await this.#users.leave();
      if ((await this.#users.others()) > 0) return;
      const running = await findPostmaster(this.#paths.data);
      if (running !== null) await shutDown(this.#site, running.pid);
    });
  }

  /** A process that ends without `stop()` cannot wait any more: it asks for a fast shutdown and goes. */
  readonly #atExit = (): void => {
    if (this.#postmaster === null || this.#users.othersNow() > 0) return;
    const { pid } = this.#postmaster;
    if (process.platform === 'win32') spawnSync(this.#binaries.pg_ctl, ['kill', 'INT', String(pid)]);
    else if (processRuns(pid)) process.kill(pid, 'SIGINT');
  };
}
