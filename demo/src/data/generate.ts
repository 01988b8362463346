// node dist/data/generate.js [folder] [--contacts 20000] [--now 2026-11-24T09:00:00Z] [--seed 1]
// Writes contacts.csv and messages.ndjson for `gateway import`, and what the demo's pages need.
import { parseArgs } from 'node:util';
import { writeSample } from './write-sample.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    contacts: { type: 'string', default: '20000' },
    now: { type: 'string', default: new Date().toISOString() },
    seed: { type: 'string', default: '1' },
  },
});
const order = { contacts: Number(values.contacts), now: Date.parse(values.now), seed: Number(values.seed) };
if (!Number.isSafeInteger(order.contacts) || order.contacts < 1)
  fail('--contacts expects a whole number above 0');
if (Number.isNaN(order.now)) fail(`--now expects an instant such as 2026-11-24T09:00:00Z, got ${values.now}`);
if (!Number.isSafeInteger(order.seed)) fail('--seed expects a whole number');

const files = await writeSample(positionals[0] ?? '.data/sample', order);
for (const file of Object.values(files)) console.log(file);

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
