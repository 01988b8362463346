import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dispatchMessage } from '../../src/app/dispatch-message.js';
import { createAdapters } from '../../src/channels/registry.js';
import { type EventFeed, startEventFeed } from '../../src/http/events/feed.js';
import { useDatabase } from '../support/database.js';
import { dispatchAccount, recordingQueue, testDeps } from '../support/deps.js';
import { factories } from '../support/factories.js';
import { everything, httpServer } from '../support/http.js';
import { readEvents } from '../support/read-events.js';

const database = useDatabase();

let server: Awaited<ReturnType<typeof httpServer>>;
let feed: EventFeed;
let serveBehind: (trustProxy: string[]) => ReturnType<typeof httpServer>;
let base: string;
let path: string;
let dispatch: (messageId: string) => Promise<unknown>;

beforeAll(async () => {
  const make = factories(database.db);
  const workspace = await make.workspace();
  const chat = await make.account(workspace.id, 'website_chat', { key: 'shop' });
  const other = await make.account(workspace.id, 'website_chat', { key: 'blog' });
  const adapter = createAdapters().get('website_chat')!;
  const settings = adapter.settings.parse({ visitorSecret: 'visitors-are-known-again-by-this-secret' });
  const deps = testDeps(database.db, {
    queue: recordingQueue(),
    accounts: [chat, other].map((account) => ({ ...dispatchAccount(account, adapter), settings })),
  });
  feed = startEventFeed({
    db: database.db,
    databaseUrl: database.url,
    workspaceId: workspace.id,
    clock: deps.clock,
  });
  serveBehind = (trustProxy) => httpServer(deps, workspace, { events: feed, trustProxy });
  server = await httpServer(deps, workspace, { events: feed });
  base = await server.app.listen({ host: '127.0.0.1', port: 0 });
  path = `/chat/${workspace.name}/shop`;
  dispatch = (messageId) =>
    dispatchMessage(deps, {
      job: { workspaceId: workspace.id, messageId },
      worker: 1,
      signal: AbortSignal.timeout(10_000),
    });
});
afterAll(async () => {
  await server.app.close();
  await feed.close();
});

const begin = async (token?: string) => {
  const { body } = await server.call('POST', `${path}/session`, {
    body: token === undefined ? {} : { token },
  });
  return body as { token: string; visitorId: string };
};
const write = (token: string, text: string, id = randomUUID()) =>
  server.call('POST', `${path}/messages`, { token, body: { id, text, name: 'Grace' } });
const history = async (token: string) => (await server.call('GET', `${path}/messages`, { token })).body.items;

describe('a visitor of the website chat', () => {
  it('is the same one again with the token the page kept, and a new one without', async () => {
    const first = await begin();
    expect((await begin(first.token)).visitorId).toBe(first.visitorId);
    expect((await begin()).visitorId).not.toBe(first.visitorId);
    expect((await begin('nonsense')).visitorId).not.toBe(first.visitorId);
  });

  it('writes, is answered, and reads the answer at once', async () => {
    const { token, visitorId } = await begin();
    const id = randomUUID();
    expect(await write(token, 'Is my parcel there?', id)).toMatchObject({ status: 202 });
    expect(await write(token, 'Is my parcel there?', id)).toMatchObject({ status: 202 });
    expect(await history(token)).toMatchObject([{ from: 'visitor', text: 'Is my parcel there?' }]);

    const stream = await readEvents(`${base}${path}/events`, { authorization: `Bearer ${token}` });
    await stream.placed();
    const { contact_id: contact } = await database.db
      .selectFrom('identity')
      .where('address', '=', visitorId)
      .select('contact_id')
      .executeTakeFirstOrThrow();
    const agent = await server.agentToken();
    const sent = await server.call('POST', '/v1/messages', {
      token: agent,
      headers: { 'idempotency-key': randomUUID() },
      body: { contact, channel: 'website_chat', content: { kind: 'text', text: 'It was found.' } },
    });
    expect(sent.status).toBe(202);
    const { id: messageId } = sent.body.message as { id: string };
    expect(await history(token)).toHaveLength(1);
    await dispatch(messageId);

    expect(await stream.next()).toMatchObject({
      type: 'message',
      from: 'team',
      text: 'It was found.',
      name: 'Ada',
    });
    stream.close();
    expect(await history(token)).toMatchObject([
      { from: 'visitor' },
      { from: 'team', text: 'It was found.' },
    ]);
    const status = async () =>
      (await server.call('GET', `/v1/messages/${messageId}`, { token: agent })).body.status;
    expect(await status()).toBe('delivered');
    await server.call('POST', `${path}/messages/read`, { token });
    expect(await status()).toBe('read');
  });

  it('reads nothing of another visitor, nor on another site with the same token', async () => {
    const [one, two] = [await begin(), await begin()];
    await write(one.token, 'A secret');
    await write(two.token, 'Another');
    expect(await history(two.token)).toMatchObject([{ text: 'Another' }]);
    const elsewhere = await server.call('GET', `${path.replace('shop', 'blog')}/messages`, {
      token: one.token,
    });
    expect(elsewhere).toMatchObject({ status: 401, body: { code: 'token_invalid' } });
    expect(await server.call('GET', '/v1/contacts', { token: one.token })).toMatchObject({ status: 401 });
  });

  it.each([
    ['without a session', undefined, { id: randomUUID(), text: 'Hi' }, 401, 'token_missing'],
    ['with an agent’s token', 'agent', { id: randomUUID(), text: 'Hi' }, 401, 'token_invalid'],
    ['an empty text', 'visitor', { id: randomUUID(), text: '  ' }, 422, 'validation_failed'],
    ['a text too long', 'visitor', { id: randomUUID(), text: 'x'.repeat(4001) }, 422, 'validation_failed'],
    ['an id that is none', 'visitor', { id: '1', text: 'Hi' }, 422, 'validation_failed'],
  ])('writes nothing %s', async (_, who, body, status, code) => {
    const tokens = { agent: await server.agentToken(), visitor: (await begin()).token };
    const before = await everything(database.db);
    const answer = await server.call('POST', `${path}/messages`, {
      body,
      ...(who === undefined ? {} : { token: tokens[who as keyof typeof tokens] }),
    });
    expect(answer).toMatchObject({ status, body: { code } });
    expect(await everything(database.db)).toBe(before);
  });

  it('is made to wait when asking more often than people do', async () => {
    let last = await server.call('POST', `${path}/session`, { body: {} });
    for (let asked = 0; asked < 200 && last.status === 200; asked++)
      last = await server.call('POST', `${path}/session`, { body: {} });
    expect(last).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
  });

  it.each([
    ['each visitor for itself behind a proxy that is trusted', ['127.0.0.1'], 200],
    ['as one with the proxy when it is another that is trusted', ['192.0.2.1'], 429],
  ])('is counted %s', async (_, trustProxy, expected) => {
    const proxied = await serveBehind(trustProxy);
    const from = (address: string) =>
      proxied.call('POST', `${path}/session`, { body: {}, headers: { 'x-forwarded-for': address } });
    let last = await from('203.0.113.1');
    for (let asked = 0; asked < 200 && last.status === 200; asked++) last = await from('203.0.113.1');
    expect(last.status).toBe(429);
    expect((await from('203.0.113.2')).status).toBe(expected);
    await proxied.app.close();
  });
});
