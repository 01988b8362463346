import { afterEach, beforeEach, expect, test } from 'vitest';
import { useDatabase } from './support/database.js';
import { readEvents } from './support/read-events.js';
import { type WhatsAppProvider, whatsAppProvider } from './support/whatsapp-provider.js';
import { type WholeGateway, whatsAppConfig, wholeGateway } from './support/whole-gateway.js';

const database = useDatabase();
const PHONE = '+491701112222';

let provider: WhatsAppProvider;
let gateway: WholeGateway;
beforeEach(async () => {
  provider = await whatsAppProvider();
  gateway = await wholeGateway(database.url, whatsAppConfig(provider.url));
  await gateway.writes(PHONE, 'Hello?');
});
afterEach(async () => {
  await gateway.served.close();
  await provider.close();
});

const send = () =>
  gateway.call('POST', '/v1/messages', {
    body: { contact: `phone:${PHONE}`, content: { kind: 'text', text: 'Hi.' } },
  });
const rows = () =>
  database.db.selectFrom('message').where('direction', '=', 'outbound').selectAll().execute();
const isStopping = async () =>
  fetch(`${gateway.served.url}/health`).then(
    ({ status }) => status === 503,
    () => true,
  );

test('a gateway that stops answers the requests it has taken, ends event streams and takes no new ones', async () => {
  const authorization = `Bearer ${await gateway.agentToken()}`;
  const stream = await readEvents(`${gateway.served.url}/v1/events`, { authorization });
  await stream.placed();

  // The request waits inside its transaction, for a row that somebody else has locked.
  const lock = await database.connection.pool.connect();
  await lock.query('begin');
  await lock.query('select from identity for update');
  const answer = send();
  const waiting = `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await expect.poll(async () => (await database.connection.pool.query(waiting)).rows[0].count).toBe(1);

  const closing = gateway.served.close();
  await stream.ended();
  await expect.poll(isStopping).toBe(true);
  await lock.query('commit');
  lock.release();
  expect((await answer).status).toBe(202);
  await closing;
  // What it has accepted is not lost: another process sends it.
  expect(await rows()).toHaveLength(1);
  const next = await wholeGateway(database.url, whatsAppConfig(provider.url));
  await expect
    .poll(async () => (await rows()).map(({ status }) => status), { timeout: 15_000 })
    .toEqual(['sent']);
  await next.served.close();
  expect(provider.sentTo).toHaveLength(1);
});

test('a gateway that stops waits for the provider’s answer and writes it down', async () => {
  provider.hold();
  const before = provider.sentTo.length;
  expect((await send()).status).toBe(202);
  await expect.poll(() => provider.sentTo.length, { timeout: 15_000 }).toBe(before + 1);
  let closed = false;
  const closing = gateway.served.close().then(() => {
    closed = true;
  });
  await expect.poll(isStopping).toBe(true);
  expect(closed).toBe(false);
  provider.release();
  await closing;
  expect((await rows()).at(-1)).toMatchObject({
    status: 'sent',
    provider_id: expect.stringMatching(/^wamid\./),
  });
});
