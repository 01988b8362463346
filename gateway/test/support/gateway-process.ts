import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { clientOf } from './whole-gateway.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export interface GatewayProcess extends ReturnType<typeof clientOf> {
  readonly url: string;
  readonly child: ChildProcess;
  /** Asks it to stop, as a supervisor does, and returns its exit code. */
  terminate(): Promise<number | null>;
}

/** `gateway serve` in a process of its own, from the sources. */
export async function gatewayProcess(
  folder: string,
  config: object,
  env: Record<string, string>,
): Promise<GatewayProcess> {
  const file = join(folder, 'gateway.json');
  await writeFile(file, JSON.stringify(config));
  const child = spawn(
    process.execPath,
    [
      '--no-warnings',
      '--experimental-transform-types',
      '--import',
      here('./typescript-hooks.mjs'),
      here('../../src/cli.ts'),
      'serve',
      '--config',
      file,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PORT: '0', LOG_LEVEL: 'error', ...env } },
  );
  const errors: string[] = [];
  child.stderr.on('data', (chunk) => errors.push(String(chunk)));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', () => reject(new Error(`The gateway ended before it served: ${errors.join('')}`)));
  });
  child.removeAllListeners('exit');
  return {
    url,
    child,
    ...clientOf(url),
    async terminate() {
      if (child.exitCode !== null) return child.exitCode;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      return child.exitCode;
    },
  };
}
