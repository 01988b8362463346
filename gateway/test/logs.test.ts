import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '../src/app/api-keys.js';
import { createLog } from '../src/start/log.js';
import { connect } from '../src/store/connect.js';
import { type WhatsAppProvider, whatsAppProvider } from './support/whatsapp-provider.js';
import {
  ACCESS_TOKEN,
  APP_SECRET,
  type WholeGateway,
  whatsAppConfig,
  wholeGateway,
} from './support/whole-gateway.js';

const PHONE = '+491715550123';
const EMAIL = 'rosalind.franklin@example.org';
const METRICS_TOKEN = 'prometheus-may-look-at-this';

// A server of its own, because what PostgreSQL writes down is looked at too.
let dataDir: string;
let provider: WhatsAppProvider;
let gateway: WholeGateway;
const lines: string[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'oc-logs-'));
  provider = await whatsAppProvider();
  gateway = await wholeGateway('', whatsAppConfig(provider.url), {
    databaseUrl: undefined,
    dataDir,
    metrics: { token: METRICS_TOKEN },
    log: createLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } }),
  });
});
afterAll(async () => {
  await provider.close();
  await rm(dataDir, { recursive: true, force: true });
});

test('no log holds what was written, nor names, phones, e-mail addresses, tokens or keys, whatever happens', {
  timeout: 60_000,
}, async () => {
  const { served, call, writes, report } = gateway;
  const connection = connect(served.databaseUrl);
  const { key } = await createApiKey(connection.db, served.workspaceId, 'n8n');
  const token = await gateway.agentToken('rosalind-of-crm', 'Agent Kathleen');
  const statusOf = async (id: unknown) => (await call('GET', `/v1/messages/${id}`)).body.status;
  const send = (text: string) =>
    call('POST', '/v1/messages', { body: { contact: `phone:${PHONE}`, content: { kind: 'text', text } } });

  // In, out, refused by the provider, searched for, changed, and asked for in every wrong way.
  expect(await writes(PHONE, 'My door code is 4711', { name: 'Rosalind Franklin' })).toBe(200);
  const sent = await send('Your parcel lies behind the shed');
  expect(sent.status).toBe(202);
  const { id, contactId } = sent.body.message as { id: string; contactId: string };
  await expect.poll(() => statusOf(id), { timeout: 15_000 }).toBe('sent');
  provider.refuse(PHONE, { status: 400, code: 131026, message: `Undeliverable to ${PHONE}` });
  const refused = (await send('It lies behind the shed, I said')).body.message as { id: string };
  await expect.poll(() => statusOf(refused.id), { timeout: 15_000 }).toBe('failed');
  for (const q of ['Rosalind', PHONE, EMAIL, '5550123'])
    await call('GET', `/v1/contacts?status=any&q=${encodeURIComponent(q)}`);
  await call('PATCH', `/v1/contacts/${contactId}`, { body: { email: EMAIL, firstName: 'Rosalind' } });
  await call('PATCH', `/v1/contacts/${contactId}`, { body: { email: `${EMAIL} is no address` } });
  await call('GET', `/v1/contacts/${encodeURIComponent(`email:${EMAIL}`)}`);
  await call('GET', `/v1/contacts/phone:${PHONE}/nothing/${EMAIL}`);
  await call('POST', '/v1/messages', { body: { contact: EMAIL, text: 'My door code is 4711' } });
  await call('GET', '/v1/me', { headers: { authorization: `Bearer ${token}` } });
  await call('GET', '/v1/me', { headers: { authorization: `Bearer ${key}` } });
  await call('GET', '/v1/me', { headers: { authorization: `Bearer ${key}x` } });
  await call('GET', `/v1/events?token=${token}`, { headers: { authorization: 'Bearer x' } });
  await call('GET', '/metrics', { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
  await report({ messages: [{ from: PHONE, text: { body: 'My door code is 4711' } }] });
  await report({ messages: [{ from: PHONE }] }, 'a-forged-secret');

  // A request that the database refuses in the middle: PostgreSQL quotes the row in its error.
  const refuse = `alter table contact add constraint refuses check (first_name <> 'Franklin') not valid`;
  await connection.pool.query(refuse);
  const broken = await call('PATCH', `/v1/contacts/${contactId}`, { body: { firstName: 'Franklin' } });
  expect(broken.status).toBe(500);
  await connection.close();
  await served.close();

  const folder = join(dataDir, 'postgres', 'log');
  const files = await readdir(folder);
  const ofPostgres = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const all = [...lines, ...ofPostgres].join('\n');

  // It did write down all of that, in its own words.
  const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const answers = parsed.filter(({ msg }) => msg === 'answered');
  expect(answers.length).toBeGreaterThan(20);
  expect(answers.map(({ status }) => status)).toEqual(expect.arrayContaining([200, 202, 401, 404, 422, 500]));
  expect(all).toContain('violates check constraint');
  for (const secret of [
    ...['Rosalind', 'Franklin', 'franklin', 'Kathleen', 'rosalind-of-crm'],
    ...['4711', 'door code', 'shed', 'Undeliverable'],
    ...[PHONE, PHONE.slice(1), '5550123', encodeURIComponent(PHONE)],
    ...[EMAIL, 'example.org', encodeURIComponent(EMAIL)],
    ...[token, token.slice(-20), key, METRICS_TOKEN, APP_SECRET, ACCESS_TOKEN],
  ])
    expect(all.includes(secret), `the logs hold "${secret}"`).toBe(false);
});
