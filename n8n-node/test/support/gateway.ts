import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  PROBLEMS,
  Problem,
  type ProblemCode,
  ROUTES,
  type RouteName,
} from '@outbound-composer/core/contract';
import type { z } from 'zod';

export interface Asked {
  readonly route: RouteName;
  readonly params: Record<string, string>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly headers: IncomingMessage['headers'];
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

type Answering = (asked: Asked) => Answer | Promise<Answer>;

/**
 * A gateway on loopback whose answers the test decides. It takes and gives only what the contract allows: a
 * request that does not fit is refused as the real one refuses it, an answer that does not fit fails the test.
 */
export class FakeGateway {
  readonly asked: Asked[] = [];
  readonly #answers = new Map<RouteName, Answering>();
  readonly #breaches: string[] = [];
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  static async start(): Promise<FakeGateway> {
    const gateway = new FakeGateway();
    await new Promise<void>((resolve) => gateway.#server.listen(0, '127.0.0.1', resolve));
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  on(route: RouteName, answering: Answering): void {
    this.#answers.set(route, answering);
  }

  /** Forgets what was set up and asked. Throws where the last test's answers did not fit the contract. */
  reset(): void {
    const breaches = this.#breaches.splice(0);
    this.#answers.clear();
    this.asked.length = 0;
    if (breaches.length > 0) throw new Error(`Answers outside the contract:\n${breaches.join('\n')}`);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', this.url);
    const answer = await this.#answer(request, url, Buffer.concat(chunks).toString());
    const isText = typeof answer.body === 'string';
    response.writeHead(answer.status, {
      'content-type': isText ? 'text/html' : 'application/json',
      ...answer.headers,
    });
    response.end(isText ? answer.body : JSON.stringify(answer.body));
  }

  async #answer(request: IncomingMessage, url: URL, text: string): Promise<Answer> {
    const found = routeOf(request.method ?? 'GET', url.pathname);
    if (found === undefined) return problem('route_not_found', `No route ${request.method} ${url.pathname}.`);
    if (request.headers.authorization !== 'Bearer test-key')
      return problem('token_invalid', 'This API key is not known here.');
    const route: RouteShape = ROUTES[found.name];
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    this.asked.push({ route: found.name, ...found, query: url.searchParams, body, headers: request.headers });

    const refused =
      misfit(route.params, found.params, 'params') ??
      misfit(route.querystring, queryOf(url.searchParams), 'querystring') ??
      misfit(route.body, body, 'body');
    if (refused) return refused;
    const answering = this.#answers.get(found.name);
    if (answering === undefined) return problem('internal', `The test has no answer for ${found.name}.`);
    const answer = await answering({
      route: found.name,
      ...found,
      query: url.searchParams,
      body,
      headers: request.headers,
    });
    this.#check(found.name, route, answer);
    return answer;
  }

  #check(name: string, route: RouteShape, { status, body }: Answer): void {
    // What is no JSON object comes from something in front of the gateway.
    if (typeof body === 'string') return;
    const schema = status < 400 ? route.response[status] : Problem;
    const parsed = schema?.safeParse(body);
    if (!parsed?.success)
      this.#breaches.push(`${name} ${status}: ${parsed?.error.message ?? 'no such status'}`);
  }
}

/** A problem as the gateway writes it. */
export function problem(code: ProblemCode, detail: string, more: object = {}, headers = {}): Answer {
  const { status, title } = PROBLEMS[code];
  return { status, headers, body: { type: `/problems/${code}`, code, title, status, detail, ...more } };
}

interface RouteShape {
  readonly method: string;
  readonly path: string;
  readonly params?: z.ZodType;
  readonly querystring?: z.ZodType;
  readonly body?: z.ZodType;
  readonly response: Readonly<Record<number, z.ZodType>>;
}

function routeOf(
  method: string,
  path: string,
): { name: RouteName; params: Record<string, string> } | undefined {
  for (const [name, route] of Object.entries(ROUTES) as [RouteName, RouteShape][]) {
    const pattern = new RegExp(`^${route.path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
    const match = method === route.method ? pattern.exec(path) : null;
    if (match === null) continue;
    const params = Object.entries(match.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)]);
    return { name, params: Object.fromEntries(params) };
  }
  return undefined;
}

function queryOf(query: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(query.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = query.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

function misfit(schema: z.ZodType | undefined, value: unknown, where: string): Answer | undefined {
  const issues = schema?.safeParse(value).error?.issues;
  if (issues === undefined) return undefined;
  const errors = issues.map(({ path, message }) => ({
    field: path.length > 0 ? path.join('.') : where,
    message,
  }));
  return problem('validation_failed', 'The request does not fit its schema.', { errors });
}
