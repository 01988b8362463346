// node --expose-gc test/bench/core/run.mjs
// One JSON object a line: nanoseconds and bytes per decision beside the floor and beside what people use, and a fold.
import assert from 'node:assert/strict';
import { decide, foldWindows } from '@outbound-composer/core';
import { measure } from 'mitata';
import { figure } from '../support/figure.mjs';
import { floorFrom } from './floor.mjs';
import { floorFrom as sharedFloorFrom } from './floor.mjs?shared';
import { AT, questions } from './inputs.mjs';
import { asJson, caslVerdicts, engineVerdicts, zodAndNaiveRules } from './usual.mjs';

const asked = questions();
const wired = asked.map(asJson);
const floor = floorFrom(decide, AT);
const sharedFloor = sharedFloorFrom(decide, AT);
const casl = caslVerdicts();
const engine = engineVerdicts();

// A benchmark of different answers would compare nothing.
for (const [index, question] of asked.entries()) {
  const expected = decide(question);
  assert.deepEqual(floor(question), expected);
  assert.deepEqual(sharedFloor(question), expected);
  const verdicts = [casl(question), await engine(question), zodAndNaiveRules(wired[index]).verdict];
  assert.deepEqual(verdicts, Array(3).fill(expected.verdict), JSON.stringify(question));
}

const kept = new Array(asked.length);
// Each loop is written out: a loop shared by all would teach the engine that anything can be called in it, and what
// could be inlined, such as the floor, would look slower than it is.
const loops = {
  least: () => {
    for (let index = 0; index < asked.length; index++) kept[index] = floor(asked[index]);
    return kept;
  },
  leastShared: () => {
    for (let index = 0; index < asked.length; index++) kept[index] = sharedFloor(asked[index]);
    return kept;
  },
  ours: () => {
    for (let index = 0; index < asked.length; index++) kept[index] = decide(asked[index]);
    return kept;
  },
  iso: () => {
    for (let index = 0; index < wired.length; index++) kept[index] = decide(wired[index]);
    return kept;
  },
  ability: () => {
    for (let index = 0; index < asked.length; index++) kept[index] = casl(asked[index]);
    return kept;
  },
  naive: () => {
    for (let index = 0; index < wired.length; index++) kept[index] = zodAndNaiveRules(wired[index]);
    return kept;
  },
  rules: async () => {
    for (let index = 0; index < asked.length; index++) kept[index] = await engine(asked[index]);
    return kept;
  },
};

// Numbers before text, and ours beside the floor: the engine adapts to what it has seen, and a service that decides
// on numbers never sees the rest.
const { ours, least, leastShared } = await perDecision({
  least: loops.least,
  leastShared: loops.leastShared,
  ours: loops.ours,
});
const bytes = {
  ours: allocated((question) => decide(question)),
  least: allocated((question) => floor(question)),
};
const million = 1_000_000;
const mine = bestOfFive(() => {
  for (let index = 0; index < million; index++) kept[index & 1023] = decide(asked[index & 1023]);
});
for (const [index, question] of asked.entries()) assert.deepEqual(decide(wired[index]), decide(question));
const { iso, ability, naive, rules } = await perDecision({
  iso: loops.iso,
  ability: loops.ability,
  naive: loops.naive,
  rules: loops.rules,
});
const usual = bestOfFive(() => {
  for (let index = 0; index < million; index++) kept[index & 1023] = zodAndNaiveRules(wired[index & 1023]);
});

figure('core.decide', ours, 'ns', 'floor', least);
figure('core.decide.vs_shared_floor', ours, 'ns', 'shared-floor', leastShared);
figure('core.decide.vs_casl', ours, 'ns', 'casl', ability);
figure('core.decide.vs_json_rules_engine', ours, 'ns', 'json-rules-engine', rules);
figure('core.decide.iso_text', iso, 'ns', 'zod-and-naive', naive);
figure('core.decide.bytes', bytes.ours, 'bytes', 'floor', bytes.least);
figure('core.decide.per_second', 1e9 / ours, '1/s');
figure('core.floor', least, 'ns');
figure('core.shared_floor', leastShared, 'ns');
figure('core.casl', ability, 'ns');
figure('core.zod_and_naive', naive, 'ns');
figure('core.json_rules_engine', rules, 'ns');

figure('core.million_decisions', mine, 'ms', 'zod-and-naive', usual);

const events = Array.from({ length: million }, (_, index) =>
  index % 3 === 0
    ? { id: `m${index}`, at: AT + index * 1000, direction: 'inbound' }
    : { id: `m${index}`, at: AT + index * 1000, direction: 'outbound' },
);
const fold = median(Array.from({ length: 5 }, () => milliseconds(() => foldWindows(events))));
figure('core.fold', (fold * 1e6) / million, 'ns');
figure('core.fold_million_events', fold, 'ms');

/**
 * Nanoseconds of one decision. Three passes over the implementations in turn, and the best median of each: whatever
 * else runs on the machine only ever adds.
 */
async function perDecision(candidates) {
  const best = Object.fromEntries(Object.keys(candidates).map((name) => [name, Number.POSITIVE_INFINITY]));
  for (let pass = 1; pass <= 3; pass++) {
    for (const [name, round] of Object.entries(candidates)) {
      console.error(`  pass ${pass}: ${name}`);
      const { p50 } = await measure(round, { min_cpu_time: 2e8 });
      best[name] = Math.min(best[name], p50 / asked.length);
    }
  }
  return best;
}

/** Bytes that one decision holds: what 100,000 kept ones weigh. */
function allocated(ask) {
  const count = 100_000;
  const list = new Array(count);
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < count; index++) list[index] = ask(asked[index & 1023]);
  globalThis.gc();
  return (process.memoryUsage().heapUsed - before) / list.length;
}

function milliseconds(work) {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** Milliseconds; whatever else runs on the machine only ever adds. */
function bestOfFive(work) {
  return Math.min(...Array.from({ length: 5 }, () => milliseconds(work)));
}

function median(list) {
  return list.toSorted((a, b) => a - b)[list.length >> 1];
}
