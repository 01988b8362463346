import type { FieldError, ProblemCode } from '../contract/errors.js';
import type { Refusal } from '../contract/message.js';
import type { TransportResponse } from './transport.js';

/** The gateway's refusal (RFC 9457), or `not_a_gateway` when what answered was something else. */
export class GatewayProblem extends Error {
  override readonly name = 'GatewayProblem';

  constructor(
    readonly code: ProblemCode | 'not_a_gateway',
    readonly status: number,
    /** One sentence on this request. */
    readonly detail: string,
    readonly errors: readonly FieldError[] = [],
    /** Present on `not_eligible`. */
    readonly refusal: Refusal | null = null,
    /** Seconds to wait before asking again, where the gateway said so. */
    readonly retryAfter: number | null = null,
  ) {
    super(detail);
  }

  static from({ status, body, retryAfter }: TransportResponse): GatewayProblem {
    const wait = retryAfter ? Number(retryAfter) : Number.NaN;
    const seconds = Number.isFinite(wait) ? wait : null;
    if (!isRecord(body) || typeof body.code !== 'string') {
      const detail = `Expected an answer of the gateway, got HTTP ${status} without a problem code.`;
      return new GatewayProblem('not_a_gateway', status, detail, [], null, seconds);
    }
    const problem = body as unknown as {
      code: ProblemCode;
      detail?: string;
      title?: string;
      errors?: FieldError[];
    };
    const refusal = 'decision' in body ? (body as unknown as Refusal) : null;
    return new GatewayProblem(
      problem.code,
      status,
      problem.detail ?? problem.title ?? problem.code,
      problem.errors ?? [],
      refusal,
      seconds,
    );
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
