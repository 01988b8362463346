import type { GatewayEvent } from '@outbound-composer/core/contract';
import { expect } from 'chai';
import { gatewayBackend } from '../src/backend/gateway-backend.js';
import { TokenSource } from '../src/backend/token-source.js';
import { NOW } from './fixtures/world.js';
import { until } from './helpers/setup.js';
import { TestClock } from './helpers/test-clock.js';

interface Asked {
  url: string;
  headers: Record<string, string>;
}

/** Stands in for the network: what was asked, and what is answered in turn. */
class Network {
  readonly asked: Asked[] = [];
  readonly #real = window.fetch;
  answers: (() => Response)[] = [];

  constructor() {
    window.fetch = async (url, init) => {
      this.asked.push({ url: String(url), headers: init?.headers as Record<string, string> });
      const answer = this.answers.shift();
      if (!answer) throw new TypeError('Failed to fetch');
      return answer();
    };
  }

  restore(): void {
    window.fetch = this.#real;
  }
}

/** An event stream that a test writes to and cuts. */
function stream() {
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({ start: (given) => (controller = given) });
  const encoder = new TextEncoder();
  return {
    answer: () => new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
    send: (text: string) => controller.enqueue(encoder.encode(text)),
    cut: () => controller.error(new TypeError('network error')),
    end: () => controller.close(),
  };
}

const event = (id: string) =>
  `id: ${id}\ndata: {"id":"${id}","type":"resync","at":"2026-11-24T09:00:00.000Z"}\n\n`;

describe('talking to a gateway', () => {
  let network: Network;
  let clock: TestClock;
  let stop: AbortController;
  let events: GatewayEvent[];
  let states: string[];

  beforeEach(() => {
    network = new Network();
    clock = new TestClock(NOW);
    stop = new AbortController();
    events = [];
    states = [];
  });
  afterEach(() => {
    stop.abort();
    network.restore();
  });

  function follow(getToken: (() => string) | null = null): void {
    const tokens = new TokenSource('token-1', getToken, clock);
    gatewayBackend({ gateway: 'https://gateway.example.com/', tokens, locale: 'de-AT', clock }).subscribe?.(
      (one) => events.push(one),
      stop.signal,
      (state) => states.push(state),
    );
  }

  it('asks with the agent’s token, in the agent’s language', async () => {
    network.answers.push(() => Response.json({ items: [] }));
    const tokens = new TokenSource('token-1', null, clock);
    await gatewayBackend({
      gateway: 'https://gateway.example.com/',
      tokens,
      locale: 'de-AT',
      clock,
    }).listAgents();
    expect(network.asked[0]!.url).to.equal('https://gateway.example.com/v1/agents');
    expect(network.asked[0]!.headers).to.include({
      authorization: 'Bearer token-1',
      'accept-language': 'de-AT',
    });
  });

  it('asks the page for another token when the gateway refuses one, and then once more', async () => {
    network.answers.push(
      () => Response.json({ code: 'token_expired', detail: 'The token has expired.' }, { status: 401 }),
      () => Response.json({ items: [] }),
    );
    const tokens = new TokenSource('token-1', () => 'token-2', clock);
    await gatewayBackend({ gateway: 'https://g.example', tokens, locale: 'en', clock }).listAgents();
    expect(network.asked.map(({ headers }) => headers.authorization)).to.deep.equal([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  it('hears events even when they come in pieces', async () => {
    const one = stream();
    network.answers.push(one.answer);
    follow();
    await until(() => states.includes('live'), 'the stream');
    one.send(': hello\n\n');
    one.send(event('1').slice(0, 20));
    one.send(event('1').slice(20) + event('2'));
    await until(() => events.length === 2, 'two events');
    expect(events.map(({ id }) => id)).to.deep.equal(['1', '2']);
  });

  it('comes back after a break, from where it was, and waits longer each time', async () => {
    const first = stream();
    const second = stream();
    network.answers.push(first.answer);
    follow();
    await until(() => states.includes('live'), 'the stream');
    first.send(event('7'));
    await until(() => events.length === 1, 'the event');
    first.cut();
    await until(() => states.at(-1) === 'reconnecting', 'the break to be noticed');
    clock.advance(999);
    expect(network.asked).to.have.length(1);
    clock.advance(1);
    await until(() => network.asked.length === 2, 'a second try');
    await until(() => clock.pending === 1, 'the wait after the failure');
    clock.advance(1999);
    expect(network.asked).to.have.length(2);
    network.answers.push(second.answer);
    clock.advance(1);
    await until(() => states.at(-1) === 'live', 'the stream again');
    expect(network.asked[0]!.headers).not.to.have.property('last-event-id');
    expect(network.asked[2]!.headers).to.include({ 'last-event-id': '7' });
  });

  it('comes back at once when the browser is online again', async () => {
    const first = stream();
    follow();
    await until(() => states.at(-1) === 'reconnecting', 'the failure');
    network.answers.push(first.answer);
    window.dispatchEvent(new Event('online'));
    await until(() => states.at(-1) === 'live', 'the stream');
  });

  it('renews the token when the stream is refused', async () => {
    const second = stream();
    network.answers.push(() => new Response('', { status: 401 }), second.answer);
    follow(() => 'token-2');
    await until(() => clock.pending === 1, 'the wait');
    clock.advance(1000);
    await until(() => states.at(-1) === 'live', 'the stream');
    expect(network.asked[1]!.headers.authorization).to.equal('Bearer token-2');
  });

  it('stops when it is told to, while it reads and while it waits', async () => {
    const first = stream();
    network.answers.push(first.answer);
    follow();
    await until(() => states.includes('live'), 'the stream');
    first.end();
    await until(() => clock.pending === 1, 'the wait');
    stop.abort();
    await until(() => clock.pending === 0, 'the wait to end');
    expect(network.asked).to.have.length(1);
  });
});
