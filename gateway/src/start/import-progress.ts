import cliProgress from 'cli-progress';
import type { ImportProgress, ImportSummary } from '../app/import-file.js';

export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface ShownProgress {
  tell(progress: ImportProgress): void;
  stop(): void;
}

const STEP = 10;

/** A bar on a terminal, a line every ten per cent elsewhere. */
export function showProgress(name: string, output: NodeJS.WriteStream | ProgressOutput): ShownProgress {
  return output.isTTY === true ? bar(name, output as NodeJS.WriteStream) : lines(name, output);
}

function bar(name: string, stream: NodeJS.WriteStream): ShownProgress {
  const shown = new cliProgress.SingleBar(
    {
      stream,
      format: `${name} {bar} {percentage} % · {read} rows · {rejected} rejected · {eta_formatted} left`,
      hideCursor: true,
      clearOnComplete: false,
      etaBuffer: 20,
    },
    cliProgress.Presets.shades_classic,
  );
  let started = false;
  return {
    tell({ bytes, totalBytes, read, rejected }) {
      if (!started) shown.start(totalBytes, 0, { read: 0, rejected: 0 });
      started = true;
      shown.update(bytes, { read, rejected });
    },
    stop: () => shown.stop(),
  };
}

function lines(name: string, output: ProgressOutput): ShownProgress {
  let told = 0;
  return {
    tell({ bytes, totalBytes, read, rejected }) {
      const percent = totalBytes === 0 ? 100 : Math.floor((bytes / totalBytes) * 100);
      if (percent < told + STEP) return;
      told = percent - (percent % STEP);
      output.write(`${name} ${percent} % · ${read} rows · ${rejected} rejected\n`);
    },
    stop: () => {},
  };
}

/** What became of a file, in one or two lines. */
export function summaryText(name: string, summary: ImportSummary): string {
  const { read, created, updated, unchanged, rejected, addressesTaken, rejectsPath } = summary;
  const lines = [
    `${name}: ${read} read = ${created} created + ${updated} updated + ${unchanged} unchanged + ${rejected} rejected`,
    ...(addressesTaken > 0
      ? [`${name}: ${addressesTaken} addresses belong to another contact already and stayed there`]
      : []),
    ...(rejectsPath === null ? [] : [`${name}: the rejected rows are in ${rejectsPath}`]),
  ];
  return `${lines.join('\n')}\n`;
}
