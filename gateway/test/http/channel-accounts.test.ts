import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DispatchAccount } from '../../src/app/deps.js';
import { createAdapters } from '../../src/channels/registry.js';
import { Keyring, newKey } from '../../src/secrets/keyring.js';
import { type FakeProvider, fakeProvider } from '../channels/fake-provider.js';
import { useDatabase } from '../support/database.js';
import { testDeps } from '../support/deps.js';
import { factories } from '../support/factories.js';
import { httpServer } from '../support/http.js';

const database = useDatabase();
const path = '/v1/channel-accounts';
const TOKEN = '123456:SECRET-of-the-bot';
const ME = { status: 200, json: { ok: true, result: { first_name: 'ACME', username: 'acme_bot' } } };
const adapters = createAdapters();

let provider: FakeProvider;
let server: Awaited<ReturnType<typeof httpServer>>;
let without: typeof server;
let token: string;
let workspaceName: string;
let foreign: string;
const accounts = new Map<string, DispatchAccount>();

beforeAll(async () => {
  provider = await fakeProvider();
  const make = factories(database.db);
  const workspace = await make.workspace();
  workspaceName = workspace.name;
  token = (await make.apiKey(workspace.id)).key;
  foreign = (await make.account((await make.workspace()).id, 'telegram')).id;
  const keyring = Keyring.parse(newKey(), 'test');
  const deps = { ...testDeps(database.db), accounts };
  const accountStore = { db: database.db, keyring, adapters, configured: new Set(['mail']) };
  server = await httpServer(deps, workspace, { accountStore, publicUrl: 'https://gateway.example' });
  without = await httpServer(deps, workspace);
});
afterAll(async () => {
  await server.app.close();
  await without.app.close();
  await provider.close();
});

const bot = (over: object = {}) => ({
  key: 'bot',
  channel: 'telegram',
  name: 'Telegram',
  settings: { baseUrl: provider.url, botToken: TOKEN, secretToken: 'word' },
  ...over,
});
const add = (over: object = {}, as = token) => server.call('POST', path, { token: as, body: bot(over) });

describe('a channel account', () => {
  it('is added once the provider knows it, and its credentials are in no answer and no log', async () => {
    provider.will(ME);
    const added = await add();
    expect(added).toMatchObject({
      status: 201,
      body: {
        check: { ok: true, name: 'ACME', address: '@acme_bot', why: null },
        webhookUrl: `https://gateway.example/webhooks/${workspaceName}/bot`,
      },
    });
    const listed = await server.call('GET', path, { token });
    expect(listed.body).toMatchObject({
      items: [{ channel: 'telegram', name: 'Telegram', dispatches: false }],
    });
    expect([added.text, listed.text, ...server.log].join('')).not.toContain('SECRET');
  });

  it('is not added when the provider refuses it, and the answer says so', async () => {
    provider.will({ status: 401, json: {} });
    expect(await add({ key: 'other' })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'settings', message: expect.stringContaining('answered 401') }] },
    });
  });

  it.each([
    [{ key: 'Bot' }, 'key'],
    [{ key: 'mail' }, 'key'],
    [{ channel: 'apple_messages' }, 'channel'],
    [{ facts: { region: 'Germany' } }, 'facts.region'],
    [{ facts: { regoin: 'DE' } }, 'facts.regoin'],
    [{ settings: { botToken: 'no', secretToken: 'word' } }, 'settings.botToken'],
    [{ token: 'x' }, 'token'],
  ])('with %j is refused by its field', async (over, field) => {
    const refused = await add(over);
    expect(refused.status).toBe(422);
    expect((refused.body as { errors: { field: string }[] }).errors.map((error) => error.field)).toContain(
      field,
    );
    expect(refused.text).not.toContain('SECRET');
  });

  it('is checked by its id, and forgotten once', async () => {
    const { id } = (await add({ check: false })).body as { id: string };
    expect((await server.call('POST', `${path}/${id}/check`, { token, body: {} })).body).toMatchObject({
      ok: null,
    });
    const adapter = adapters.get('telegram')!;
    const settings = adapter.settings.parse(bot().settings);
    accounts.set(id, { id, workspaceId: 'w', key: 'bot', channel: 'telegram', adapter, settings });
    provider.will({ status: 401, json: {} });
    expect((await server.call('POST', `${path}/${id}/check`, { token, body: {} })).body).toMatchObject({
      ok: false,
      why: 'Telegram answered 401 to getMe',
    });
    expect(await server.call('DELETE', `${path}/${id}`, { token })).toMatchObject({
      status: 200,
      body: { id },
    });
    expect((await server.call('DELETE', `${path}/${id}`, { token })).status).toBe(404);
  });

  it('is in the audit trail when it is added, replaced and forgotten, without its credentials', async () => {
    const { id } = (await add({ key: 'audited', check: false })).body as { id: string };
    await add({ key: 'audited', check: false });
    await server.call('DELETE', `${path}/${id}`, { token });
    const owner = await server.agentToken({ role: 'owner' });
    const trail = await server.call('GET', '/v1/audit', { token: owner });
    const entries = (trail.body.items as { action: string; detail: { account?: string } }[]).filter(
      ({ detail }) => detail.account === 'audited',
    );
    expect(entries.map(({ action }) => action).toSorted()).toEqual([
      'account_added',
      'account_removed',
      'account_replaced',
    ]);
    for (const entry of entries)
      expect(entry).toMatchObject({
        actor: { kind: 'machine' },
        contactId: null,
        detail: { account: 'audited', channel: 'telegram' },
      });
    expect(trail.text).not.toContain('SECRET');
  });

  it('of another workspace is not there', async () => {
    for (const [method, url] of [
      ['POST', `${path}/${foreign}/check`],
      ['DELETE', `${path}/${foreign}`],
    ] as const)
      expect(
        await server.call(method, url, { token, ...(method === 'POST' ? { body: {} } : {}) }),
      ).toMatchObject({
        status: 404,
        body: { code: 'channel_account_not_found' },
      });
  });

  it('is nothing that an agent may add, check or remove', async () => {
    const agent = await server.agentToken();
    const { id } = (await add({ check: false })).body as { id: string };
    expect((await add({ key: 'agents' }, agent)).status).toBe(403);
    expect((await server.call('POST', `${path}/${id}/check`, { token: agent, body: {} })).status).toBe(403);
    expect((await server.call('DELETE', `${path}/${id}`, { token: agent })).status).toBe(403);
  });

  it('cannot be added where there are no keys to seal it with', async () => {
    expect(await without.call('POST', path, { token, body: bot() })).toMatchObject({
      status: 503,
      body: { detail: expect.stringContaining('OUTBOUND_SECRET_KEYS') },
    });
  });
});
