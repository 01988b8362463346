import type { FieldError } from '@outbound-composer/core/contract';
import type { z } from 'zod';

/** A zod issue as the type provider hands it on: path joined by `/`, the issue's own members in `params`. */
interface SchemaIssue {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** An issue inside an `invalid_union`, whose path is relative to the union. */
interface NestedIssue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * Schema issues in a caller's words.
 * @param part `body`, `querystring`, `params` or `headers`: stands as the field when the whole of it is wrong.
 */
export function fieldErrors(issues: readonly SchemaIssue[], part: string): FieldError[] {
  return issues.flatMap(({ keyword, instancePath, message, params }) =>
    flatten({
      ...params,
      code: keyword,
      path: instancePath.split('/').filter((step) => step !== ''),
      message: message ?? '',
    })
      .flatMap(oneForEachKey)
      .map((issue) => fieldError(issue, part)),
  );
}

/** The same for issues straight from zod. */
export const zodFieldErrors = ({ issues }: z.ZodError, part: string): FieldError[] =>
  issues
    .flatMap((issue) => flatten({ ...issue }))
    .flatMap(oneForEachKey)
    .map((issue) => fieldError(issue, part));

/** Of a union that nothing fitted, the branch that came furthest says what was meant. */
function flatten(issue: NestedIssue & Record<string, unknown>): (NestedIssue & Record<string, unknown>)[] {
  const branches = issue.errors;
  if (issue.code !== 'invalid_union' || !Array.isArray(branches) || branches.length === 0) return [issue];
  const depth = (branch: NestedIssue[]) => Math.min(...branch.map((one) => one.path.length));
  const closest = (branches as NestedIssue[][]).toSorted((a, b) => depth(b) - depth(a))[0];
  if (!closest || depth(closest) === 0) return [issue];
  return closest.flatMap((one) => flatten({ ...one, path: [...issue.path, ...one.path] }));
}

function oneForEachKey(issue: NestedIssue & Record<string, unknown>): (typeof issue)[] {
  if (issue.code !== 'unrecognized_keys' || !Array.isArray(issue.keys)) return [issue];
  return issue.keys.map((key) => ({ ...issue, path: [...issue.path, String(key)] }));
}

function fieldError(issue: NestedIssue & Record<string, unknown>, part: string): FieldError {
  const field = issue.path.length > 0 ? issue.path.map(String).join('.') : part;
  const expected = expectation(issue);
  const message = sentence(issue);
  return expected === null ? { field, message } : { field, message, expected };
}

function sentence(issue: NestedIssue & Record<string, unknown>): string {
  switch (issue.code) {
    case 'invalid_type':
      return /received undefined/.test(issue.message) ? 'is missing' : 'has the wrong type';
    case 'invalid_value':
      return 'is none of the allowed values';
    case 'invalid_union':
      return Array.isArray(issue.options)
        ? 'is none of the allowed values'
        : 'fits none of the allowed forms';
    case 'too_big':
      return issue.origin === 'number' ? 'is too large' : 'is too long';
    case 'too_small':
      return issue.origin === 'number' ? 'is too small' : 'is too short';
    case 'invalid_format':
      // Contract schemas with a message of their own say what would be right.
      return 'is not in the expected format';
    case 'unrecognized_keys':
      return 'is not a known field';
    default:
      return issue.message;
  }
}

function expectation(issue: NestedIssue & Record<string, unknown>): string | null {
  switch (issue.code) {
    case 'invalid_type':
      return typeof issue.expected === 'string' ? issue.expected : null;
    case 'invalid_value':
      return Array.isArray(issue.values) ? `one of: ${issue.values.join(', ')}` : null;
    case 'invalid_union':
      return discriminated(issue);
    case 'too_big':
      return `at most ${amount(issue.maximum, issue.origin)}`;
    case 'too_small':
      return `at least ${amount(issue.minimum, issue.origin)}`;
    case 'unrecognized_keys':
      // The contract's own message lists the known ones.
      return issue.message.startsWith('one of: ') ? issue.message : null;
    case 'invalid_format':
      return FORMATS[String(issue.format)] ?? issue.message;
    default:
      return null;
  }
}

function discriminated(issue: Record<string, unknown>): string | null {
  return Array.isArray(issue.options) ? `one of: ${issue.options.join(', ')}` : null;
}

function amount(count: unknown, origin: unknown): string {
  if (origin === 'string') return `${count} characters`;
  if (origin === 'array') return `${count} items`;
  return String(count);
}

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'a UUID',
  datetime: 'an instant in ISO 8601 with Z or an offset, e.g. 2026-11-24T10:30:00+01:00',
};
