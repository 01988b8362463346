/** The platform's `AbortSignal`, named by its shape since core knows no DOM and no Node. */
export interface AbortSignalLike {
  readonly aborted: boolean;
}

/** One HTTP exchange, without saying by what: `fetch` in a browser, the host's own helper in n8n. */
export interface TransportRequest {
  readonly method: string;
  /** Path with query, e.g. `/v1/contacts?q=ada`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A JSON value, not yet serialised. */
  readonly body?: unknown;
  /** Instead of `body`: sent as it is, its type in `headers`. */
  readonly file?: unknown;
  readonly signal?: AbortSignalLike | undefined;
}

export interface TransportResponse {
  readonly status: number;
  /** The parsed JSON body; text where it was not JSON. */
  readonly body: unknown;
  /** Value of `Retry-After`, where it was sent. */
  readonly retryAfter?: string | null | undefined;
}

/** Sends the request and resolves with any answer, whatever its status. Rejects only when there was none. */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;

export interface FetchTransportOptions {
  /** Where the gateway is, without a trailing slash. */
  readonly baseUrl: string;
  /** Called before each request; renew the token here. */
  readonly getToken: () => string | Promise<string>;
  /** The platform's `fetch`; given, because core touches no global. */
  readonly fetch: (url: string, init: Record<string, unknown>) => Promise<FetchResponse>;
}

interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** A transport over the platform's `fetch`, with a bearer token. */
export function fetchTransport({ baseUrl, getToken, fetch }: FetchTransportOptions): Transport {
  return async ({ method, path, headers, body, file, signal }) => {
    const content = body === undefined ? file : JSON.stringify(body);
    const response = await fetch(baseUrl + path, {
      method,
      signal,
      headers: {
        ...headers,
        authorization: `Bearer ${await getToken()}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(content === undefined ? {} : { body: content }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: parseJson(text),
      retryAfter: response.headers.get('retry-after'),
    };
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
