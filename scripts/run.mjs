// Takes a machine that has only Node 20 and npm to a task on the workspace's own tools.
// Runs on the system's Node, so nothing newer than Node 20 is used here.
//
//   node scripts/run.mjs <task> [arguments]      tasks: scripts/tasks.mjs
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const NODE = '24.21.0';
const PNPM = '12.21.0';

// npm keeps both in its own cache, so only the first call downloads anything. Inside, `node` and `pnpm`
// are the pinned ones; both caches are npm's and pnpm's usual ones.
const tools = ['-y', '-p', `node@${NODE}`, '-p', `pnpm@${PNPM}`, '--'];

// npx is asked once where its tools are, and the task then runs without npm in between: npm would swallow
// signals, and Ctrl-C must reach the task.
const where = spawnSync(
  'npx',
  [...tools, 'node', '-p', 'JSON.stringify([process.execPath, process.env.PATH])'],
  {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  },
);
if (where.status !== 0) {
  console.error(
    `Could not get Node ${NODE} and pnpm ${PNPM} from the npm registry (npx exited with ${where.status}).`,
  );
  process.exit(where.status ?? 1);
}
const [node, path] = JSON.parse(where.stdout.trim().split('\n').at(-1));
const task = spawn(node, ['scripts/tasks.mjs', ...process.argv.slice(2)], {
  cwd: root,
  env: { ...process.env, PATH: path },
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => task.kill(signal));
task.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
