import { sql } from 'kysely';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { revokeApiKey } from '../../src/app/api-keys.js';
import type { ApiLimits } from '../../src/http/api-limits.js';
import { useDatabase } from '../support/database.js';
import { testDeps } from '../support/deps.js';
import { factories } from '../support/factories.js';
import { everything, httpServer, type TokenClaims } from '../support/http.js';

const database = useDatabase();

let server: Awaited<ReturnType<typeof httpServer>>;
let workspaceId: string;

beforeAll(async () => {
  const workspace = await factories(database.db).workspace({ name: 'acme' });
  workspaceId = workspace.id;
  server = await httpServer(testDeps(database.db), workspace);
  return () => server.app.close();
});

const me = (token?: string) => server.call('GET', '/v1/me', token === undefined ? {} : { token });

describe('an agent', () => {
  it('is known by the token that the CRM signed, and is written down at first sight', async () => {
    const answer = await me(await server.agentToken({ sub: 'u-1', name: 'Grace', role: 'manager' }));
    expect(answer.body).toMatchObject({
      workspace: { id: workspaceId, name: 'acme', preset: 'current' },
      actor: { kind: 'agent', agent: { externalId: 'u-1', name: 'Grace', role: 'manager' } },
      now: '2026-11-24T12:00:00.000Z',
    });
    const again = await me(await server.agentToken({ sub: 'u-1', name: 'Grace H.', role: 'agent' }));
    expect(again.body).toMatchObject({ actor: { agent: { name: 'Grace H.', role: 'agent' } } });
    const listed = await server.call('GET', '/v1/agents', { token: await server.agentToken({ sub: 'u-1' }) });
    expect(listed.body.items).toHaveLength(1);
  });

  const wrong: [string, TokenClaims, string, RegExp][] = [
    ['has expired', { iat: -400, exp: -100 }, 'token_expired', /expired/],
    ['names another workspace', { workspace: 'globex' }, 'token_invalid', /"workspace"/],
    ['comes from another issuer', { iss: 'elsewhere' }, 'token_invalid', /"iss"/],
    ['is meant for somebody else', { aud: 'billing' }, 'token_invalid', /"aud"/],
    ['would live longer than ten minutes', { exp: 601 }, 'token_invalid', /"exp"/],
    ['was signed in the future', { iat: 60, exp: 120 }, 'token_invalid', /"iat"/],
    ['gives an unknown role', { role: 'king' as 'owner' }, 'token_invalid', /"role"/],
    ['names nobody', { sub: '' }, 'token_invalid', /"sub"/],
  ];
  it.each(wrong)('is refused when the token %s', async (_, claims, code, detail) => {
    const before = await everything(database.db);
    const answer = await me(await server.agentToken(claims));
    expect(answer).toMatchObject({ status: 401, body: { code, detail: expect.stringMatching(detail) } });
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(await everything(database.db)).toBe(before);
  });

  it('is refused when another secret or algorithm signed the token', async () => {
    const foreign = await server.agentToken({}, 'another-secret-of-thirty-two-characters');
    expect(await me(foreign)).toMatchObject({ status: 401, body: { code: 'token_invalid' } });
    const other = await server.agentToken({}, undefined, 'HS512');
    expect(await me(other)).toMatchObject({ status: 401, body: { code: 'token_invalid' } });
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${foreign.split('.')[1]}.`;
    expect(await me(unsigned)).toMatchObject({ status: 401, body: { code: 'token_invalid' } });
  });
});

describe('a machine', () => {
  it('is known by its key until that is revoked', async () => {
    const key = await factories(database.db).apiKey(workspaceId, { name: 'n8n' });
    expect((await me(key.key)).body).toMatchObject({
      actor: { kind: 'machine', keyId: key.id, name: 'n8n' },
    });
    expect(await revokeApiKey(database.db, workspaceId, key.id, new Date())).toBe(true);
    expect(await me(key.key)).toMatchObject({ status: 401, body: { code: 'token_invalid' } });
    expect(await revokeApiKey(database.db, workspaceId, key.id, new Date())).toBe(false);
  });

  it("is refused with another workspace's key", async () => {
    const make = factories(database.db);
    const elsewhere = await make.apiKey((await make.workspace()).id);
    expect(await me(elsewhere.key)).toMatchObject({ status: 401, body: { code: 'token_invalid' } });
  });
});

it('nobody gets anywhere under /v1 without credentials', async () => {
  expect(await me()).toMatchObject({ status: 401, body: { code: 'token_missing' } });
  for (const headers of [{ authorization: 'Basic YTpi' }, { authorization: 'Bearer' }])
    expect(await server.call('GET', '/v1/contacts', { headers })).toMatchObject({
      body: { code: 'token_missing' },
    });
});

describe('a caller who asks too much is told when to come again', () => {
  const tooMany = (answer: Awaited<ReturnType<typeof me>>, detail: RegExp) => {
    expect(answer).toMatchObject({
      status: 429,
      body: { code: 'rate_limited', type: '/problems/rate_limited', detail: expect.stringMatching(detail) },
    });
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  };
  const limited = async (limits: Partial<ApiLimits>) => {
    const workspace = { id: workspaceId, name: 'acme' };
    const own = await httpServer(testDeps(database.db), workspace, { limits });
    onTestFinished(() => own.app.close());
    return own;
  };

  it('with each credential counted by itself', async () => {
    const { call, agentToken } = await limited({ requestsPerMinute: 2 });
    const ask = (token: string) => call('GET', '/v1/me', { token });
    const first = await agentToken({ sub: 'busy' });
    const renewed = await agentToken({ sub: 'busy', iat: -1 });
    expect((await ask(first)).status).toBe(200);
    expect((await ask(renewed)).status).toBe(200);
    tooMany(await ask(renewed), /2 requests a minute/);
    const { key } = await factories(database.db).apiKey(workspaceId);
    expect((await ask(key)).status).toBe(200);
    expect((await ask(await agentToken({ sub: 'calm' }))).status).toBe(200);
  });

  it('by the address where there is no valid credential, which harms nobody who has one', async () => {
    const { call, agentToken } = await limited({ refusedPerMinute: 2 });
    expect((await call('GET', '/v1/me')).status).toBe(401);
    expect((await call('GET', '/v1/me', { token: `oc_${'a'.repeat(43)}` })).status).toBe(401);
    tooMany(await call('GET', '/v1/contacts', { token: 'x.y.z' }), /without valid credentials/);
    expect((await call('GET', '/v1/me', { token: await agentToken() })).status).toBe(200);
  });

  it('while as many of its requests as it may have are under way, and not once they are answered', async () => {
    const { call, agentToken } = await limited({ requestsAtOnce: 2 });
    const token = await agentToken();
    const other = await agentToken({ sub: 'patient' });
    const ask = () => call('GET', '/v1/templates', { token });
    const locked = await database.db.startTransaction().execute();
    await sql`lock table template in access exclusive mode`.execute(locked);
    const asked = [ask(), ask(), ask()];
    // The other two wait for the table, so the first answer is the refusal.
    tooMany(await Promise.race(asked), /2 requests at once/);
    expect((await call('GET', '/v1/me', { token: other })).status).toBe(200);
    await locked.rollback().execute();
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 200, 429]);
    expect((await ask()).status).toBe(200);
  });
});

describe('a web page', () => {
  const preflight = (origin: string) =>
    server.call('OPTIONS', '/v1/messages', {
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,idempotency-key',
      },
    });

  it('of an allowed origin may call from the browser', async () => {
    const { headers } = await preflight('https://crm.example');
    expect(headers['access-control-allow-origin']).toBe('https://crm.example');
    expect(headers['access-control-allow-headers']).toMatch(/Idempotency-Key/);
  });

  it('of any other origin is not allowed to', async () => {
    expect((await preflight('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
  });
});
