import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Keyring, newKey, SecretKeysError } from '../secrets/keyring.js';

export interface SecretKeysSource {
  readonly env: NodeJS.ProcessEnv;
  readonly dataDir: string;
  /** Makes a key beside the embedded database where there is none; a database of one's own outlives this folder. */
  readonly create?: boolean;
}

/**
 * The keys that seal credentials: from OUTBOUND_SECRET_KEYS, or from the file OUTBOUND_SECRET_KEYS_FILE, or from
 * `secret-keys` in the data folder.
 *
 * @returns null when there are none
 * @throws SecretKeysError
 */
export async function openKeyring({
  env,
  dataDir,
  create = false,
}: SecretKeysSource): Promise<Keyring | null> {
  const given = env.OUTBOUND_SECRET_KEYS?.trim();
  if (given) return Keyring.parse(given, 'OUTBOUND_SECRET_KEYS');
  const named = env.OUTBOUND_SECRET_KEYS_FILE?.trim();
  const path = named || join(dataDir, 'secret-keys');
  const text = await read(path, named !== undefined && named !== '');
  if (text !== null) return Keyring.parse(text, path);
  if (!create) return null;
  await mkdir(dirname(path), { recursive: true });
  // Whoever comes second to make it reads the first one's.
  await writeFile(path, `${newKey()}\n`, { mode: 0o600, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  return Keyring.parse((await read(path, true)) ?? '', path);
}

async function read(path: string, mustExist: boolean): Promise<string | null> {
  try {
    const { mode } = await stat(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new SecretKeysError(`${path}: others may read it; make it yours alone (chmod 600).`);
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && !mustExist) return null;
    if (code !== undefined) throw new SecretKeysError(`${path} cannot be read: ${code}.`, { cause: error });
    throw error;
  }
}
