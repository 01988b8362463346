import { basename } from 'node:path';
import { importFile } from '../app/import-file.js';
import { ImportError } from '../import/import-error.js';
import type { CommandContext } from './command-context.js';
import { showProgress, summaryText } from './import-progress.js';
import { configuredPreset } from './preset.js';
import { StartError } from './start-error.js';

export interface ImportCommand {
  readonly files: readonly string[];
  readonly source: string;
  readonly rejects?: string | undefined;
}

/** Imports files one after the other, with progress on standard error and a summary on standard output. */
export async function importCommand(
  { config, database, workspaceId }: CommandContext,
  { files, source, rejects }: ImportCommand,
): Promise<void> {
  if (rejects !== undefined && files.length > 1) {
    throw new StartError('--rejects goes with one file only.');
  }
  const preset = await configuredPreset(config);
  const deps = { db: database.db, clock: Date.now, presetFor: () => preset };
  for (const path of files) {
    const name = basename(path);
    const progress = showProgress(name, process.stderr);
    try {
      const summary = await importFile(deps, {
        path,
        workspaceId,
        source,
        defaultCountry: config.workspace.defaultCountry,
        ...(rejects === undefined ? {} : { rejectsPath: rejects }),
        onProgress: progress.tell,
      });
      progress.stop();
      process.stdout.write(summaryText(name, summary));
    } catch (error) {
      progress.stop();
      throw error instanceof ImportError
        ? new StartError(`${name}: ${error.message}.`, { cause: error })
        : error;
    }
  }
}
