import type { Failure } from '@outbound-composer/core/contract';
import type { SendOutcome } from './adapter.js';

export interface ProviderCall {
  readonly url: string;
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  /** A form goes as multipart/form-data. */
  readonly body?: string | FormData;
  /** Milliseconds for the whole call, answer included. */
  readonly timeoutMs: number;
  /** Gives the call up from outside. */
  readonly signal: AbortSignal;
}

export interface ProviderAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Null when the body is no JSON. */
  readonly json: unknown;
}

/** What became of a call that brought no answer; never `accepted` or `rejected`. */
export type NoAnswer = Extract<SendOutcome, { outcome: 'retry' | 'unknown' }>;

const USER_AGENT = 'OutboundComposer/0.1.0';
const LARGEST_ANSWER = 1_000_000;

/**
 * Calls a provider once. A call that got no answer is told apart by whether the request can have left us:
 * `retry` only if not.
 */
export async function callProvider(
  call: ProviderCall,
): Promise<{ answer: ProviderAnswer } | { fault: NoAnswer }> {
  if (call.signal.aborted)
    return { fault: notSent('cancelled', 'The gateway stopped before sending.', null) };
  const timeout = AbortSignal.timeout(call.timeoutMs);
  try {
    const response = await fetch(call.url, {
      method: call.method ?? 'POST',
      headers: { 'user-agent': USER_AGENT, accept: 'application/json', ...call.headers },
      ...(call.body === undefined ? {} : { body: call.body }),
      // A provider's address never moves; a redirect is a wrong base URL, and would carry our token along.
      redirect: 'manual',
      signal: AbortSignal.any([timeout, call.signal]),
    });
    const text = await readAtMost(response, LARGEST_ANSWER);
    return { answer: { status: response.status, headers: response.headers, text, json: parseJson(text) } };
  } catch (error) {
    return { fault: faultOf(error, timeout.aborted) };
  }
}

/** Milliseconds from a Retry-After header: seconds or a date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
export function retryAfterMs(headers: Headers, now: number): number | null {
  const value = headers.get('retry-after')?.trim();
  if (!value) return null;
  const at = /^\d+$/.test(value) ? now + Number(value) * 1000 : Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** Errors of a connection that never stood, so nothing was sent. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);

function faultOf(error: unknown, timedOut: boolean): NoAnswer {
  const codes = codesOf(error);
  const code = codes[0] ?? null;
  // Happy eyeballs tries several addresses; all of them must have failed before anything was sent.
  if (codes.length > 0 && codes.every(beforeSending)) {
    return notSent('provider_unreachable', 'The provider cannot be reached.', code);
  }
  const message = timedOut
    ? 'The provider did not answer in time; nobody can tell whether the message went out.'
    : 'The connection broke before the provider answered; nobody can tell whether the message went out.';
  return { outcome: 'unknown', failure: failure('no_answer', message, timedOut ? 'timeout' : code) };
}

function beforeSending(code: string): boolean {
  return BEFORE_SENDING.has(code) || code.startsWith('ERR_SSL_') || code === 'connect ETIMEDOUT';
}

/** Error codes of a failed fetch, which hides them in `cause`, several of them in an AggregateError. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  if (error instanceof AggregateError) return error.errors.flatMap(codesOf);
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (typeof code === 'string')
    return [syscall === 'connect' && code === 'ETIMEDOUT' ? 'connect ETIMEDOUT' : code];
  return codesOf(error.cause);
}

function notSent(
  reason: 'provider_unreachable' | 'cancelled',
  message: string,
  code: string | null,
): NoAnswer {
  return { outcome: 'retry', failure: failure(reason, message, code), afterMs: null };
}

function failure(reason: string, message: string, providerCode: string | null): Failure {
  const remedy = reason === 'no_answer' ? 'Ask the customer before sending it again.' : null;
  return { reason, message, remedy, retriable: true, providerCode };
}

async function readAtMost(response: Response, bytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > bytes) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
