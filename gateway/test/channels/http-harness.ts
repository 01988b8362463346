import { afterAll, beforeAll } from 'vitest';
import type { ChannelAdapter } from '../../src/channels/adapter.js';
import type { Harness } from './conformance.js';
import { closedPort, type FakeProvider, fakeProvider } from './fake-provider.js';

/** A harness for providers that are spoken to by HTTP. Call it at the top of a test file. */
export function httpHarness<Settings extends { baseUrl: string }>(
  adapter: ChannelAdapter<Settings>,
  settings: Readonly<Record<string, unknown>>,
  to: string,
): { harness: () => Harness<Settings>; provider: () => FakeProvider } {
  let provider: FakeProvider | undefined;
  let closed = 0;
  beforeAll(async () => {
    provider = await fakeProvider();
    closed = await closedPort();
  });
  afterAll(() => provider?.close());

  const opened = () => {
    if (!provider) throw new Error('The provider is only there inside tests and hooks.');
    return provider;
  };
  const harness: Harness<Settings> = {
    adapter,
    to,
    account: (over = {}) => ({
      id: 'account-1',
      key: 'account',
      settings: adapter.settings.parse({ ...settings, baseUrl: opened().url, ...over }),
    }),
    unreachable: () => [
      { baseUrl: `http://127.0.0.1:${closed}` } as Partial<Settings>,
      // .invalid never resolves (RFC 2606).
      { baseUrl: 'http://provider.invalid' } as Partial<Settings>,
    ],
    fail: (fault) => opened().will(fault),
    reached: () => opened().nextRequest(),
    count: () => opened().requests.length,
  };
  return { harness: () => harness, provider: opened };
}
