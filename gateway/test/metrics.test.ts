import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../src/start/config.js';
import { serve } from '../src/start/serve.js';
import { useDatabase } from './support/database.js';
import { readEvents } from './support/read-events.js';
import { type WhatsAppProvider, whatsAppProvider } from './support/whatsapp-provider.js';
import { type WholeGateway, whatsAppConfig, wholeGateway } from './support/whole-gateway.js';

const database = useDatabase();
const ANA = '+491701112222';
const BEN = '+491703334444';
const TOKEN = 'prometheus-may-look-at-this';

let provider: WhatsAppProvider;
let gateway: WholeGateway;
beforeAll(async () => {
  provider = await whatsAppProvider();
  gateway = await wholeGateway(database.url, whatsAppConfig(provider.url), { metrics: { port: 0 } });
});
afterAll(async () => {
  await gateway.served.close();
  await provider.close();
});

/** All lines `name{labels} value`, by name and labels. */
async function metrics(): Promise<Map<string, number>> {
  const answer = await fetch(`${gateway.served.metricsUrl}/metrics`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const lines = (await answer.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}
const value = async (line: string) => (await metrics()).get(line) ?? 0;
const send = (phone: string, text: string) =>
  gateway.call('POST', '/v1/messages', {
    body: { contact: `phone:${phone}`, content: { kind: 'text', text } },
  });

describe('the metrics', () => {
  it('count what a message goes through, from the customer’s webhook to the provider’s report', async () => {
    expect(await gateway.writes(ANA, 'Where is my parcel?', { id: 'wamid.first' })).toBe(200);
    expect(await gateway.writes(ANA, 'Where is my parcel?', { id: 'wamid.first' })).toBe(200);
    expect(await gateway.report({ messages: [] }, 'a-forged-secret')).toBe(401);
    expect((await send(ANA, 'It was found.')).status).toBe(202);
    await expect
      .poll(() => value('outbound_messages_total{channel="whatsapp",status="sent"}'), { timeout: 15_000 })
      .toBe(1);
    const timestamp = String(Math.floor(Date.now() / 1000));
    const status = { id: provider.ids[0], status: 'delivered', timestamp, recipient_id: ANA.slice(1) };
    expect(await gateway.report({ statuses: [status] })).toBe(200);

    const all = await metrics();
    const shown = (prefix: string) =>
      Object.fromEntries([...all].filter(([line]) => line.startsWith(`${prefix}{`) && !line.includes('le=')));
    expect(shown('outbound_messages_total')).toEqual({
      'outbound_messages_total{channel="whatsapp",status="received"}': 1,
      'outbound_messages_total{channel="whatsapp",status="queued"}': 1,
      'outbound_messages_total{channel="whatsapp",status="sending"}': 1,
      'outbound_messages_total{channel="whatsapp",status="sent"}': 1,
      'outbound_messages_total{channel="whatsapp",status="delivered"}': 1,
    });
    expect(shown('outbound_webhooks_received_total')).toEqual({
      'outbound_webhooks_received_total{channel="whatsapp",outcome="taken"}': 3,
      'outbound_webhooks_received_total{channel="whatsapp",outcome="signature_invalid"}': 1,
    });
    expect(shown('outbound_webhook_events_total')).toEqual({
      'outbound_webhook_events_total{channel="whatsapp",kind="messages"}': 1,
      'outbound_webhook_events_total{channel="whatsapp",kind="duplicates"}': 1,
      'outbound_webhook_events_total{channel="whatsapp",kind="statuses"}': 1,
    });
    expect(shown('outbound_provider_answers_total')).toEqual({
      'outbound_provider_answers_total{channel="whatsapp",outcome="accepted",reason="none"}': 1,
    });
    expect(all.get('outbound_dispatch_duration_seconds_count{channel="whatsapp",outcome="accepted"}')).toBe(
      1,
    );
    const sends = { method: 'POST', route: '/v1/messages', status: '202' };
    const labels = Object.entries(sends).map(([name, given]) => `${name}="${given}"`);
    expect(all.get(`outbound_http_request_duration_seconds_count{${labels.join()}}`)).toBe(1);
  });

  it('say how deep the outbox is and how long the oldest message has waited', async () => {
    expect((await metrics()).get('outbound_outbox_messages{status="queued"}')).toBe(0);
    provider.hold();
    await gateway.writes(BEN, 'Hello?', { name: 'Ben' });
    await send(BEN, 'Hello.');
    await expect.poll(() => value('outbound_outbox_messages{status="sending"}'), { timeout: 15_000 }).toBe(1);
    await database.db
      .updateTable('message')
      .set({ status: 'queued', at: new Date(Date.now() - 90_000) })
      .where('status', '=', 'sending')
      .execute();
    const all = await metrics();
    expect(all.get('outbound_outbox_messages{status="queued"}')).toBe(1);
    expect(all.get('outbound_outbox_oldest_queued_seconds')).toBeGreaterThanOrEqual(90);
    provider.release();
  });

  it('count refusals by the provider’s reason, searches by their kind, and open streams', async () => {
    provider.refuse(BEN, { status: 400, code: 131047, message: 'Re-engagement message' });
    await send(BEN, 'Hello again.');
    const refused =
      'outbound_provider_answers_total{channel="whatsapp",outcome="rejected",reason="window_closed"}';
    await expect.poll(() => value(refused), { timeout: 15_000 }).toBe(1);

    for (const q of ['', 'an', 'ana']) await gateway.call('GET', `/v1/contacts?status=any&q=${q}`);
    const searches = [...(await metrics())].filter(([line]) =>
      line.startsWith('outbound_search_duration_seconds_count'),
    );
    expect(searches.map(([line, count]) => [/kind="(\w+)"/.exec(line)?.[1], count])).toEqual([
      ['none', 1],
      ['one_or_two_letters', 1],
      ['text', 1],
    ]);

    const authorization = `Bearer ${await gateway.agentToken()}`;
    const stream = await readEvents(`${gateway.served.url}/v1/events`, { authorization });
    await expect.poll(() => value('outbound_event_streams')).toBe(1);
    stream.close();
    await expect.poll(() => value('outbound_event_streams')).toBe(0);
    // A stream that was open for minutes is no slow request.
    const requests = [...(await metrics()).keys()].filter((line) => line.includes('/v1/events'));
    expect(requests).toEqual([]);
  });

  it('have no label that a caller can make up, and nobody’s data', async () => {
    const before = [...(await metrics()).keys()].length;
    for (const path of ['/a', '/b?q=ana', '/v1/contacts/phone:+491701112222/x', '/v1/nothing/Ana'])
      await gateway.call('GET', path);
    await fetch(`${gateway.served.url}/zzz`, { method: 'PROPFIND' });
    await fetch(`${gateway.served.url}/zzz`, { method: 'DELETE' });
    const all = await metrics();
    const unknown = [...all.keys()].filter(
      (line) => line.includes('route="none"') && line.includes('_count'),
    );
    expect(unknown).toEqual([
      'outbound_http_request_duration_seconds_count{method="any",route="none",status="404"}',
    ]);
    expect(all.size - before).toBeLessThan(30);
    const text = [...all.keys()].join('\n');
    for (const secret of ['Ana', 'Ben', '170111', '170333', 'parcel', 'wamid'])
      expect(text).not.toContain(secret);
  });

  it('show the pool, the process and whether the database answers', async () => {
    const all = await metrics();
    expect(all.get('outbound_database_up')).toBe(1);
    expect(all.get('outbound_database_connections{state="waiting"}')).toBe(0);
    expect(all.get('outbound_database_connections{state="idle"}')).toBeGreaterThan(0);
    expect(all.get('process_resident_memory_bytes')).toBeGreaterThan(0);
  });
});

describe('the door to the metrics', () => {
  it('is closed beside the API unless a token opens it', async () => {
    expect((await fetch(`${gateway.served.url}/metrics`)).status).toBe(404);
    const other = await wholeGateway(database.url, whatsAppConfig(provider.url), {
      metrics: { token: TOKEN },
    });
    const ask = (headers: Record<string, string>) => fetch(`${other.served.url}/metrics`, { headers });
    expect((await ask({})).status).toBe(401);
    expect((await ask({ authorization: `Bearer ${TOKEN}x` })).status).toBe(401);
    expect((await ask({ authorization: `Bearer ${await other.agentToken()}` })).status).toBe(401);
    const open = await ask({ authorization: `Bearer ${TOKEN}` });
    expect([open.status, await open.text()]).toEqual([
      200,
      expect.stringContaining('outbound_database_up 1'),
    ]);
    await other.served.close();
  });

  it('of their own shows nothing else, and asks for the token too where there is one', async () => {
    const other = await wholeGateway(database.url, whatsAppConfig(provider.url), {
      metrics: { token: TOKEN, port: 0 },
    });
    const { metricsUrl, url } = other.served;
    expect((await fetch(`${metricsUrl}/metrics`)).status).toBe(401);
    expect((await fetch(`${metricsUrl}/v1/me`)).status).toBe(404);
    expect((await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })).status).toBe(
      404,
    );
    await other.served.close();
  });

  it.each([
    [
      'other machines could reach without a token',
      { port: 0, host: '0.0.0.0' },
      /METRICS_HOST.*METRICS_TOKEN/,
    ],
    ['a short token guards', { token: 'short' }, /METRICS_TOKEN: expected at least 16 characters/],
  ])('is not opened where %s', async (_, metrics, message) => {
    const refusal = await serve({
      config: whatsAppConfig(provider.url),
      databaseUrl: 'postgres://127.0.0.1:1/oc',
      metrics,
    }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ConfigError);
    expect((refusal as Error).message).toMatch(message);
  });
});
