// `npm start` as a person runs it: the page and the gateway answer, Ctrl-C ends all of it, PostgreSQL included.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const data = mkdtempSync(join(tmpdir(), 'outbound-composer-'));
const started = spawn('npm', ['start'], {
  detached: true,
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, DEMO_DATA_DIR: data },
});
const exited = once(started, 'exit');
let printed = '';

try {
  const url = await new Promise((resolve, reject) => {
    started.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      printed += chunk;
      const page = /^ {2}(http:\S+)\s*$/m.exec(printed);
      if (page) resolve(page[1]);
    });
    exited.then(([code]) => reject(new Error(`npm start ended with ${code} before it printed its address`)));
  });
  const postmaster = Number(readFileSync(postmasterPid(data), 'utf8').split('\n')[0]);

  const page = await fetch(url);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<outbound-composer/);
  const gateway = /http:\S+(?=\/docs)/.exec(printed)[0];
  assert.equal((await fetch(`${gateway}/ready`)).status, 200);
  assert.equal((await fetch(`${gateway}/v1/me`)).status, 401);

  process.kill(-started.pid, 'SIGINT');
  await exited;
  await assert.rejects(fetch(url), 'the page still answers after Ctrl-C');
  await assert.rejects(fetch(gateway), 'the gateway still answers after Ctrl-C');
  // It has ended, but is listed until the system's first process has collected it.
  for (let tries = 0; runs(postmaster) && tries < 100; tries++) await delay(100);
  assert.ok(!runs(postmaster), 'PostgreSQL still runs after Ctrl-C');
  console.log('npm start answered and stopped.');
} finally {
  if (started.exitCode === null && started.signalCode === null) process.kill(-started.pid, 'SIGKILL');
  rmSync(data, { recursive: true, force: true });
}

function runs(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function postmasterPid(folder) {
  const file = readdirSync(folder, { recursive: true }).find((name) => name.endsWith('postmaster.pid'));
  assert.ok(file, 'the demo runs no PostgreSQL of its own');
  return join(folder, file);
}
