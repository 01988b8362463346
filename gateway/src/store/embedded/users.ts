import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError } from './error.js';
import { identityRuns, processIdentity, processRuns } from './process-id.js';

const LOCK_PATIENCE_MS = 120_000;

/**
 * The processes that share one embedded server (a gateway, an import beside it). Each leaves a file with its
 * identity; the last to go stops the server. Files of killed processes do not count.
 */
export class Users {
  readonly #folder: string;
  readonly #lock: string;
  readonly #file: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.#lock = join(folder, 'lock');
    this.#file = join(folder, `user-${randomUUID()}`);
  }

  async join(): Promise<void> {
    await writeFile(this.#file, await processIdentity(process.pid), { mode: 0o600 });
  }

  async leave(): Promise<void> {
    await rm(this.#file, { force: true });
  }

  /** Users besides this one, and forgets those that were killed. */
  async others(): Promise<number> {
    let running = 0;
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name);
      if (!name.startsWith('user-') || path === this.#file) continue;
      const identity = await readFile(path, 'utf8').catch(() => null);
      if (identity === null) continue;
      if (await identityRuns(identity)) running++;
      else await rm(path, { force: true });
    }
    return running;
  }

  /** The same for a process that is ending and cannot wait; a dead one whose number lives on counts here. */
  othersNow(): number {
    const others = readdirSync(this.#folder).map((name) => join(this.#folder, name));
    return others.filter(
      (path) =>
        basename(path).startsWith('user-') &&
        path !== this.#file &&
        processRuns(Number(readFileSync(path, 'utf8').split(' ')[0])),
    ).length;
  }

  /** Runs one of the users' steps at a time: starting, joining and stopping must not overlap. */
  async exclusively<T>(step: () => Promise<T>): Promise<T> {
    await mkdir(this.#folder, { recursive: true });
    const me = await processIdentity(process.pid);
    const deadline = Date.now() + LOCK_PATIENCE_MS;
    while (!(await this.#take(me))) {
      if (Date.now() > deadline) {
        throw new EmbeddedPostgresError(
          `Another process has been starting or stopping this PostgreSQL for ${LOCK_PATIENCE_MS / 1000} s; if there is none, delete ${this.#lock}`,
        );
      }
      await delay(50);
    }
    try {
      return await step();
    } finally {
      await rm(this.#lock, { force: true });
    }
  }

  async #take(me: string): Promise<boolean> {
    try {
      const file = await open(this.#lock, 'wx', 0o600);
      await file.writeFile(me).finally(() => file.close());
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await readFile(this.#lock, 'utf8').catch(() => null);
    // An empty lock is one that is just being written.
    if (holder === null || holder === '' || (await identityRuns(holder))) return false;
    // Of several that find the same dead holder, only one can move its lock away; who moved a newer one by
    // mistake puts it back.
    const aside = `${this.#lock}-${randomUUID()}`;
    try {
      await rename(this.#lock, aside);
      if ((await readFile(aside, 'utf8')) === holder) await rm(aside, { force: true });
      else await rename(aside, this.#lock);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    return false;
  }
}
