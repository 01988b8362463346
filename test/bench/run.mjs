// npm run bench -- [part…]     core, memory, search, send, widget; without a name: all of them
// Prints one JSON object a line on standard output and nothing else; progress goes to standard error.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PARTS = ['core', 'memory', 'search', 'send', 'widget'];

const asked = process.argv.slice(2);
const unknown = asked.filter((part) => !PARTS.includes(part));
if (unknown.length > 0) {
  console.error(`There is no part "${unknown[0]}". Parts: ${PARTS.join(', ')}.`);
  process.exit(1);
}

for (const part of asked.length > 0 ? asked : PARTS) {
  console.error(`bench ${part}…`);
  const file = [`./${part}/run.mjs`, `./${part}/index.mjs`]
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find(existsSync);
  const code = await run(file);
  if (code !== 0) process.exit(code);
}

/** Each part in a process of its own, so that none warms or burdens another. */
function run(file) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--expose-gc', file], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
