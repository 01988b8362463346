import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The tests load what n8n would load, so it is built from the sources as they are now. */
export default function build(): void {
  execFileSync(process.execPath, [fileURLToPath(new URL('../../build.mjs', import.meta.url))], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}
