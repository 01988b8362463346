// Search on the demo's sample, beside the usual way in the same run; with BENCH_CONTACTS=1000000 on so many
// generated contacts instead. BENCH_SAMPLES (queries of a kind), BENCH_KINDS (names with commas between them) and
// BENCH_DATA (a folder to keep, so that a second run need not fill it again) change it too.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { presets } from '@outbound-composer/core';
import { ContactSearchQuery } from '@outbound-composer/core/contract';
import { freePorts, startDemo } from '@outbound-composer/demo';
import { connect, createLog, serve } from '@outbound-composer/gateway';
import { Folder } from '../../../gateway/dist/app/search/fold.js';
import { searchContacts } from '../../../gateway/dist/app/search-contacts.js';
import { ContactStatisticsReader } from '../../../gateway/dist/store/contact-statistics.js';
import { figure, percentile } from '../support/figure.mjs';
import { fill } from './data.mjs';
import { memoryOf } from './memory.mjs';
import { BESIDE_WRITES, COMPARED, kinds } from './queries.mjs';
import { buildUsual, usualSearch } from './usual.mjs';
import { startWriters } from './writers.mjs';

const GENERATED = process.env.BENCH_CONTACTS === undefined ? null : Number(process.env.BENCH_CONTACTS);
const SAMPLES = Number(process.env.BENCH_SAMPLES ?? 120);
const PERCENTILES = { p50: 0.5, p95: 0.95, p99: 0.99 };
const dataDir = process.env.BENCH_DATA ?? (await mkdtemp(join(tmpdir(), 'outbound-bench-')));

const began = performance.now();
const progress = (what) => console.error(`  ${((performance.now() - began) / 1000).toFixed(0)} s: ${what}`);

const gateway = GENERATED === null ? await sampleGateway() : await emptyGateway();
const connection = connect(gateway.databaseUrl, { max: 10 });
const { db, pool } = connection;
const workspaceId = (await pool.query('select id from workspace')).rows[0].id;

const { rows: filled } = await pool.query(`select to_regclass('usual_contacts') is not null as yes`);
if (!filled[0].yes) {
  if (GENERATED !== null) await fill(pool, workspaceId, GENERATED, progress);
  progress('the usual way');
  await buildUsual(pool);
}

const machine = { kind: 'machine', workspaceId, keyId: workspaceId, name: 'bench' };
const folder = new Folder(db);
const statistics = new ContactStatisticsReader(db, Date.now);
const deps = { db, queue: null, clock: Date.now, accounts: new Map(), presetFor: () => presets.current };
const search = (query) =>
  searchContacts(deps, {
    actor: machine,
    query: ContactSearchQuery.parse(query),
    folder,
    statistics,
    defaultCountry: 'DE',
  });
/** @returns how long it took; null: there is no second page */
const ours = async ({ text, query, page }) => {
  if (page !== 2) return timed(() => search({ q: text, ...query }));
  const { nextCursor: cursor } = await search({ q: text, ...query });
  return cursor === null ? null : timed(() => search({ q: text, ...query, cursor }));
};
const usualWay = usualSearch(pool, workspaceId);
const theirs = ({ text }) => timed(() => usualWay(text));

const asked = await kinds(pool, workspaceId, SAMPLES);
const only = process.env.BENCH_KINDS?.split(',') ?? Object.keys(asked);
const measured = Object.entries(asked).filter(([name]) => only.includes(name));

// A server that has run for a while is measured, with its pages in memory and its connections used.
progress('warming up');
for (const [name, queries] of measured) {
  await times(queries, 8, ours);
  if (COMPARED.includes(name)) await times(queries, 8, theirs);
}
const alone = new Map();
for (const [name, queries] of measured) {
  progress(name);
  const compared = COMPARED.includes(name);
  // With one client, each query goes both ways one after the other, so that whatever else the machine does meets
  // both alike.
  const pairs = await inTurn(queries, compared ? [ours, theirs] : [ours]);
  alone.set(name, pairs[0]);
  report(name, 1, pairs[0], pairs[1]);
  report(name, 8, await times(queries, 8, ours), compared ? await times(queries, 8, theirs) : undefined);
}

const beside = measured.filter(([name]) => BESIDE_WRITES.includes(name));
if (beside.length > 0) {
  progress('beside an import and sends');
  const stop = await startWriters(connection, workspaceId);
  for (const [name, queries] of beside) {
    const own = await times(queries, 1, ours);
    for (const [label, share] of Object.entries(PERCENTILES)) {
      const quiet = percentile(alone.get(name), share);
      figure(`search.beside_writes.${name}.c1.${label}`, percentile(own, share), 'ms', 'alone', quiet);
    }
  }
  const written = await stop();
  progress(`beside it, ${written.imported} contacts were imported and ${written.reopened} reopened`);
}

const { gateway: node, postgres } = await memoryOf(pool);
figure('search.memory.gateway', node, 'MB');
if (postgres !== null) figure('search.memory.postgres', postgres, 'MB');

await connection.close();
await gateway.stop();
if (process.env.BENCH_DATA === undefined) await rm(dataDir, { recursive: true, force: true });

async function sampleGateway() {
  progress('importing the sample');
  return startDemo({ dataDir, ports: await freePorts(), contacts: 20_000, seed: 1, say: () => {} });
}

async function emptyGateway() {
  const { databaseUrl, close } = await serve({
    config: {
      workspace: {
        name: 'bench',
        agentTokens: { issuer: 'bench', secret: 'a-secret-of-more-than-32-characters' },
      },
    },
    dataDir,
    port: 0,
    log: createLog({ level: 'error' }),
  });
  return { databaseUrl, stop: close };
}

function report(name, clients, own, other) {
  for (const [label, share] of Object.entries(PERCENTILES)) {
    const rest = other ? ['usual', percentile(other, share)] : [];
    figure(`search.${name}.c${clients}.${label}`, percentile(own, share), 'ms', ...rest);
    if (other) figure(`search.usual.${name}.c${clients}.${label}`, percentile(other, share), 'ms');
  }
}

/** Times of each way over all queries, each query all ways before the next one, now this way first and now that. */
async function inTurn(queries, ways) {
  const taken = ways.map(() => []);
  for (const [index, query] of queries.entries())
    for (let turn = 0; turn < ways.length; turn++) {
      const way = (index + turn) % ways.length;
      const time = await ways[way](query);
      if (time !== null) taken[way].push(time);
    }
  return taken;
}

/** Times of a closed loop of so many clients over all queries. */
async function times(queries, clients, run) {
  const taken = [];
  const waiting = [...queries];
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let query = waiting.shift(); query; query = waiting.shift()) {
        const time = await run(query);
        if (time !== null) taken.push(time);
      }
    }),
  );
  return taken;
}

async function timed(run) {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
