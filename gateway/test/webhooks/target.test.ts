import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postWebhook } from '../../src/webhooks/post.js';
import { refusalOf } from '../../src/webhooks/target.js';
import { webhookReceiver } from '../support/webhook-receiver.js';

describe('the address of a webhook', () => {
  it.each([
    ['http://203.0.113.5/hook', 'is not https'],
    ['https://user:secret@hooks.example/', 'carries a user name or password'],
    ['https://127.0.0.1/hook', 'leads to a private or loopback address'],
    ['https://localhost/hook', 'leads to a private or loopback address'],
    ['https://10.1.2.3/', 'leads to a private or loopback address'],
    ['https://192.168.0.1/', 'leads to a private or loopback address'],
    ['https://169.254.169.254/latest/meta-data', 'leads to a private or loopback address'],
    ['https://100.64.0.1/', 'leads to a private or loopback address'],
    ['https://0.0.0.0/', 'leads to a private or loopback address'],
    ['https://2130706433/', 'leads to a private or loopback address'],
    ['https://[::1]/', 'leads to a private or loopback address'],
    ['https://[::ffff:127.0.0.1]/', 'leads to a private or loopback address'],
    ['https://[fd00::1]/', 'leads to a private or loopback address'],
  ])('%s is refused: it %s', async (url, refusal) => {
    expect(await refusalOf(url, [])).toBe(refusal);
  });

  it.each([
    ['https://8.8.8.8/hook', []],
    ['https://[2606:4700::1111]/hook', []],
    ['http://127.0.0.1:5678/webhook', ['http://127.0.0.1:5678']],
    ['http://127.0.0.1:5678/webhook', ['http://127.0.0.1:*']],
  ])('%s is taken where the operator allows %s', async (url, allowed) => {
    expect(await refusalOf(url, allowed)).toBeNull();
  });

  it.each([
    ['http://127.0.0.1:5679/', 'http://127.0.0.1:5678'],
    ['http://127.0.0.1.hooks.example:5678/', 'http://127.0.0.1:*'],
    ['https://127.0.0.1:5678/', 'http://127.0.0.1:*'],
  ])('%s is not what %s allows', async (url, allowed) => {
    expect(await refusalOf(url, [allowed])).not.toBeNull();
  });
});

describe('a connection', () => {
  let receiver: Awaited<ReturnType<typeof webhookReceiver>>;
  beforeAll(async () => {
    receiver = await webhookReceiver();
  });
  afterAll(() => receiver.close());
  const post = (url: string, allowPrivateUrls: string[] = []) =>
    postWebhook({
      url,
      secret: `whsec_${Buffer.alloc(24, 1).toString('base64')}`,
      id: 'event-1',
      body: '{}',
      at: new Date(),
      allowPrivateUrls,
      timeoutMs: 5_000,
    });

  it('to a name that meanwhile leads to a private address is not made', async () => {
    const port = new URL(receiver.origin).port;
    for (const host of ['localhost', '127.0.0.1', '[::ffff:127.0.0.1]'])
      expect(await post(`http://${host}:${port}/hook`)).toMatchObject({
        delivered: false,
        status: null,
        error: 'Its name leads to a private or loopback address.',
      });
    expect(receiver.received).toEqual([]);
  });

  it('to an origin that the operator allows is made', async () => {
    expect(await post(receiver.url, [receiver.origin])).toEqual({ delivered: true, status: 204 });
    expect(receiver.received).toHaveLength(1);
  });

  it('to nobody says so', async () => {
    const nobody = await webhookReceiver();
    await nobody.close();
    expect(await post(nobody.url, [nobody.origin])).toMatchObject({ error: 'It refuses connections.' });
  });
});
