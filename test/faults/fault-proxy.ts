import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What goes wrong with one call. `before`: the provider never hears of it; `after`: it has taken the message, and
 * only its answer is lost or replaced.
 */
export interface Fault {
  readonly when: 'before' | 'after';
  readonly what:
    | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
    /** The connection stays, and nothing comes. */
    | 'silence'
    /** The connection is closed without an answer. */
    | 'drop'
    /** The answer begins and breaks off. */
    | 'cut_answer'
    /** The provider's own answer comes when it is let go. */
    | 'slow';
}

export interface FaultProxy {
  readonly url: string;
  /** Calls that have come in, those that were let through included. */
  readonly calls: number;
  /** Of the next calls, in order; afterwards, and for what is no message, all goes through. */
  will(...faults: Fault[]): void;
  /** Settles with how to let the answer go, once a slow call's answer is there. */
  nextSlow(): Promise<() => void>;
  close(): Promise<void>;
}

/** Stands between the gateway and a provider, and does to the calls what networks and providers do. */
export async function faultProxy(target: string): Promise<FaultProxy> {
  const faults: Fault[] = [];
  const slow: (() => void)[] = [];
  const waiting: ((go: () => void) => void)[] = [];
  let calls = 0;

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => {});
    request.on('end', async () => {
      const isMessage = request.method === 'POST';
      if (isMessage) calls += 1;
      const fault = isMessage ? faults.shift() : undefined;
      if (fault?.when === 'before') return spoil(response, fault.what);
      const answer = await fetch(target + request.url, {
        method: request.method ?? 'GET',
        headers: passedOn(request.headers),
        ...(isMessage ? { body: Buffer.concat(chunks) } : {}),
      });
      const text = await answer.text();
      const pass = () => {
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
      };
      if (fault === undefined) return pass();
      if (fault.what !== 'slow') return spoil(response, fault.what);
      const next = waiting.shift();
      if (next) next(pass);
      else slow.push(pass);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get calls() {
      return calls;
    },
    will: (...next) => void faults.push(...next),
    nextSlow: () => {
      const ready = slow.shift();
      return ready ? Promise.resolve(ready) : new Promise((resolve) => waiting.push(resolve));
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function spoil(response: ServerResponse, what: Fault['what']): void {
  if (what === 'silence' || what === 'slow') return;
  if (what === 'drop') {
    response.socket?.destroy();
    return;
  }
  if (what === 'cut_answer') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"ok":true,', () => response.socket?.destroy());
    return;
  }
  response.writeHead(what.status, what.headers).end(what.body ?? '');
}

const OF_THE_CONNECTION = ['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive'];

function passedOn(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || OF_THE_CONNECTION.includes(name) ? [] : [[name, String(value)]],
    ),
  );
}
