import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { SendOutcome } from '../adapter.js';
import { callProvider, type NoAnswer, type ProviderAnswer, retryAfterMs } from '../call-provider.js';
import { type ErrorRow, outcomeFrom, rowForStatus } from '../error-table.js';

/** What every call to the Graph API needs. */
export interface GraphAccess {
  readonly baseUrl: string;
  readonly version: string;
  readonly accessToken: string;
  readonly appSecret: string;
  readonly appSecretProof: boolean;
  readonly timeoutMs: number;
}

/** A GET without `json` and `form`. */
export interface GraphCall {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly form?: FormData;
}

/**
 * Calls the Graph API once, with the token in a header and the proof that it is the app that uses it:
 * https://developers.facebook.com/docs/graph-api/guides/secure-requests
 */
export function callGraph(
  { baseUrl, version, accessToken, appSecret, appSecretProof, timeoutMs }: GraphAccess,
  { path, query = {}, json, form }: GraphCall,
  signal: AbortSignal,
): Promise<{ answer: ProviderAnswer } | { fault: NoAnswer }> {
  const url = new URL(`${baseUrl}/${version}/${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  if (appSecretProof) {
    const proof = createHmac('sha256', appSecret).update(accessToken).digest('hex');
    url.searchParams.set('appsecret_proof', proof);
  }
  return callProvider({
    url: url.href,
    method: json === undefined && form === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${accessToken}`,
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    ...(form === undefined ? {} : { body: form }),
    timeoutMs,
    signal,
  });
}

/** https://developers.facebook.com/docs/graph-api/guides/error-handling */
const Refused = z.object({
  error: z.object({ code: z.int(), error_subcode: z.int().optional(), message: z.string().optional() }),
});

export interface GraphError {
  readonly code: number;
  readonly subcode: number | undefined;
  readonly text: string | undefined;
}

/** The error that an answer names, or null. */
export function graphError(json: unknown): GraphError | null {
  const error = Refused.safeParse(json).data?.error;
  return error ? { code: error.code, subcode: error.error_subcode, text: error.message } : null;
}

/** What an answer that accepts nothing means. `rowOf` knows the errors of the channel. */
export function refusalOf(
  answer: ProviderAnswer,
  rowOf: (error: GraphError) => ErrorRow | null,
): SendOutcome {
  const error = graphError(answer.json);
  const row = (error && rowOf(error)) ?? rowForStatus(answer.status);
  const code = error && [error.code, error.subcode].filter((part) => part !== undefined).join('/');
  return outcomeFrom(row, code ?? String(answer.status), retryAfterMs(answer.headers, Date.now()));
}
