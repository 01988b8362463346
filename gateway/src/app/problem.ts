import { type FieldError, PROBLEMS, type ProblemCode } from '@outbound-composer/core/contract';

export interface ProblemOptions {
  /** The fields at fault, by their path in the request. */
  readonly errors?: readonly FieldError[];
  /** Members that only this kind of problem has, e.g. the decision of `not_eligible`. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Seconds after which asking again makes sense. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/** What a caller is told when a request cannot be done; the code decides the status. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly errors: readonly FieldError[];
  readonly extra: Readonly<Record<string, unknown>>;
  readonly retryAfter: number | null;

  /** @param detail One sentence on this very request: what was expected, what came. No personal data. */
  constructor(
    readonly code: ProblemCode,
    detail: string,
    { errors = [], extra = {}, retryAfter, cause }: ProblemOptions = {},
  ) {
    super(detail, cause === undefined ? undefined : { cause });
    this.errors = errors;
    this.extra = extra;
    this.retryAfter = retryAfter ?? null;
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}

/** A problem with one field of the request. `field` is its path, e.g. `content.text`. */
export function fieldProblem(
  code: ProblemCode,
  field: string,
  message: string,
  expected?: string,
): ProblemError {
  const error = expected === undefined ? { field, message } : { field, message, expected };
  return new ProblemError(code, `${field}: ${message}`, { errors: [error] });
}
