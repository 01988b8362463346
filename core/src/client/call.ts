import type { AbortSignalLike } from './transport.js';

export interface CallOptions {
  readonly signal?: AbortSignalLike | undefined;
}

/** One request of a client; resolves with the body of a success, rejects with `GatewayProblem`. */
export type Call = <T>(
  method: string,
  path: string,
  given?: {
    readonly body?: unknown;
    readonly file?: unknown;
    readonly headers?: Record<string, string>;
  } & CallOptions,
) => Promise<T>;

/** `?a=1&b=2&b=3`; leaves out what is undefined. */
export function queryString(query: object = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((one) => one !== undefined)
      .map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(String(one))}`),
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
