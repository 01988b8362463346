// Writes what is made out of the rules: docs/channels.md, docs/provider-errors.md, the README's table, and the
// overlay's JSON schema.
//
//   node scripts/generate.mjs            after a build
//   node scripts/generate.mjs --check    changes nothing, fails when something is stale
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { providerErrorsDocument } from '../dist/docs/provider-error-table.js';
import { presetTable, rulesDocument } from '../dist/docs/rule-table.js';
import { overlaySchema } from '../dist/overlay/index.js';
import { compactFile, germanNotesFile } from '../dist/policy/compact/write.js';
import { rulebook } from '../dist/policy/rulebook.js';

const check = process.argv.includes('--check');
const path = (file) => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const stale = [];

for (const [id, channels] of Object.entries(rulebook)) {
  write(`core/src/policy/compact/${id}.ts`, compactFile(channels));
}
write('core/src/explain/notes.de.ts', germanNotesFile(Object.values(rulebook).flat()));
write('docs/channels.md', rulesDocument());
write('docs/provider-errors.md', providerErrorsDocument());
write('core/schema/overlay.schema.json', `${JSON.stringify(overlaySchema(), null, 2)}\n`);
writeBetween('README.md', 'rules', presetTable());

if (stale.length > 0) {
  console.error(`Not up to date: ${stale.join(', ')}. Run npm run generate and commit the result.`);
  process.exit(1);
}

function write(file, text) {
  const now = existsSync(path(file)) ? readFileSync(path(file), 'utf8') : null;
  if (now !== null && (now === text || sameButForLayout(file, now, text))) return;
  if (check) {
    stale.push(file);
    return;
  }
  mkdirSync(dirname(path(file)), { recursive: true });
  writeFileSync(path(file), text);
}

/** The formatter lays code and JSON out in its own way: quotes of keys, line breaks, last commas. */
function sameButForLayout(file, a, b) {
  if (!/\.(json|ts)$/.test(file)) return false;
  const bare = (text) => text.replace(/[\s'"]|,(?=\s*[\]})])/g, '');
  return bare(a) === bare(b);
}

/** Between `<!-- name:begin -->` and `<!-- name:end -->`, where a file has them. */
function writeBetween(file, name, text) {
  if (!existsSync(path(file))) return;
  const now = readFileSync(path(file), 'utf8');
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [now.indexOf(begin), now.indexOf(end)];
  if (from < 0 || to < from) return;
  write(file, `${now.slice(0, from + begin.length)}\n${text}\n${now.slice(to)}`);
}
