import { type FieldError, PROBLEMS, type Problem, type ProblemCode } from '@outbound-composer/core/contract';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { ProblemError } from '../app/problem.js';
import { fieldErrors } from './field-errors.js';

/** A problem as it stands in the body (RFC 9457). */
export function problemBody(problem: ProblemError): Problem {
  return {
    ...problem.extra,
    type: `/problems/${problem.code}`,
    code: problem.code,
    title: PROBLEMS[problem.code].title,
    status: problem.status,
    detail: problem.message,
    ...(problem.errors.length > 0 ? { errors: [...problem.errors] } : {}),
  };
}

/** The one place where an error becomes an answer. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error, request);
  if (problem.status >= 500) request.log.error({ err: error, code: problem.code }, 'request failed');
  return sendProblem(reply, problem);
}

export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?', 1)[0];
  return sendProblem(reply, new ProblemError('route_not_found', `There is no ${request.method} ${path}.`));
}

function sendProblem(reply: FastifyReply, problem: ProblemError): FastifyReply {
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  if (problem.retryAfter !== null) reply.header('retry-after', String(problem.retryAfter));
  return (
    reply
      .code(problem.status)
      .type('application/problem+json')
      // A route's own response schemas are not for problems.
      .serializer((body: unknown) => JSON.stringify(body))
      .send(problemBody(problem))
  );
}

/** The problem that an error is for the caller. */
export function problemOf(error: unknown, request: FastifyRequest): ProblemError {
  if (error instanceof ProblemError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = fieldErrors(error.validation, error.validationContext ?? 'body');
    return new ProblemError('validation_failed', summary(errors), { errors });
  }
  const known = FRAMEWORK_ERRORS[(error as Partial<FastifyError> | null)?.code ?? ''];
  if (known === 'payload_too_large') {
    const limit = request.routeOptions.bodyLimit;
    return new ProblemError(known, `The body may have ${limit} bytes at most.`, { cause: error });
  }
  if (known) return new ProblemError(known, (error as FastifyError).message, { cause: error });
  if (isDatabaseGone(error)) {
    const detail = 'The database does not answer at the moment.';
    return new ProblemError('unavailable', detail, { cause: error, retryAfter: 2 });
  }
  // A message of an unexpected error may quote data or SQL, so only the request id leaves.
  return new ProblemError('internal', `Something unexpected happened, request ${request.id}.`, {
    cause: error,
  });
}

/** Errors of Fastify itself that a caller can cause. */
const FRAMEWORK_ERRORS: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed_json',
  FST_ERR_BAD_URL: 'route_not_found',
  FST_ERR_MAX_PARAM_LENGTH: 'route_not_found',
};

/** Connection refused or lost, or PostgreSQL shutting down or starting (SQLSTATE class 57P, 08). */
function isDatabaseGone(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string')
    return /^(?:57P0[1-5]|08\w{3}|53300|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT)$/.test(code);
  return typeof message === 'string' && /^Connection terminated|timeout exceeded when trying/.test(message);
}

function summary(errors: readonly FieldError[]): string {
  const first = errors[0];
  if (!first) return 'The request does not fit its schema.';
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `${first.field}: ${first.message}${more}`;
}
