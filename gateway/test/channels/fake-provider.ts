import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ProviderRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the provider does with the next request. */
export type ProviderBehaviour =
  | { readonly status: number; readonly json: unknown; readonly headers?: Readonly<Record<string, string>> }
  | { readonly status: number; readonly text: string; readonly headers?: Readonly<Record<string, string>> }
  /** Reads the request and never answers. */
  | 'hang'
  /** Reads the request and closes the connection. */
  | 'cut'
  /** Begins to answer 200 and closes the connection. */
  | 'cut_answer';

export interface FakeProvider {
  readonly url: string;
  readonly requests: readonly ProviderRequest[];
  /** For the next requests, in order; without one a request fails with 599. */
  will(...behaviours: ProviderBehaviour[]): void;
  /** Settles when the next request has come in completely. */
  nextRequest(): Promise<ProviderRequest>;
  close(): Promise<void>;
}

/** A provider on loopback that does what it is told, faults included. */
export async function fakeProvider(): Promise<FakeProvider> {
  const requests: ProviderRequest[] = [];
  const behaviours: ProviderBehaviour[] = [];
  const waiting: ((request: ProviderRequest) => void)[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, path: url, headers, body: Buffer.concat(chunks).toString() };
      requests.push(request);
      answer(response, behaviours.shift() ?? { status: 599, text: 'nothing was agreed for this request' });
      waiting.shift()?.(request);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    will: (...next) => void behaviours.push(...next),
    nextRequest: () => new Promise((done) => waiting.push(done)),
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function answer(response: ServerResponse, behaviour: ProviderBehaviour): void {
  if (behaviour === 'hang') return;
  if (behaviour === 'cut') {
    response.socket?.destroy();
    return;
  }
  if (behaviour === 'cut_answer') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"ok":true,');
    response.socket?.end();
    return;
  }
  const body = 'json' in behaviour ? JSON.stringify(behaviour.json) : behaviour.text;
  const type = 'json' in behaviour ? 'application/json' : 'text/html';
  response.writeHead(behaviour.status, { 'content-type': type, ...behaviour.headers });
  response.end(body);
}

/** A port that nobody listens on: it was free a moment ago. */
export async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
