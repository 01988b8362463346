import { chown, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Binaries } from './binaries.js';
import { type ClusterPaths, lastLine } from './cluster.js';
import { EmbeddedPostgresError } from './error.js';
import { sharedBuffers } from './memory.js';
import { findPostmaster, type Postmaster } from './postmaster.js';
import { processRuns } from './process-id.js';
import { type RunAs, runProgram } from './run-as.js';

/** Crash recovery of a large database takes its time. */
export const START_PATIENCE_MS = 300_000;

/** Where and as whom a server runs. */
export interface Site {
  readonly paths: ClusterPaths;
  readonly binaries: Binaries;
  readonly user: RunAs;
  readonly settings: Readonly<Record<string, string>>;
}

/** Starts the server on a folder that has none running, and waits until it answers. */
export async function launch(site: Site, fixedPort?: number): Promise<Postmaster> {
  const { paths } = site;
  for (let attempt = 1; ; attempt++) {
    const port = fixedPort ?? (await freePort());
    const reason = await tryLaunch(site, port);
    if (reason === null) {
      const found = await findPostmaster(paths.data);
      if (found !== null) return found;
    }
    const portTaken = /could not (bind|create any) .*(address|socket)/i.test(reason ?? '');
    if (portTaken && fixedPort !== undefined) {
      throw new EmbeddedPostgresError(`PostgreSQL cannot use port ${port}: another program listens there`);
    }
    // Backends of a killed server take a moment to notice; until then it refuses to start beside them.
    const passing = portTaken || /shared memory block .* in use/.test(reason ?? '');
    if (!passing || attempt === 20) {
      throw new EmbeddedPostgresError(
        `PostgreSQL did not start on ${paths.data}: ${lastLine(reason ?? '')} (more in ${paths.logs} and ${paths.startLog})`,
      );
    }
    await delay(250);
  }
}

/** One try. @returns null, or what the server said before it gave up */
async function tryLaunch(site: Site, port: number): Promise<string | null> {
  const { home, data, startLog, logs } = site.paths;
  await rm(startLog, { force: true });
  await mkdir(logs, { recursive: true });
  if (site.user !== null) await chown(logs, site.user.uid, site.user.gid);
  const stale = (await findPostmaster(data)) === null;
  if (stale) await rm(join(data, 'postmaster.pid'), { force: true });
  const before = await fileSizes(logs);
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    logging_collector: 'on',
    log_directory: '../log',
    log_filename: 'postgresql-%a.log',
    log_rotation_age: '1d',
    log_truncate_on_rotation: 'on',
    // Values and statements would carry names and addresses into the log.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    timezone: 'UTC',
    shared_buffers: sharedBuffers(),
    ...site.settings,
  };
  const flags = [
    `-p ${port}`,
    ...Object.entries(settings).map(([name, value]) => `-c ${name}=${quote(value)}`),
  ];
  const { code, output } = await runProgram(
    site.user,
    site.binaries.pg_ctl,
    [
      'start',
      '--wait',
      `--timeout=${START_PATIENCE_MS / 1000}`,
      `--pgdata=${data}`,
      `--log=${startLog}`,
      `--options=${flags.join(' ')}`,
    ],
    home,
  );
  if (code === 0) return null;
  return (await said(site.paths, before)) || output;
}

/** What the server wrote since it was launched: first to one file, then to that of the weekday. */
async function said(paths: ClusterPaths, before: Map<string, number>): Promise<string> {
  const { startLog, logs } = paths;
  const texts = [await readFile(startLog, 'utf8').catch(() => '')];
  for (const [name, size] of await fileSizes(logs)) {
    const known = before.get(name) ?? 0;
    if (size !== known)
      texts.push((await readFile(join(logs, name))).toString('utf8', size > known ? known : 0));
  }
  return texts.join('');
}

/** Stops the server and waits until its process is gone. */
export async function shutDown(site: Site, pid: number): Promise<void> {
  const { home, data } = site.paths;
  for (const mode of ['fast', 'immediate']) {
    const args = ['stop', '--wait', `--mode=${mode}`, '--timeout=60', `--pgdata=${data}`];
    const { code } = await runProgram(site.user, site.binaries.pg_ctl, args, home);
    if (code === 0) break;
  }
  // pg_ctl waits for the process file, which the server removes a moment before it ends.
  for (let tries = 0; processRuns(pid) && tries < 500; tries++) await delay(20);
}

async function fileSizes(folder: string): Promise<Map<string, number>> {
  const names = await readdir(folder);
  return new Map(
    await Promise.all(names.map(async (name) => [name, (await stat(join(folder, name))).size] as const)),
  );
}

/** Quotes for pg_ctl's `--options`, which go through a shell. */
function quote(value: string): string {
  return `"${value.replace(/["\\$`]/g, '\\$&')}"`;
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => done(port));
    });
  });
}
