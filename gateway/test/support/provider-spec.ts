import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { getHttpOperationsFromSpec } from '@stoplight/prism-http';
import { createServer } from '@stoplight/prism-http-server';
import pino from 'pino';
import { parse } from 'yaml';

/** Where the providers' own OpenAPI documents lie; they are not ours to ship. */
const FOLDER = process.env.PROVIDER_SPECS ?? resolve(import.meta.dirname, '../../../../shared/specs');

export interface SpecServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Whether this document is here; says so when it is not, because a judge that stays away must not go unnoticed. */
export function hasSpec(name: string): boolean {
  const there = existsSync(join(FOLDER, name));
  if (!there)
    console.warn(`NOT JUDGED by ${name}: it is not in ${FOLDER}; set PROVIDER_SPECS to its folder.`);
  return there;
}

/** The document itself, as JSON. */
export function readSpec(name: string) {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  return name.endsWith('.json') ? JSON.parse(text) : parse(text);
}

/**
 * A provider that answers by its own OpenAPI document (Prism): what does not fit it is answered 422 (400
 * where the document has such an answer), a call without credentials 401, everything else by the document's example.
 *
 * @param paths the paths to serve, as the document writes them; reading all of it takes seconds
 */
export async function specServer(name: string, paths: readonly string[]): Promise<SpecServer> {
  const spec = readSpec(name);
  const kept = Object.fromEntries(paths.map((path) => [path, spec.paths[path]]));
  for (const [path, item] of Object.entries(kept))
    if (item === undefined) throw new Error(`${name} has no path ${path}`);
  const operations = await getHttpOperationsFromSpec({ ...spec, paths: kept });
  const server = createServer(operations, {
    components: { logger: Object.assign(pino({ enabled: false }), { start() {}, success() {} }) },
    cors: false,
    config: {
      mock: { dynamic: false },
      checkSecurity: true,
      validateRequest: true,
      validateResponse: true,
      errors: true,
      isProxy: false,
      upstreamProxy: undefined,
    },
  });
  const url = await server.listen(0, '127.0.0.1');
  return { url, close: () => server.close() };
}
