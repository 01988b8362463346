export interface JsonRow {
  readonly line: number;
  readonly raw: string;
  /** Null where the line is no JSON object. */
  readonly value: Readonly<Record<string, unknown>> | null;
  /** Why the line cannot be read, if so. */
  readonly fault?: string;
}

const LONGEST_LINE = 1_000_000;

/** One JSON object a line (https://github.com/ndjson/ndjson-spec); empty lines are skipped. */
export async function* readNdjson(text: AsyncIterable<string>): AsyncGenerator<JsonRow> {
  let line = 0;
  for await (const chunk of text) {
    for (const raw of withoutLastNewline(chunk).split('\n')) {
      line++;
      if (raw.trim() !== '') yield readLine(line, raw.replace(/\r$/, ''));
    }
  }
}

function readLine(line: number, raw: string): JsonRow {
  if (raw.length > LONGEST_LINE) {
    return { line, raw: '', value: null, fault: `the line is longer than ${LONGEST_LINE} characters` };
  }
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return { line, raw, value: null, fault: 'the line is not valid JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { line, raw, value: null, fault: 'the line is no JSON object' };
  }
  return { line, raw, value: value as Record<string, unknown> };
}

function withoutLastNewline(chunk: string): string {
  return chunk.endsWith('\n') ? chunk.slice(0, -1) : chunk;
}
