// The workspace's tasks, on its own Node and pnpm (scripts/run.mjs puts them in PATH).
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [name, ...args] = process.argv.slice(2);

const TASKS = {
  /** The demo: gateway, CRM page and the customer's side. */
  start: async () => {
    await build();
    await run('node', ['demo/dist/start.js', ...args]);
  },
  /** Everything; with arguments, vitest with these arguments alone. */
  test: async () => {
    await build();
    if (args.length > 0) return run('pnpm', ['exec', 'vitest', 'run', ...args]);
    await check();
    await testAll();
  },
  build: () => build(),
  /** Formatting, lint, types of the tests, and that what is generated is fresh. */
  check: async () => {
    await build();
    await check();
  },
  format: async () => {
    await install();
    await run('pnpm', ['exec', 'biome', 'check', '--write', '.']);
  },
  /** Rewrites what is generated from the sources. */
  generate: async () => {
    await build();
    await run('pnpm', [
      '--recursive',
      '--if-present',
      '--workspace-concurrency',
      '1',
      'run',
      'generate',
      ...args,
    ]);
  },
  /** Stryker on the decisions of `core`; with arguments, these after `stryker run`. */
  mutation: async () => {
    await install();
    await run('pnpm', ['--filter', '@outbound-composer/core', 'run', 'mutation', ...args]);
  },
  bench: async () => {
    // Standard output belongs to the figures.
    await build({ quiet: true });
    await run('node', ['test/bench/run.mjs', ...args]);
  },
};

const task = TASKS[name];
if (task === undefined) fail(`There is no task "${name}". Tasks: ${Object.keys(TASKS).join(', ')}.`);
await task();

async function install({ quiet = false } = {}) {
  const lock = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8');
  const stamp = join(root, 'node_modules', '.installed-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('Installing the packages…');
  await run('pnpm', ['install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=warn'], { quiet });
  writeFileSync(stamp, lock);
}

async function build(options = {}) {
  await install(options);
  const stamp = join(root, 'node_modules', '.built-sources');
  const sources = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  say('Building…');
  await run(
    'pnpm',
    ['--recursive', '--if-present', '--workspace-concurrency', '1', '--reporter-hide-prefix', 'run', 'build'],
    options,
  );
  writeFileSync(stamp, sources);
}

async function check() {
  say('Checking format, lint and what is generated…');
  await run('pnpm', ['exec', 'biome', 'check', '--error-on-warnings', '.']);
  await run('pnpm', [
    '--recursive',
    '--if-present',
    '--workspace-concurrency',
    '1',
    '--reporter-hide-prefix',
    'run',
    'check',
  ]);
}

/** Every runner, to the end even if one fails; the last line is their sum. */
async function testAll() {
  const reports = join(root, 'reports');
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports);
  const widgetReport = join(root, 'widget', 'reports', 'junit.xml');
  rmSync(widgetReport, { force: true });
  const vitest = (project, report) => [
    'exec',
    'vitest',
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const runners = [
    // The demo that the end-to-end tests drive runs for them alone.
    { name: 'vitest', command: (report) => vitest('!e2e', report), read: readVitest },
    { name: 'vitest e2e', command: (report) => vitest('e2e', report), read: readVitest },
    {
      name: 'web-test-runner',
      command: () => ['--filter', '@outbound-composer/widget', 'run', 'test'],
      read: () => readJunit(widgetReport),
    },
  ];

  const failures = [];
  const sum = { passed: 0, failed: 0 };
  for (const { name, command, read } of runners) {
    const report = join(reports, `${name.replace(' ', '-')}.json`);
    const code = await exitCode('pnpm', command(report));
    if (code !== 0) failures.push(name);
    const { passed, failed } = read(report);
    sum.passed += passed;
    sum.failed += failed;
  }
  // A runner that broke before it counted anything is a failure too.
  if (failures.length > 0 && sum.failed === 0) sum.failed = failures.length;
  if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`);
  console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
  process.exitCode = sum.failed > 0 ? 1 : 0;
}

function readVitest(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numFailedTestSuites, success } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  const broken = success ? 0 : Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0, 1);
  return { passed: numPassedTests, failed: broken };
}

function readJunit(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const suites = [...readFileSync(file, 'utf8').matchAll(/<testsuite\s[^>]*>/g)].map(([tag]) => ({
    tests: Number(/\stests="(\d+)"/.exec(tag)?.[1] ?? 0),
    failed: Number(/\sfailures="(\d+)"/.exec(tag)?.[1] ?? 0) + Number(/\serrors="(\d+)"/.exec(tag)?.[1] ?? 0),
    skipped: Number(/\sskipped="(\d+)"/.exec(tag)?.[1] ?? 0),
  }));
  const of = (key) => suites.reduce((sum, suite) => sum + suite[key], 0);
  return { passed: of('tests') - of('failed') - of('skipped'), failed: of('failed') };
}

/** Names, sizes and times of everything that a build reads. */
function fingerprint() {
  const hash = createHash('sha256');
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      if (['node_modules', 'dist', 'reports', '.data', '.cache', '.stryker-tmp'].includes(entry.name))
        continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else {
        const { size, mtimeMs } = statSync(path);
        hash.update(`${relative(root, path)}\0${size}\0${mtimeMs}\n`);
      }
    }
  };
  for (const folder of ['core', 'gateway', 'widget', 'n8n-node', 'demo', 'test']) visit(join(root, folder));
  return hash.digest('hex');
}

async function run(command, commandArgs, options = {}) {
  const code = await exitCode(command, commandArgs, options);
  if (code !== 0) process.exit(code);
}

function exitCode(command, commandArgs, { quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, commandArgs, {
      cwd: root,
      stdio: ['inherit', quiet ? 2 : 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    });
    const forward = (signal) => child.kill(signal);
    // Ctrl-C reaches the whole group by itself; this is for a signal sent to this process alone.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward);
    child.on('error', (error) => fail(`Could not run ${command}: ${error.message}`));
    child.on('exit', (code, signal) => {
      for (const one of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(one, forward);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

function fail(text) {
  say(text);
  process.exit(1);
}
