import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import { EmbeddedPostgresError } from './error.js';
import { type RunAs, runProgram } from './run-as.js';

export const SUPERUSER = 'outbound';

/** Files of the embedded server below the gateway's data folder. */
export function clusterPaths(dataDir: string) {
  const home = join(dataDir, 'postgres');
  return {
    home,
    data: join(home, 'data'),
    password: join(home, 'password'),
    startLog: join(home, 'start.log'),
    logs: join(home, 'log'),
    users: join(dataDir, 'postgres-users'),
    unfinished: join(dataDir, 'postgres.unfinished'),
  };
}
export type ClusterPaths = ReturnType<typeof clusterPaths>;

/**
 * Makes the data folder, or checks the one that is there. It is made under another name and renamed when it
 * is whole, so a first start that was cut off leaves nothing that looks like data.
 * @returns whether it was made now
 */
export async function ensureCluster(paths: ClusterPaths, binaries: Binaries, user: RunAs): Promise<boolean> {
  const found = await readdir(paths.home).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new EmbeddedPostgresError(`${paths.home} cannot be read: ${error.message}`, { cause: error });
  });
  if (found !== null && found.length > 0) {
    await checkCluster(paths, binaries, user);
    return false;
  }
  await rm(paths.unfinished, { recursive: true, force: true });
  await mkdir(paths.unfinished, { recursive: true, mode: 0o700 });
  if (user !== null) await chown(paths.unfinished, user.uid, user.gid);
  const password = join(paths.unfinished, 'password');
  await writeFile(password, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
  if (user !== null) await chown(password, user.uid, user.gid);

  await initdb(paths.unfinished, password, binaries, user);
  if (found !== null) await rm(paths.home, { recursive: true });
  await rename(paths.unfinished, paths.home);
  return true;
}

/**
 * PostgreSQL's own C.UTF-8 sorts and folds the same on every system. pg_trgm still asks the system's
 * LC_CTYPE what a letter is: under plain C it would find no letters outside ASCII.
 */
async function initdb(home: string, password: string, binaries: Binaries, user: RunAs): Promise<void> {
  let output = '';
  for (const ctype of ['C.UTF-8', 'en_US.UTF-8', 'en-US']) {
    const result = await runProgram(
      user,
      binaries.initdb,
      [
        `--pgdata=${join(home, 'data')}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${password}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        `--lc-ctype=${ctype}`,
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
      ],
      home,
    );
    if (result.code === 0) return;
    output = result.output;
    if (!output.includes('invalid locale name')) break;
  }
  throw new EmbeddedPostgresError(`PostgreSQL could not make its data folder: ${lastLine(output)}`);
}

async function checkCluster(paths: ClusterPaths, binaries: Binaries, user: RunAs): Promise<void> {
  const version = await readFile(join(paths.data, 'PG_VERSION'), 'utf8').catch(() => null);
  if (version === null) {
    throw new EmbeddedPostgresError(
      `${paths.home} is not a whole PostgreSQL data folder (data/PG_VERSION cannot be read); move it away, or set OUTBOUND_DATA_DIR to another folder`,
    );
  }
  const { output } = await runProgram(user, binaries.postgres, ['--version'], paths.home);
  const ours = /(\d+)/.exec(output)?.[1];
  if (version.trim() !== ours) {
    throw new EmbeddedPostgresError(
      `${paths.data} was made by PostgreSQL ${version.trim()}, this gateway brings ${ours}; dump it with the old version and restore it, or set OUTBOUND_DATA_DIR to another folder`,
    );
  }
}

export async function readPassword(paths: ClusterPaths): Promise<string> {
  const text = await readFile(paths.password, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new EmbeddedPostgresError(
      `The password of the embedded PostgreSQL cannot be read (${paths.password}: ${error.code}); start as the user who started it first, or restore that file`,
      { cause: error },
    );
  });
  return text.trim();
}

/** The last line that says something, for a message of one line. */
export function lastLine(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const telling = lines.filter((line) => /FATAL|ERROR|error:|PANIC/.test(line));
  return telling.at(-1) ?? lines.filter((line) => line !== '').at(-1) ?? 'it gave no reason';
}
