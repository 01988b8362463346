import { CsvError, parse } from 'csv-parse';
import { ImportError } from './import-error.js';

export type Delimiter = ',' | ';' | '\t';

export interface CsvRow {
  /** Where the row begins; the header is line 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Why the row cannot be read, if so. */
  readonly fault?: string;
}

export interface CsvFile {
  readonly delimiter: Delimiter;
  readonly header: readonly string[];
  readonly rows: AsyncIterable<CsvRow>;
}

const LONGEST_ROW = 1_000_000;

/** Opens a CSV text (RFC 4180, or with `;` or tabs), header first. @throws ImportError */
export async function openCsv(text: AsyncGenerator<string>): Promise<CsvFile> {
  const first = await text.next();
  if (first.done) throw new ImportError(EMPTY);
  const delimiter = detectDelimiter(first.value);
  const rows = readRows(prepend(first.value, text), delimiter);
  const header = await rows.next();
  if (header.done) throw new ImportError(EMPTY);
  const { cells: names, fault } = header.value;
  if (fault !== undefined) {
    throw new ImportError(`The first line, which names the columns, cannot be read: ${fault}`);
  }
  return { delimiter, header: names, rows: checkLengths(rows, names.length) };
}

const EMPTY = 'The file is empty; its first line must name the columns';

/**
 * Rows are taken out of the parser as soon as they are whole: as a stream it would drop those that wait in it
 * when an error comes.
 */
async function* readRows(text: AsyncIterable<string>, delimiter: Delimiter): AsyncGenerator<CsvRow> {
  const rows: CsvRow[] = [];
  // The parser counts a line break in quotes once or twice, so lines are counted here.
  let line = 1;
  let emptyLines = 0;
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
    on_record(cells: string[], { empty_lines }) {
      line += empty_lines - emptyLines;
      emptyLines = empty_lines;
      rows.push({ line, cells });
      line += 1 + cells.reduce((sum, cell) => sum + newlinesIn(cell), 0);
      return null;
    },
  });
  // Errors come with the callbacks below.
  parser.on('error', () => {}).resume();
  const take = (feed: (done: (error?: Error | null) => void) => void) =>
    new Promise<Error | null>((settle) => feed((error) => settle(error ?? null)));
  let error: Error | null = null;
  for await (const chunk of text) {
    error = await take((done) => parser.write(chunk, done));
    yield* rows.splice(0);
    if (error !== null) break;
  }
  error ??= await take((done) => parser.end(done));
  yield* rows.splice(0);
  // What follows cannot be told from what this row holds, so it ends here.
  if (error !== null)
    yield { line, cells: [], fault: `${reasonOf(error)}; nothing after this line was read` };
}

async function* checkLengths(rows: AsyncIterable<CsvRow>, columns: number): AsyncGenerator<CsvRow> {
  for await (const row of rows) {
    const fits = row.fault !== undefined || row.cells.length === columns;
    yield fits ? row : { ...row, fault: `has ${row.cells.length} cells, the header has ${columns}` };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof CsvError)) throw error;
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quote is opened and never closed';
    case 'CSV_MAX_RECORD_SIZE':
      return `a row is longer than ${LONGEST_ROW} characters, or a quote is never closed`;
    default:
      return 'the row is no CSV';
  }
}

async function* prepend(first: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}

/** The delimiter that stands most often in the first line, outside quotes. */
export function detectDelimiter(text: string): Delimiter {
  const counts: Record<Delimiter, number> = { ',': 0, ';': 0, '\t': 0 };
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r')) break;
    else if (!quoted && character in counts) counts[character as Delimiter]++;
  }
  const [best] = (Object.entries(counts) as [Delimiter, number][]).sort((a, b) => b[1] - a[1]);
  return best?.[0] ?? ',';
}

function newlinesIn(cell: string): number {
  return cell.includes('\n') || cell.includes('\r') ? (cell.match(/\r\n|\n|\r/g) ?? []).length : 0;
}
