// Search on the demo's sample, beside the usual way in the same run; with BENCH_CONTACTS=1000000 on so many
// generated contacts instead. BENCH_SAMPLES and BENCH_DATA (a folder to keep, so that a second run need not fill
// it again) change it too.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { presets } from '@outbound-composer/core';
import { ContactSearchQuery } from '@outbound-composer/core/contract';
import { freePorts, startDemo } from '@outbound-composer/demo';
import { connect, createLog, serve } from '@outbound-composer/gateway';
import { Folder } from '../../../gateway/dist/app/search/fold.js';
import { searchContacts } from '../../../gateway/dist/app/search-contacts.js';
import { CommonFacets } from '../../../gateway/dist/store/common-facets.js';
import { figure, percentile } from '../support/figure.mjs';
import { fill } from './data.mjs';
import { COMPARED, kinds } from './queries.mjs';
import { buildUsual, usualSearch } from './usual.mjs';

const GENERATED = process.env.BENCH_CONTACTS === undefined ? null : Number(process.env.BENCH_CONTACTS);
const SAMPLES = Number(process.env.BENCH_SAMPLES ?? 120);
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
progress('searching');

const machine = { kind: 'machine', workspaceId, keyId: workspaceId, name: 'bench' };
const folder = new Folder(db);
const facets = new CommonFacets(db, Date.now);
const deps = { db, queue: null, clock: Date.now, accounts: new Map(), presetFor: () => presets.current };
const search = (query) =>
  searchContacts(deps, {
    actor: machine,
    query: ContactSearchQuery.parse(query),
    folder,
    facets,
    defaultCountry: 'DE',
  });
const ours = async ({ text, query, page }) => {
  const { nextCursor } = await search({ q: text, ...query });
  if (page === 2 && nextCursor) return () => search({ q: text, ...query, cursor: nextCursor });
};
const usual = usualSearch(pool, workspaceId);

const asked = await kinds(pool, workspaceId, SAMPLES);
const only = process.env.BENCH_KINDS?.split(',');
for (const [name, queries] of Object.entries(asked)) {
  if (only && !only.includes(name)) continue;
  for (const clients of [1, 8]) {
    const sampled = queries.slice(0, SAMPLES);
    const own = await measure(sampled, clients, async (one) => {
      if (one.page !== 2) return timed(() => ours(one));
      const next = await ours(one);
      return next ? timed(next) : null;
    });
    const theirs = COMPARED.includes(name)
      ? await measure(sampled, clients, ({ text }) => timed(() => usual(text)))
      : null;
    for (const [label, share] of [
      ['p50', 0.5],
      ['p95', 0.95],
      ['p99', 0.99],
    ]) {
      const rest = theirs ? ['usual', percentile(theirs, share)] : [];
      figure(`search.${name}.c${clients}.${label}`, percentile(own, share), 'ms', ...rest);
    }
  }
}

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

/** A closed loop of so many clients over all queries, the first few of them twice to warm up. */
async function measure(queries, clients, run) {
  for (const query of queries.slice(0, 5)) await run(query);
  const times = [];
  const waiting = [...queries];
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let query = waiting.shift(); query; query = waiting.shift()) {
        const time = await run(query);
        if (time !== null) times.push(time);
      }
    }),
  );
  return times;
}

async function timed(run) {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
