import { execFile } from 'node:child_process';
import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { processRuns } from './process-id.js';

const run = promisify(execFile);

/** A server process that has this data folder, as its `postmaster.pid` says. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly status: 'starting' | 'ready' | 'stopping';
}

/**
 * The server that runs on this data folder, or null. A file left behind by one that is gone, whose number
 * now belongs to another program, does not count.
 */
export async function findPostmaster(data: string): Promise<Postmaster | null> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => null);
  if (text === null) return null;
  // https://www.postgresql.org/docs/18/storage-file-layout.html: pid, data folder, start, port, socket
  // folder, address, shared memory, status
  const lines = text.split('\n');
  const pid = Math.abs(Number(lines[0]));
  if (!Number.isInteger(pid) || pid === 0 || !processRuns(pid) || !(await isPostgres(pid))) return null;
  const word = lines[7]?.trim();
  const status = word === 'ready' || word === 'stopping' ? word : 'starting';
  return { pid, port: Number(lines[3] ?? 0), status };
}

async function isPostgres(pid: number): Promise<boolean> {
  // Windows has no ps; there a reused number is left to PostgreSQL's own check.
  if (process.platform === 'win32') return true;
  const { stdout } = await run('ps', ['-o', 'comm=', '-p', String(pid)]).catch(() => ({
    stdout: 'postgres',
  }));
  return stdout.includes('postgres');
}

export type Answer = 'ours' | 'foreign' | 'none';

/** Asks the server behind this URL whether it serves this data folder. */
export async function askServer(url: string, data: string): Promise<Answer> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ data: string }>(`select current_setting('data_directory') as data`);
    const served = rows[0]?.data ?? '';
    const [a, b] = await Promise.all([realpath(served).catch(() => served), realpath(data)]);
    return a === b ? 'ours' : 'foreign';
  } catch (error) {
    // 28P01, 28000: something answers there, but not to our password.
    const code = (error as { code?: string }).code ?? '';
    return code.startsWith('28') || code === '3D000' ? 'foreign' : 'none';
  } finally {
    await client.end().catch(() => {});
  }
}
