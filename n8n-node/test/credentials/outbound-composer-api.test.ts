import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { testCredential } from '../support/credential-test.js';
import { FakeGateway } from '../support/gateway.js';

import { id } from '../support/samples.js';

let gateway: FakeGateway;
beforeAll(async () => {
  gateway = await FakeGateway.start();
});
afterEach(() => gateway.reset());
afterAll(() => gateway.stop());

const me = {
  workspace: { id: id(1), name: 'Demo', preset: 'current' },
  actor: { kind: 'machine', keyId: id(2), name: 'n8n' },
  now: '2026-11-24T09:30:00.000Z',
};

describe('testing a credential', () => {
  it('succeeds with a key that the gateway knows, which it sends as a bearer token', async () => {
    gateway.on('me', () => ({ status: 200, body: me }));
    const result = await testCredential('outboundComposerApi', {
      baseUrl: `${gateway.url}/`,
      apiKey: 'test-key',
    });

    expect(result).toMatchObject({ status: 'OK' });
    expect(gateway.asked.map(({ route, headers }) => [route, headers.authorization])).toEqual([
      ['me', 'Bearer test-key'],
    ]);
  });

  it('fails with a key that the gateway does not know', async () => {
    const result = await testCredential('outboundComposerApi', { baseUrl: gateway.url, apiKey: 'wrong' });
    expect(result).toMatchObject({ status: 'Error' });
  });

  it('fails where something else than a gateway answers', async () => {
    gateway.on('me', () => ({ status: 200, body: '<html>Welcome</html>' }));
    const result = await testCredential('outboundComposerApi', { baseUrl: gateway.url, apiKey: 'test-key' });
    expect(result).toEqual({
      status: 'Error',
      message: 'Something answers at the Gateway URL, but it is not an Outbound Composer gateway',
    });
  });

  it('fails where nothing answers', async () => {
    const gone = await FakeGateway.start();
    const { url } = gone;
    await gone.stop();
    expect(await testCredential('outboundComposerApi', { baseUrl: url, apiKey: 'test-key' })).toMatchObject({
      status: 'Error',
    });
  });
});
