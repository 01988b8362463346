import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from '../app/problem.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Bodies are JSON in UTF-8 and nothing else. What PostgreSQL cannot store as text (NUL, half a surrogate pair)
 * is refused here with its path, wherever it stands.
 */
export function registerJsonBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => parseJsonBody(body),
  );
  app.addHook('preValidation', async ({ query, params }) => {
    for (const part of [query, params]) refuseUnstorable(part, []);
  });
}

export function parseJsonBody(body: Buffer): unknown {
  const text = decode(body);
  const value = parse(text);
  // Only escapes can bring these in: the decoder lets no raw surrogate through.
  if (/\\u(?:0000|[dD][89a-fA-F])/.test(text)) refuseUnstorable(value, []);
  return value;
}

function decode(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch (cause) {
    throw new ProblemError('malformed_json', 'Expected a body in UTF-8, got other bytes.', { cause });
  }
}

function parse(text: string): unknown {
  if (text.trim() === '') throw new ProblemError('malformed_json', 'Expected a JSON body, got none.');
  try {
    return JSON.parse(text, refusePrototype);
  } catch (cause) {
    if (cause instanceof ProblemError) throw cause;
    const where = /at position (\d+)/.exec((cause as Error).message)?.[1] ?? String(text.length);
    throw new ProblemError('malformed_json', `Expected JSON, reading stopped at character ${where}.`, {
      cause,
    });
  }
}

/** `__proto__` as a name would change the object it is copied to. */
function refusePrototype(name: string, value: unknown): unknown {
  if (name === '__proto__') throw new ProblemError('malformed_json', 'The name __proto__ is not allowed.');
  return value;
}

function refuseUnstorable(value: unknown, path: readonly string[]): void {
  if (typeof value === 'string') {
    if (!/\0|\p{Surrogate}/u.test(value)) return;
    const field = path.join('.');
    const message = value.includes('\0') ? 'holds a NUL character' : 'holds half a surrogate pair';
    throw new ProblemError('validation_failed', `${field}: ${message}`, {
      errors: [{ field, message, expected: 'Unicode text' }],
    });
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, one] of Object.entries(value)) {
    refuseUnstorable(name, [...path, '(name)']);
    refuseUnstorable(one, [...path, name]);
  }
}
