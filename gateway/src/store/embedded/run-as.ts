import { execFile } from 'node:child_process';
import { access, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './error.js';
import { ALLOCATOR } from './memory.js';

const run = promisify(execFile);
const USER = 'postgres';

/** Under which user PostgreSQL runs; null: the one we run under ourselves. */
export type RunAs = { readonly uid: number; readonly gid: number } | null;

/**
 * PostgreSQL refuses to run as root. As root, whoever owns an existing data folder runs it, else the user
 * `postgres`, which is made where it is missing.
 */
export async function chooseUser(dataFolder: string): Promise<RunAs> {
  if (process.getuid?.() !== 0) return null;
  const owner = await stat(dataFolder).catch(() => null);
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  try {
    return await userIds();
  } catch {
    try {
      await run('groupadd', ['--system', '--force', USER]);
      await run('useradd', ['--system', '--gid', USER, '--no-create-home', USER]);
      return await userIds();
    } catch (cause) {
      throw new EmbeddedPostgresError(
        `PostgreSQL cannot run as root, and the user ${USER} could not be made; start as another user or set DATABASE_URL`,
        { cause },
      );
    }
  }
}

async function userIds(): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all([run('id', ['-u', USER]), run('id', ['-g', USER])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

export interface Finished {
  readonly code: number;
  readonly output: string;
}

/** Runs a PostgreSQL program to its end, under the chosen user. */
export async function runProgram(
  user: RunAs,
  program: string,
  args: string[],
  cwd: string,
): Promise<Finished> {
  const env = { ...ALLOCATOR, ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C' };
  const [file, ...rest] = await commandAs(user, [program, ...args], cwd);
  try {
    const ids = user !== null && file === program ? user : {};
    const { stdout, stderr } = await run(file, rest, { cwd, env, ...ids, windowsHide: true });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof code !== 'number') throw error;
    return { code, output: `${stdout ?? ''}${stderr ?? ''}` };
  }
}

/**
 * A root whose project lies in its own home hands it to a user that may not even enter that folder. There
 * `setpriv` (util-linux) lets the program keep the right to pass, and nothing else of root's.
 */
async function commandAs(user: RunAs, command: string[], cwd: string): Promise<[string, ...string[]]> {
  const plain = command as [string, ...string[]];
  if (user === null) return plain;
  const reachable = await Promise.all([mayEnter(user, cwd), mayEnter(user, plain[0])]);
  if (reachable.every(Boolean)) return plain;
  const setpriv = await findSetpriv();
  if (setpriv === null) {
    throw new EmbeddedPostgresError(
      `PostgreSQL cannot run as root, and user ${user.uid} may not enter ${cwd}; set OUTBOUND_DATA_DIR to a folder elsewhere, start as another user or set DATABASE_URL`,
    );
  }
  const caps = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return [setpriv, `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups', ...caps, ...plain];
}

async function findSetpriv(): Promise<string | null> {
  for (const path of ['/usr/bin/setpriv', '/bin/setpriv']) {
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  return null;
}

/** Whether every folder on the way lets this user pass. */
async function mayEnter(user: { uid: number; gid: number }, path: string): Promise<boolean> {
  let at = '';
  for (const part of path.split('/')) {
    at += `${part}/`;
    const { mode, uid, gid } = await stat(at.length > 1 ? at.slice(0, -1) : at);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
  }
  return true;
}
