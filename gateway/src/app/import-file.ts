import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import type { ImportAccount } from '../import/accounts.js';
import { ImportError } from '../import/import-error.js';
import { decodeUtf8 } from '../import/text.js';
import { analyzeContacts } from '../store/contact-statistics.js';
import type { Deps } from './deps.js';
import { importContacts } from './import-contacts.js';
import { importMessages } from './import-messages.js';

export interface ImportFile {
  /** A `.csv` of contacts or an `.ndjson` of messages. */
  readonly path: string;
  readonly workspaceId: string;
  /** Where the external ids come from, e.g. `crm`. */
  readonly source: string;
  /** ISO 3166-1 alpha-2, for phones without a country code. */
  readonly defaultCountry: string;
  /** Default: beside the file, `<name>.rejects.csv` or `.rejects.ndjson`. */
  readonly rejectsPath?: string;
  readonly onProgress?: (progress: ImportProgress) => void;
}

export interface ImportProgress {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly read: number;
  readonly rejected: number;
}

/** `read` is the sum of the four that follow it. */
export interface ImportSummary {
  readonly read: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  /** Addresses of kept contacts that another contact has already, and that stayed there. */
  readonly addressesTaken: number;
  /** Where the rejected rows are, or null when there are none. */
  readonly rejectsPath: string | null;
}

/** What the readers of both formats are given. */
export interface ImportJob {
  readonly deps: ImportDeps;
  readonly workspaceId: string;
  readonly source: string;
  readonly defaultCountry: string;
  readonly accounts: readonly ImportAccount[];
  readonly rejectsPath: string;
  readonly text: AsyncGenerator<string>;
  /** Called after each batch. */
  readonly tell: (read: number, rejected: number) => void;
}

export type ImportDeps = Pick<Deps, 'db' | 'clock' | 'presetFor'>;
export type Counts = Omit<ImportSummary, 'rejectsPath'>;

/**
 * Imports contacts or messages from a file of any size, in transactions of some hundred rows. Good rows are
 * kept, bad ones written to a file of their own. The same file a second time changes nothing. The formats are in
 * docs/import.md.
 *
 * @throws ImportError in one line when the file as a whole cannot be imported; nothing was written then
 */
export async function importFile(deps: ImportDeps, order: ImportFile): Promise<ImportSummary> {
  const { path, workspaceId, source, defaultCountry, onProgress } = order;
  const kind = kindOf(path);
  const accounts = await deps.db
    .selectFrom('channel_account')
    .where('workspace_id', '=', workspaceId)
    .select(['id', 'key', 'channel'])
    .orderBy('key')
    .execute();
  const totalBytes = await sizeOf(path);
  let bytes = 0;
  async function* chunks(): AsyncGenerator<Buffer> {
    for await (const chunk of createReadStream(path, { highWaterMark: 64 * 1024 })) {
      bytes += (chunk as Buffer).length;
      yield chunk as Buffer;
    }
  }
  const rejectsPath = order.rejectsPath ?? `${path.slice(0, -extname(path).length)}.rejects${extname(path)}`;
  if (resolve(rejectsPath) === resolve(path)) {
    throw new ImportError(`${path} cannot take its own rejects; name another file`);
  }
  const job: ImportJob = {
    deps,
    workspaceId,
    source,
    defaultCountry,
    accounts,
    rejectsPath,
    text: decodeUtf8(chunks()),
    tell: (read, rejected) => onProgress?.({ bytes, totalBytes, read, rejected }),
  };
  const counts = await (kind === 'contacts' ? importContacts(job) : importMessages(job));
  if (counts.created + counts.updated > 0) await analyzeContacts(deps.db);
  return { ...counts, rejectsPath: counts.rejected > 0 ? rejectsPath : null };
}

function kindOf(path: string): 'contacts' | 'messages' {
  switch (extname(path).toLowerCase()) {
    case '.csv':
    case '.tsv':
    case '.txt':
      return 'contacts';
    case '.ndjson':
    case '.jsonl':
      return 'messages';
    default:
      throw new ImportError(
        'expected a .csv file with contacts or an .ndjson file with messages, told apart by the ending',
      );
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    await using file = await open(path);
    const stat = await file.stat();
    if (!stat.isFile()) throw new ImportError(`${path} is no file`);
    return stat.size;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof ImportError) throw error;
    throw new ImportError(
      code === 'ENOENT' ? `There is no file ${path}` : `${path} cannot be read: ${message}`,
    );
  }
}
