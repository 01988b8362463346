import { z } from 'zod';
import type { PolicyPreset } from '../policy/preset.js';
import { presets } from '../policy/presets/index.js';
import { apply, type OverlayProblem } from './apply.js';
import { Overlay } from './schema.js';

export { allowsMore } from './allows-more.js';
export type { OverlayProblem } from './apply.js';
export type { Overlay, OverlayRule } from './schema.js';

/** A preset to decide by, or everything that is wrong with the file. */
export type OverlayResult =
  | { readonly ok: true; readonly preset: PolicyPreset }
  | { readonly ok: false; readonly problems: readonly OverlayProblem[] };

/**
 * Reads an operator's overlay: rules in the shape of the channels' own, laid over a preset. They may tighten
 * anything. One that would allow more needs `loosens: true`, and then its decisions carry a note.
 *
 * @param file The parsed JSON.
 * @example
 * readOverlay({ id: 'acme', safetyMargin: '10m' }) // every window ends ten minutes earlier
 */
export function readOverlay(file: unknown): OverlayResult {
  const parsed = Overlay.safeParse(file, { reportInput: true });
  if (!parsed.success)
    return { ok: false, problems: parsed.error.issues.flatMap((issue) => problemsOf(issue, [])) };
  const applied = apply(parsed.data, presets[parsed.data.extends]);
  return 'channels' in applied ? { ok: true, preset: applied } : { ok: false, problems: applied };
}

/** JSON Schema (2020-12) of the file, for editors and other validators. */
export function overlaySchema(): object {
  return z.toJSONSchema(Overlay, { io: 'input' });
}

type Issue = z.core.$ZodIssue;

function problemsOf(issue: Issue, above: readonly PropertyKey[]): OverlayProblem[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // Of several shapes, speak about the one that was come closest to.
    const closest = issue.errors.toSorted((a, b) => depthOf(b) - depthOf(a))[0]!;
    return closest.flatMap((inner) => problemsOf(inner, path));
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: pathOf([...path, key]),
      message: 'must not be there: the key is unknown',
    }));
  }
  return [{ path: pathOf(path), message: messageOf(issue) }];
}

function depthOf(issues: readonly Issue[]): number {
  return Math.max(...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)));
}

function messageOf(issue: Issue): string {
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  if (issue.code === 'invalid_type')
    return `must be ${issue.expected}, got ${typeof issue.input === 'undefined' ? 'nothing' : JSON.stringify(issue.input)}`;
  return issue.message;
}

function pathOf(path: readonly PropertyKey[]): string {
  return (
    path
      .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`))
      .join('') || '(file)'
  );
}
