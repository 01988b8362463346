import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { presets } from '@outbound-composer/core';
import { connect, importFile, showProgress, summaryText } from '@outbound-composer/gateway';
import { SAMPLE_SOURCE, type SampleFiles } from './data/write-sample.js';
import { DemoError } from './demo-error.js';

export interface ImportOrder {
  readonly databaseUrl: string;
  readonly workspaceId: string;
  readonly preset: string;
  readonly defaultCountry: string;
  readonly files: SampleFiles;
  /** Remembers that the import has ended, so that the next start need not look. */
  readonly stateFile: string;
  /** Shows how far the import is. */
  readonly progress: boolean;
  readonly say: (line: string) => void;
}

/**
 * Imports the sample by the gateway's own import, once. One that was interrupted begins again: rows that are
 * there already stay as they are.
 */
export async function importSample(order: ImportOrder): Promise<void> {
  if (await exists(order.stateFile)) return;
  const preset = Object.entries(presets).find(([name]) => name === order.preset)?.[1];
  if (preset === undefined)
    throw new DemoError(`The demo's configuration names no known preset: ${order.preset}`);
  const { db, close } = connect(order.databaseUrl);
  const summaries: string[] = [];
  try {
    for (const path of [order.files.contacts, order.files.messages]) {
      const name = basename(path);
      const shown = order.progress ? showProgress(name, process.stderr) : null;
      try {
        const summary = await importFile(
          { db, clock: Date.now, presetFor: () => preset },
          {
            path,
            workspaceId: order.workspaceId,
            source: SAMPLE_SOURCE,
            defaultCountry: order.defaultCountry,
            ...(shown === null ? {} : { onProgress: shown.tell }),
          },
        );
        if (summary.rejected > 0)
          throw new DemoError(
            `${summary.rejected} rows of the sample were rejected; see ${summary.rejectsPath}`,
          );
        summaries.push(summaryText(name, summary).trim());
      } finally {
        shown?.stop();
      }
    }
  } finally {
    await close();
  }
  for (const line of summaries) order.say(line);
  await writeFile(order.stateFile, JSON.stringify({ importedAt: new Date().toISOString(), summaries }));
}

async function exists(file: string): Promise<boolean> {
  return readFile(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}
