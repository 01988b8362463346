import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useDatabase } from '../support/database.js';
import { testDeps } from '../support/deps.js';
import { factories } from '../support/factories.js';
import { httpServer } from '../support/http.js';
import { webhookReceiver } from '../support/webhook-receiver.js';

const database = useDatabase();
const path = '/v1/webhook-subscriptions';
let server: Awaited<ReturnType<typeof httpServer>>;
let receiver: Awaited<ReturnType<typeof webhookReceiver>>;
let token: string;

beforeAll(async () => {
  receiver = await webhookReceiver();
  const make = factories(database.db);
  const workspace = await make.workspace();
  token = (await make.apiKey(workspace.id)).key;
  server = await httpServer(testDeps(database.db), workspace, { allowPrivateUrls: [receiver.origin] });
});
afterAll(async () => {
  await server.app.close();
  await receiver.close();
});

const create = (body: object = {}) =>
  server.call('POST', path, {
    token,
    body: { url: receiver.url, events: ['message.received'], ...body },
  });

describe('a webhook subscription', () => {
  it('shows its secret once', async () => {
    const created = await create();
    expect(created).toMatchObject({
      status: 201,
      body: { enabled: true, windowClosingHours: 2, secret: expect.stringMatching(/^whsec_/) },
    });
    const { id, secret } = created.body as { id: string; secret: string };
    const others = [
      await server.call('GET', path, { token }),
      await server.call('GET', `${path}/${id}`, { token }),
      await server.call('PATCH', `${path}/${id}`, { token, body: { enabled: true } }),
    ];
    for (const { status, text } of others) {
      expect(status).toBe(200);
      expect(text).toContain(id);
      expect(text).not.toContain(secret);
    }
    expect(server.log.join('')).not.toContain(secret);
  });

  it('keeps a secret that the receiver chose, if it is one', async () => {
    const secret = `whsec_${Buffer.alloc(24, 5).toString('base64')}`;
    expect(await create({ secret })).toMatchObject({ status: 201, body: { secret } });
    for (const bad of ['hunter2', 'whsec_', `whsec_${Buffer.alloc(12).toString('base64')}`])
      expect(await create({ secret: bad })).toMatchObject({
        status: 422,
        body: { errors: [{ field: 'secret' }] },
      });
  });

  it('is changed, disabled, enabled and deleted', async () => {
    const { id } = (await create()).body as { id: string };
    const patch = (body: object) => server.call('PATCH', `${path}/${id}`, { token, body });
    expect(await patch({ events: ['window.closing'], windowClosingHours: 6 })).toMatchObject({
      body: { events: ['window.closing'], windowClosingHours: 6 },
    });
    expect(await patch({ enabled: false })).toMatchObject({
      body: { enabled: false, disabledReason: 'by_request' },
    });
    expect(await patch({ enabled: true })).toMatchObject({ body: { enabled: true, disabledReason: null } });
    expect(await server.call('DELETE', `${path}/${id}`, { token })).toMatchObject({
      status: 200,
      body: { id },
    });
    for (const gone of [
      await server.call('GET', `${path}/${id}`, { token }),
      await server.call('DELETE', `${path}/${id}`, { token }),
      await patch({ enabled: true }),
    ])
      expect(gone).toMatchObject({ status: 404, body: { code: 'webhook_subscription_not_found' } });
  });

  it('is refused for addresses inside, at its making and at a change', async () => {
    const inside = 'https://169.254.169.254/latest';
    const { id } = (await create()).body as { id: string };
    for (const refused of [
      await create({ url: inside }),
      await create({ url: 'http://hooks.example/' }),
      await server.call('PATCH', `${path}/${id}`, { token, body: { url: inside } }),
    ])
      expect(refused).toMatchObject({
        status: 422,
        body: { code: 'webhook_url_refused', errors: [{ field: 'url' }] },
      });
    expect(await create({ url: 'ftp://hooks.example/' })).toMatchObject({
      status: 422,
      body: { code: 'validation_failed', errors: [{ field: 'url' }] },
    });
    expect(await create({ events: ['message.eaten'] })).toMatchObject({ status: 422 });
    expect(await create({ events: [] })).toMatchObject({ status: 422 });
  });

  it('can be tested, and says how that went', async () => {
    const { id } = (await create()).body as { id: string };
    const test = () => server.call('POST', `${path}/${id}/test`, { token });
    expect(await test()).toMatchObject({
      status: 200,
      body: { type: 'webhook.test', status: 'delivered', lastStatus: 204, attempts: 1 },
    });
    expect(receiver.received.at(-1)!.body).toMatchObject({
      type: 'webhook.test',
      data: { subscriptionId: id },
    });
    receiver.status = 500;
    const failed = await test();
    receiver.status = 204;
    expect(failed).toMatchObject({
      status: 200,
      body: { status: 'dead', lastStatus: 500, lastError: 'It answered 500.' },
    });
    expect(await server.call('GET', `${path}/${id}`, { token })).toMatchObject({
      body: { enabled: true, failingSince: null },
    });

    const dead = await server.call('GET', '/v1/webhook-deliveries?status=dead', { token });
    const { items } = dead.body as { items: { id: string }[] };
    expect(items).toHaveLength(1);
    expect(
      await server.call('POST', `/v1/webhook-deliveries/${items[0]!.id}/replay`, { token }),
    ).toMatchObject({ status: 200, body: { status: 'pending' } });
    expect(await server.call('POST', '/v1/webhook-deliveries/replay', { token })).toMatchObject({
      status: 200,
      body: { replayed: 0 },
    });
    const missing = `/v1/webhook-deliveries/${id}/replay`;
    expect(await server.call('POST', missing, { token })).toMatchObject({
      status: 404,
      body: { code: 'webhook_delivery_not_found' },
    });
  });

  it('lists its deliveries page by page', async () => {
    const { id } = (await create()).body as { id: string };
    for (let number = 0; number < 3; number++) await server.call('POST', `${path}/${id}/test`, { token });
    const page = async (cursor?: string) => {
      const query = `subscriptionId=${id}&limit=2${cursor ? `&cursor=${cursor}` : ''}`;
      const { body } = await server.call('GET', `/v1/webhook-deliveries?${query}`, { token });
      return body as { items: { id: string }[]; nextCursor: string | null };
    };
    const first = await page();
    const second = await page(first.nextCursor!);
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null]);
    expect(new Set([...first.items, ...second.items].map((one) => one.id)).size).toBe(3);
  });
});

describe('agents', () => {
  it('manage webhooks as owners and managers, and not otherwise', async () => {
    for (const role of ['owner', 'manager'] as const)
      expect(
        await server.call('GET', path, { token: await server.agentToken({ role, sub: role }) }),
      ).toMatchObject({ status: 200 });
    for (const role of ['agent', 'agent_own'] as const) {
      const own = await server.agentToken({ role, sub: role });
      for (const answer of [
        await server.call('GET', path, { token: own }),
        await server.call('POST', path, {
          token: own,
          body: { url: receiver.url, events: ['message.sent'] },
        }),
        await server.call('GET', '/v1/webhook-deliveries', { token: own }),
        await server.call('POST', '/v1/webhook-deliveries/replay', { token: own }),
      ])
        expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    }
  });
});
