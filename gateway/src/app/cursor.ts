import type { z } from 'zod';
import { fieldProblem } from './problem.js';

/** A place in a list, as text that callers hand back without reading it. */
export const writeCursor = (position: unknown): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/** @throws ProblemError `validation_failed` for what `writeCursor` never wrote */
export function readCursor<T extends z.ZodType>(cursor: string, position: T): z.output<T> {
  try {
    return position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (cause) {
    const problem = fieldProblem('validation_failed', 'cursor', 'is none of ours', '`nextCursor` of a page');
    problem.cause = cause;
    throw problem;
  }
}
