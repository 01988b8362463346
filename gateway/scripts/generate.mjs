// Writes docs/openapi.json from the routes. `--check` only says whether it is up to date.
//
//   pnpm --filter @outbound-composer/gateway run generate
//   pnpm --filter @outbound-composer/gateway run check
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { openApiDocument } from '../dist/http/openapi-document.js';
import { VERSION } from '../dist/start/version.js';

const file = fileURLToPath(new URL('../../docs/openapi.json', import.meta.url));
const text = `${JSON.stringify(await openApiDocument(VERSION), null, 2)}\n`;

if (process.argv.includes('--check')) {
  const written = await readFile(file, 'utf8').catch(() => '');
  if (written !== text) {
    console.error('docs/openapi.json does not fit the routes any more: run "npm run generate".');
    process.exit(1);
  }
} else await writeFile(file, text);
