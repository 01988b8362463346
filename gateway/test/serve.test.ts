import { randomUUID } from 'node:crypto';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { SignJWT } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../src/start/config.js';
import { createLog } from '../src/start/log.js';
import { type Served, type ServeOptions, serve } from '../src/start/serve.js';
import { StartError } from '../src/start/start-error.js';
import { useDatabase } from './support/database.js';
import { factories } from './support/factories.js';
import { readEvents } from './support/read-events.js';

const database = useDatabase();
const secret = 'the-crm-and-the-gateway-share-this-one';
const config = {
  workspace: { name: 'acme', agentTokens: { issuer: 'crm', secret } },
  channelAccounts: [
    {
      key: 'chat',
      channel: 'website_chat',
      name: 'Chat',
      settings: { visitorSecret: `\${VISITOR_SECRET}` },
    },
    { key: 'viber', channel: 'viber', name: 'Viber', facts: { region: 'DE' } },
  ],
};
const env = { VISITOR_SECRET: 'visitors-are-known-again-by-this-secret' };

const running: Served[] = [];
const start = async (given: Partial<ServeOptions> = {}) => {
  const served = await serve({
    config,
    env,
    port: 0,
    databaseUrl: database.url,
    log: createLog({ level: 'error' }),
    ...given,
  });
  running.push(served);
  return served;
};
afterEach(async () => {
  for (const served of running.splice(0)) await served.close();
});

async function call(served: Served, method: string, path: string, body?: object) {
  const now = Math.floor(Date.now() / 1000);
  const token = await new SignJWT({ workspace: 'acme', sub: 'ada', name: 'Ada', role: 'agent' })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('crm')
    .setAudience('outbound-composer')
    .setIssuedAt(now)
    .setExpirationTime(now + 300)
    .sign(new TextEncoder().encode(secret));
  return {
    token,
    answer: await fetch(`${served.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'idempotency-key': randomUUID(),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }),
  };
}

describe('a gateway', () => {
  it('sends what an agent asks for, through queue and worker', async () => {
    const served = await start();
    const accounts = await database.db
      .selectFrom('channel_account')
      .where('workspace_id', '=', served.workspaceId)
      .selectAll()
      .execute();
    const make = factories(database.db);
    const contact = await make.contact(served.workspaceId);
    await make.identity(contact, accounts.find(({ key }) => key === 'chat')!);
    await make.conversation(contact);

    const { token } = await call(served, 'GET', '/v1/me');
    const stream = await readEvents(`${served.url}/v1/events`, { authorization: `Bearer ${token}` });
    await stream.placed();
    const { answer } = await call(served, 'POST', '/v1/messages', {
      contact: contact.id,
      content: { kind: 'text', text: 'Solved.' },
    });
    expect(answer.status).toBe(202);
    let event = await stream.next();
    while ((event.message as { status?: string } | undefined)?.status !== 'sent') event = await stream.next();
    expect(event).toMatchObject({ type: 'message.changed', contactId: contact.id });
    stream.close();
  });

  it('keeps workspace and accounts over a restart, and their new names', async () => {
    const { workspaceId } = await start();
    const again = await start({
      config: { ...config, channelAccounts: [{ ...config.channelAccounts[1], name: 'Viber DE' }] },
    });
    expect(again.workspaceId).toBe(workspaceId);
    const { answer } = await call(again, 'GET', '/v1/channel-accounts');
    expect(await answer.json()).toMatchObject({
      items: [
        { channel: 'viber', name: 'Viber DE', dispatches: false },
        { channel: 'website_chat', name: 'Chat', dispatches: false },
      ],
    });
  });

  it('ends event streams and takes no more requests when it stops', async () => {
    const served = await start();
    const { token } = await call(served, 'GET', '/v1/me');
    const stream = await readEvents(`${served.url}/v1/events`, { authorization: `Bearer ${token}` });
    await served.close();
    await stream.ended();
    await expect(fetch(`${served.url}/health`)).rejects.toThrow();
  });

  it('says in one line that the port is taken, and leaves nothing running', async () => {
    const blocker: Server = createServer();
    const port = await new Promise<number>((resolve) =>
      blocker.listen(0, '127.0.0.1', () => resolve((blocker.address() as AddressInfo).port)),
    );
    const refusal = await start({ port }).catch((error: unknown) => error);
    blocker.close();
    expect(refusal).toBeInstanceOf(StartError);
    expect((refusal as Error).message).toMatch(new RegExp(`^Port ${port} on 127.0.0.1 is in use; .*PORT`));
    const { rows } = await database.connection.pool.query(
      `select application_name from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and application_name like 'outbound-composer %'`,
    );
    expect(rows).toEqual([]);
  });

  it('says in one line that the database cannot be reached, without its password', async () => {
    const refusal = await start({ databaseUrl: 'postgres://oc:hunter2@127.0.0.1:1/oc' }).catch(
      (error) => error,
    );
    expect(refusal).toBeInstanceOf(StartError);
    expect(refusal.message).toBe('The PostgreSQL of DATABASE_URL cannot be reached (ECONNREFUSED).');
  });

  it.each([
    [
      'a preset that there is not',
      { workspace: { ...config.workspace, preset: 'lenient' }, channelAccounts: [] },
      /^configuration: workspace.preset: expected one of current, respond-io, got "lenient"$/,
    ],
    [
      'settings that the adapter refuses',
      { channelAccounts: [{ ...config.channelAccounts[0], settings: { visitorSecret: 'short' } }] },
      /^configuration: channelAccounts\[0\]\.settings\.visitorSecret: expected at least 32 characters$/,
    ],
    [
      'settings for a channel without an adapter',
      { channelAccounts: [{ ...config.channelAccounts[1], channel: 'rcs', settings: {} }] },
      /^configuration: channelAccounts\[0\]\.settings: this gateway sends by .*email.*; without settings, rcs/,
    ],
    ['a variable that is not set', {}, /VISITOR_SECRET is not set$/],
  ])('refuses %s before it touches a database', async (_, change, message) => {
    const given = { config: { ...config, ...change }, databaseUrl: 'postgres://127.0.0.1:1/oc', env: {} };
    const refusal = await start(given).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ConfigError);
    expect((refusal as Error).message).toMatch(message);
  });

  it('goes by the rules of its configuration: categories, segments, VIP, and silence', async () => {
    const { workspaceId } = await start();
    const make = factories(database.db);
    const contact = await make.contact(workspaceId, { lifecycle: 'partner' });
    const { id } = await make.conversation(contact, { status: 'open', last_activity_at: new Date(0) });
    for (const served of running.splice(0)) await served.close();
    const workspace = {
      ...config.workspace,
      segments: [{ key: 'partners', name: 'Partners', any: [{ lifecycle: 'partner' }] }],
      vip: { any: [{ segment: 'partners' }] },
      closing: { categories: ['solved'], autoCloseHours: 48 },
    };
    const served = await start({ config: { ...config, workspace } });
    const ask = async (path: string) => (await call(served, 'GET', path)).answer.json();
    expect(await ask('/v1/closing-categories')).toEqual({ items: ['solved'], required: false });
    expect(await ask('/v1/segments/partners/contacts')).toMatchObject({
      items: [{ id: contact.id, vip: { reason: 'Segment "Partners"' } }],
    });
    expect(await ask(`/v1/conversations/${id}`)).toMatchObject({ status: 'closed' });
  });
});
