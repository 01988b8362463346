// The part of vitest that the tests use, without its start-up: collects, runs in order, stops at the first failure.
import { ChaiStyleAssertions, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';
import * as chai from 'chai';

for (const plugin of [JestExtend, JestChaiExpect, ChaiStyleAssertions, JestAsymmetricMatchers]) {
  if (plugin) chai.use(plugin);
}

export const expect = (value, message) => chai.expect(value, message);
Object.assign(expect, chai.expect);

const tests = [];
const path = [];

export function describe(name, define) {
  path.push(name);
  define();
  path.pop();
}
describe.each = (rows) => (name, define) => {
  for (const row of rows) describe(`${name} ${row}`, () => define(...(Array.isArray(row) ? row : [row])));
};

export function it(name, test) {
  tests.push({ name: [...path, name].join(' > '), test });
}
it.each = (rows) => (name, test) => {
  for (const row of rows) {
    const values = Array.isArray(row) ? row : [row];
    it(`${name} ${String(values[0])}`, () => test(...values));
  }
};

export async function run() {
  for (const { name, test } of tests) {
    try {
      await test({ annotate: async () => {} });
    } catch (error) {
      console.log(`${name}\n${error instanceof Error ? error.message : error}`);
      process.exitCode = 1;
      return name;
    }
  }
  console.log(`${tests.length} passed`);
  return null;
}
