import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NEEDED = ['initdb', 'pg_ctl', 'postgres', 'pg_dump', 'pg_restore', 'createdb'] as const;

/**
 * The folder of a whole PostgreSQL installation, the newest there is: of PG_BIN, in PATH, or where Debian has it. The
 * embedded one brings no pg_dump. Says so when there is none, because a test that stays away must not go unnoticed.
 */
export function serverPrograms(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    process.env.PG_BIN ?? '',
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.map((version) => join(debian, version, 'bin')),
  ];
  const found = folders.find(
    (folder) => folder !== '' && NEEDED.every((program) => existsSync(join(folder, program))),
  );
  if (!found)
    console.warn(
      'NOT TRIED with pg_dump: no PostgreSQL with its client programs is here; set PG_BIN to its folder.',
    );
  return found ?? null;
}
