// Messages from HTTP to a loopback provider: a whole gateway on its embedded PostgreSQL, WhatsApp as channel. Beside
// it, before and after on the same PostgreSQL, pg-boss alone doing as many jobs that do nothing. BENCH_MESSAGES and
// BENCH_CLIENTS change the size.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { inParallel, phones as phonesOf, send, writeIn } from '../support/customers.mjs';
import { figure, percentile } from '../support/figure.mjs';
import { startGateway } from '../support/gateway.mjs';
import { startProvider } from './provider.mjs';

const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 2000);
const CLIENTS = Number(process.env.BENCH_CLIENTS ?? 16);
const run = promisify(execFile);

const provider = await startProvider();
const dataDir = await mkdtemp(join(tmpdir(), 'outbound-bench-'));
const gateway = await startGateway({ dataDir, providerUrl: provider.url });
try {
  const phones = phonesOf(MESSAGES);
  console.error(`${MESSAGES} customers write…`);
  await inParallel(phones, CLIENTS, (phone) => writeIn(gateway, phone));

  const before = await pgBossAlone();
  console.error(`${MESSAGES} messages leave…`);
  const asked = new Map();
  const arrived = provider.expect(MESSAGES);
  const start = performance.now();
  await inParallel(phones, CLIENTS, (phone) => {
    asked.set(phone, performance.now());
    return send(gateway, phone);
  });
  const accepted = performance.now() - start;
  const arrivals = await arrived;
  const dispatched = performance.now() - start;
  const after = await pgBossAlone();

  const usual = (name) => (before[name] + after[name]) / 2;
  figure('send.accepted', (MESSAGES / accepted) * 1000, 'requests/s', 'pg-boss', usual('accepted'));
  figure('send.dispatched', (MESSAGES / dispatched) * 1000, 'messages/s', 'pg-boss', usual('dispatched'));
  figure('send.pg_boss.accepted', usual('accepted'), 'jobs/s');
  figure('send.pg_boss.dispatched', usual('dispatched'), 'jobs/s');
  const waits = [...arrivals].map(([phone, at]) => at - asked.get(phone));
  figure('send.to_provider.p50', percentile(waits, 0.5), 'ms');
  figure('send.to_provider.p99', percentile(waits, 0.99), 'ms');
} finally {
  await gateway.close();
  await provider.close();
  await rm(dataDir, { recursive: true, force: true });
}

async function pgBossAlone() {
  console.error(`pg-boss alone does ${MESSAGES} jobs…`);
  const file = fileURLToPath(new URL('./pg-boss.mjs', import.meta.url));
  const { stdout } = await run(process.execPath, [
    file,
    gateway.databaseUrl,
    String(MESSAGES),
    String(CLIENTS),
  ]);
  return JSON.parse(stdout);
}
