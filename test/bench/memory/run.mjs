// Memory of a gateway with BENCH_CONTACTS contacts (20,000; 1000000 for the full size): idle, with BENCH_STREAMS event
// streams open (1,000) that all hear of messages, and while messages leave and contacts are searched for. The
// gateway is a process of its own; its garbage is collected before each look.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@outbound-composer/gateway';
import { fill } from '../search/data.mjs';
import { memoryOf } from '../search/memory.mjs';
import { startProvider } from '../send/provider.mjs';
import { inParallel, phones as phonesOf, send, writeIn } from '../support/customers.mjs';
import { figure } from '../support/figure.mjs';
import { startGateway } from '../support/gateway.mjs';

const CONTACTS = Number(process.env.BENCH_CONTACTS ?? 20_000);
const STREAMS = Number(process.env.BENCH_STREAMS ?? 1000);
const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 500);
const CLIENTS = 16;
const MB = 1024 * 1024;

const began = performance.now();
const progress = (what) => console.error(`  ${((performance.now() - began) / 1000).toFixed(0)} s: ${what}`);

const provider = await startProvider();
const dataDir = process.env.BENCH_DATA ?? (await mkdtemp(join(tmpdir(), 'outbound-bench-')));
const gateway = await startGateway({ dataDir, providerUrl: provider.url });
const { pool, close } = connect(gateway.databaseUrl, { max: 4 });
try {
  const { rows } = await pool.query('select count(*)::int as count from contact');
  if (rows[0].count < CONTACTS) await fill(pool, gateway.workspaceId, CONTACTS, progress);
  await report('idle');

  progress(`${STREAMS} event streams`);
  const streams = await openStreams();
  await report('streams');
  progress(`${MESSAGES} customers write, and are written to`);
  const phones = phonesOf(MESSAGES);
  const arrived = provider.expect(MESSAGES);
  const peak = watchPeak();
  await inParallel(phones, CLIENTS, async (phone) => {
    await writeIn(gateway, phone);
    await send(gateway, phone);
    await search(phone.slice(-6));
  });
  await arrived;
  figure('memory.under_load.peak', (await peak()) / MB, 'MB');
  figure('memory.under_load.events_told', streams.told(), 'events');
  await report('under_load');
  await streams.close();
  await report('afterwards');
} finally {
  await close();
  await gateway.close();
  await provider.close();
  if (process.env.BENCH_DATA === undefined) await rm(dataDir, { recursive: true, force: true });
}

async function report(when) {
  const { rss, heapUsed } = await gateway.memory();
  figure(`memory.${when}.gateway`, rss / MB, 'MB');
  figure(`memory.${when}.gateway_heap`, heapUsed / MB, 'MB');
  const { postgres } = await memoryOf(pool);
  if (postgres !== null) figure(`memory.${when}.postgres`, postgres, 'MB');
}

/** The most that the gateway holds, looked at ten times a second without collecting its garbage. */
function watchPeak() {
  let most = 0;
  let stopped = false;
  const watching = (async () => {
    while (!stopped) {
      most = Math.max(most, await gateway.rss());
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  return async () => {
    stopped = true;
    await watching;
    return most;
  };
}

async function search(q) {
  const answer = await fetch(`${gateway.url}/v1/contacts?status=any&q=${q}`, {
    headers: { authorization: `Bearer ${gateway.key}` },
  });
  if (!answer.ok) throw new Error(`Searching answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

/** Streams that read what comes, as pages do; each counts its events. */
async function openStreams() {
  const abort = new AbortController();
  const counts = Array.from({ length: STREAMS }, () => 0);
  await inParallel(counts.keys().toArray(), 50, async (index) => {
    const answer = await fetch(`${gateway.url}/v1/events`, {
      headers: { authorization: `Bearer ${gateway.key}` },
      signal: abort.signal,
    });
    if (!answer.ok) throw new Error(`The event stream answered ${answer.status}`);
    read(answer.body, index).catch(() => {});
  });
  async function read(body, index) {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop();
      counts[index] += lines.filter((line) => line.startsWith('data:')).length;
    }
  }
  return {
    /** Events that came so far, over all streams. */
    told: () => counts.reduce((sum, count) => sum + count, 0),
    async close() {
      abort.abort();
      // The gateway hears of it a moment later.
      await new Promise((resolve) => setTimeout(resolve, 1000));
    },
  };
}
