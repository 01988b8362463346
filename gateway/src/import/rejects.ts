import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Delimiter } from './csv.js';
import type { Fault } from './faults.js';
import { NOT_UTF8 } from './text.js';

/** Columns that a rejects file has before those of the import; an import passes over them. */
export const REJECT_COLUMNS = ['reject.line', 'reject.field', 'reject.reason'] as const;
/** The member of an NDJSON line with the same. */
export const REJECT_MEMBER = 'reject';

/**
 * The rows that were not taken, as they came, each with its line and what is wrong. Mended, the file can be
 * imported as it is. It is only there when there is something in it.
 */
export class Rejects {
  readonly path: string;
  #file: WriteStream | null = null;
  readonly #head: string;
  count = 0;

  private constructor(path: string, head: string) {
    this.path = path;
    this.#head = head;
  }

  static async open(path: string, head = ''): Promise<Rejects> {
    await rm(path, { force: true });
    return new Rejects(path, head);
  }

  async write(text: string): Promise<void> {
    this.count++;
    this.#file ??= this.#begin();
    if (!this.#file.write(text.replaceAll(NOT_UTF8, '\uFFFD'))) await once(this.#file, 'drain');
  }

  #begin(): WriteStream {
    const file = createWriteStream(this.path);
    file.write(this.#head);
    return file;
  }

  async close(): Promise<void> {
    const file = this.#file;
    if (file === null) return;
    file.end();
    await once(file, 'close');
  }
}

export function rejectedCsvRow(
  line: number,
  faults: readonly Fault[],
  cells: readonly string[],
  delimiter: Delimiter,
): string {
  return csvLine([String(line), fieldsOf(faults), reasonsOf(faults), ...cells], delimiter);
}

export function rejectedJsonLine(
  line: number,
  faults: readonly Fault[],
  value: Readonly<Record<string, unknown>> | null,
  raw: string,
): string {
  const reject = { line, field: fieldsOf(faults), reason: reasonsOf(faults) };
  return `${JSON.stringify({ [REJECT_MEMBER]: reject, ...(value ?? { raw }) })}\n`;
}

export function csvLine(cells: readonly string[], delimiter: Delimiter): string {
  const quoted = cells.map((cell) =>
    cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
  );
  return `${quoted.join(delimiter)}\r\n`;
}

function fieldsOf(faults: readonly Fault[]): string {
  return [...new Set(faults.map(({ field }) => field))].filter(Boolean).join(', ');
}

function reasonsOf(faults: readonly Fault[]): string {
  return faults.map(({ field, reason }) => (field === '' ? reason : `${field}: ${reason}`)).join('; ');
}
