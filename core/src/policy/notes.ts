import type { OpenSpan } from './compile.js';
import type { Quiet } from './quiet.js';
import type { Note } from './types.js';

/** The policy's own notes, what the opener adds, and advice about the hour. Shared unless something is added. */
export function notesFor(
  base: readonly Note[],
  span: OpenSpan | undefined,
  quiet: Quiet | null,
): readonly Note[] {
  const own = span === undefined ? null : span.note;
  const advice = quiet === null ? null : quiet.advice;
  if (own === null && advice === null) return base;
  return [...base, own, advice].filter((note) => note !== null);
}
