import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { parseConfig } from '../../src/start/config.js';
import { type FakeProvider, fakeProvider } from '../channels/fake-provider.js';
import { NOON } from '../support/clock.js';
import { useDatabase } from '../support/database.js';
import { testDeps } from '../support/deps.js';
import { factories } from '../support/factories.js';
import { httpServer } from '../support/http.js';

const database = useDatabase();
const ed = await generateKeyPair('EdDSA', { extractable: true });
const rsa = await generateKeyPair('RS256', { extractable: true });
const publicKey = async (key: CryptoKey, kid: string, alg: string) => ({
  ...(await exportJWK(key)),
  kid,
  alg,
});
const SET = {
  keys: [await publicKey(ed.publicKey, 'ed', 'EdDSA'), await publicKey(rsa.publicKey, 'rsa', 'RS256')],
};

let crm: FakeProvider;
let server: Awaited<ReturnType<typeof httpServer>>;
let workspace: { id: string; name: string };
beforeAll(async () => {
  workspace = await factories(database.db).workspace();
});
// Each test begins with a gateway that has fetched nothing.
beforeEach(async () => {
  crm = await fakeProvider();
  const agentTokens = { issuer: 'crm', jwksUrl: `${crm.url}/jwks.json` };
  server = await httpServer(testDeps(database.db), workspace, { agentTokens });
  return async () => {
    await server.app.close();
    await crm.close();
  };
});

const signed = (key: CryptoKey | Uint8Array, header: { alg: string; kid?: string }) =>
  new SignJWT({ workspace: workspace.name, sub: 'ada', name: 'Ada', role: 'agent' })
    .setProtectedHeader(header)
    .setAudience('outbound-composer')
    .setIssuer('crm')
    .setIssuedAt(NOON / 1000)
    .setExpirationTime(NOON / 1000 + 300)
    .sign(key);
const me = async (token: Promise<string>) => server.call('GET', '/v1/me', { token: await token });

it('an agent is known by a key that the CRM publishes, which is fetched once', async () => {
  crm.will({ status: 200, json: SET });
  expect((await me(signed(ed.privateKey, { alg: 'EdDSA', kid: 'ed' }))).status).toBe(200);
  expect((await me(signed(rsa.privateKey, { alg: 'RS256', kid: 'rsa' }))).status).toBe(200);
  expect(crm.requests).toHaveLength(1);
});

it('a public key does not pass for a shared secret, nor a token without a signature', async () => {
  const pem = new TextEncoder().encode(await exportSPKI(rsa.publicKey));
  expect(await me(signed(pem, { alg: 'HS256', kid: 'rsa' }))).toMatchObject({
    status: 401,
    body: { detail: expect.stringContaining('must be EdDSA or Ed25519 or RS256') },
  });
  const [, payload] = (await signed(ed.privateKey, { alg: 'EdDSA', kid: 'ed' })).split('.');
  const none = `${Buffer.from('{"alg":"none","kid":"ed"}').toString('base64url')}.${payload}.`;
  expect(await me(Promise.resolve(none))).toMatchObject({ status: 401, body: { code: 'token_invalid' } });
});

it('a key that is not in the set, or another under its id, is refused', async () => {
  const other = await generateKeyPair('EdDSA');
  crm.will({ status: 200, json: SET });
  expect(await me(signed(other.privateKey, { alg: 'EdDSA', kid: 'ed' }))).toMatchObject({
    status: 401,
    body: { detail: expect.stringContaining('signature') },
  });
  expect(await me(signed(other.privateKey, { alg: 'EdDSA', kid: 'new' }))).toMatchObject({
    status: 401,
    body: { detail: expect.stringContaining('"kid"') },
  });
});

it.each([
  { status: 500, text: 'broken' },
  { status: 200, text: 'no JSON' },
  { status: 200, json: { keys: 'none' } },
  'cut' as const,
])('while the keys cannot be had (%j), nobody is told that the token is bad', async (behaviour) => {
  crm.will(behaviour);
  expect(await me(signed(ed.privateKey, { alg: 'EdDSA', kid: 'ed' }))).toMatchObject({
    status: 503,
    body: { code: 'unavailable', detail: 'The keys of the CRM cannot be fetched at the moment.' },
  });
});

it('what is no token is not looked up anywhere', async () => {
  for (const token of ['x', 'a.b.c', '..'])
    expect(await me(Promise.resolve(token))).toMatchObject({ status: 401, body: { code: 'token_invalid' } });
  expect(crm.requests).toHaveLength(0);
});

it.each([
  [{ jwksUrl: 'https://crm.example/jwks' }, 'workspace.attachments.linkSecret: expected at least 32'],
  [{}, 'expected either secret or jwksUrl'],
  [{ secret: 'x'.repeat(32), jwksUrl: 'https://crm.example/jwks' }, 'expected either secret or jwksUrl'],
  [{ jwksUrl: 'http://crm.example/jwks' }, 'jwksUrl: expected https'],
  [{ jwksUrl: 'crm.example' }, 'jwksUrl: expected a URL'],
])('a configuration with %j alone is refused', (keys, fault) => {
  const config = { workspace: { name: 'acme', agentTokens: { issuer: 'crm', ...keys } } };
  expect(() => parseConfig(config, {})).toThrow(fault);
});
