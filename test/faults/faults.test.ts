import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGatewayClient, fetchTransport, type GatewayClient } from '@outbound-composer/core/client';
import { connect, createApiKey, createLog, type Served, serve } from '@outbound-composer/gateway';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAULTY_CHANNELS, type FaultyChannel, whatsappDelivered } from './accounts.js';
import { type Fault, type FaultProxy, faultProxy } from './fault-proxy.js';
import { type ProviderDouble, providerDouble } from './provider-double.js';

/**
 * The gateway's clock is a day behind that of its queue: what waits for less than a day is due at once, and what
 * waits for longer stays until a test lets it go. So nothing here sleeps.
 */
const BEHIND_MS = 24 * 60 * 60 * 1000;
const clock = () => Date.now() - BEHIND_MS;
const LONG_S = 200_000;

type Channel = FaultyChannel['channel'];
const CHANNELS = FAULTY_CHANNELS.map(({ channel }) => channel);

let dataDir: string;
let provider: ProviderDouble;
let gateway: Served;
let queue: Client;
let client: GatewayClient;
const proxies = {} as Record<Channel, FaultProxy>;
const contacts = {} as Record<Channel, string>;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'outbound-faults-'));
  provider = await providerDouble();
  for (const channel of CHANNELS) proxies[channel] = await faultProxy(provider.url);
  gateway = await serve({
    config: {
      workspace: {
        name: 'acme',
        agentTokens: { issuer: 'crm', secret: 'the-crm-and-the-gateway-share-this-one' },
      },
      channelAccounts: FAULTY_CHANNELS.map(({ channel, settings }) => ({
        key: channel,
        channel,
        name: channel,
        settings: settings(proxies[channel].url),
      })),
    },
    dataDir,
    port: 0,
    clock,
    log: createLog({ level: 'silent' }),
  });
  const store = connect(gateway.databaseUrl);
  const { key } = await createApiKey(store.db, gateway.workspaceId, 'faults');
  await store.close();
  queue = new Client({ connectionString: gateway.databaseUrl });
  await queue.connect();
  client = createGatewayClient(
    fetchTransport({ baseUrl: gateway.url, getToken: () => key, fetch: (url, init) => fetch(url, init) }),
  );
  for (const { channel, inbound } of FAULTY_CHANNELS) {
    await tell(channel, inbound(clock() - 60_000));
    const { items } = await client.searchContacts({ status: 'any', channel: [channel] });
    contacts[channel] = items[0]!.id;
  }
}, 120_000);

afterAll(async () => {
  await queue?.end();
  await gateway?.close();
  for (const channel of CHANNELS) await proxies[channel]?.close();
  await provider?.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function tell(
  channel: Channel,
  { body, headers }: ReturnType<FaultyChannel['inbound']>,
): Promise<void> {
  const answer = await fetch(`${gateway.url}/webhooks/acme/${channel}`, { method: 'POST', body, headers });
  expect(answer.status).toBe(200);
}

/** Sends a text that no other test sends, and returns both. */
async function send(channel: Channel): Promise<{ id: string; text: string }> {
  const text = `News ${randomUUID()}`;
  const contact = contacts[channel];
  const { message } = await client.sendMessage({ contact, content: { kind: 'text', text } }, randomUUID());
  return { id: message.id, text };
}

const statusOf = async (id: string) => (await client.getMessage(id)).status;
/** How a message ends, once it is in nobody's hands any more. */
async function endOf(id: string) {
  await expect.poll(() => statusOf(id)).toMatch(/^(sent|delivered|read|failed|unknown)$/);
  return client.getMessage(id);
}

/** Does the same to every channel at once, and says how each message ended and how often it was taken. */
async function everywhere(...faults: Fault[]) {
  const ends = CHANNELS.map(async (channel) => {
    proxies[channel].will(...faults);
    const { id, text } = await send(channel);
    const { status } = await endOf(id);
    return [channel, [status, provider.accepted.get(text) ?? 0]] as const;
  });
  return Object.fromEntries(await Promise.all(ends));
}

/** On a channel that takes the same message once, whatever may have been taken is asked for again. */
const unknown = (taken: number) => ({
  whatsapp: ['unknown', taken],
  telegram: ['unknown', taken],
  line: ['sent', 1],
});
const all = (status: string, taken: number) => ({
  whatsapp: [status, taken],
  telegram: [status, taken],
  line: [status, taken],
});

const LIMITED = JSON.stringify({ message: 'The API rate limit has been exceeded. Try again later.' });
const limited = (seconds: number): Fault => ({
  when: 'before',
  what: { status: 429, headers: { 'retry-after': String(seconds) }, body: LIMITED },
});

describe('a provider that goes wrong', () => {
  test.each<[string, Fault, ReturnType<typeof all>]>([
    ['asks for a pause is asked again', limited(7), all('sent', 1)],
    [
      'fails before it took the message leaves it unknown',
      { when: 'before', what: { status: 500 } },
      unknown(0),
    ],
    [
      'fails after it took the message leaves it unknown',
      { when: 'after', what: { status: 500 } },
      unknown(1),
    ],
    [
      'is silent before it took the message leaves it unknown',
      { when: 'before', what: 'silence' },
      unknown(0),
    ],
    ['is silent after it took the message leaves it unknown', { when: 'after', what: 'silence' }, unknown(1)],
    ['hangs up before it took the message leaves it unknown', { when: 'before', what: 'drop' }, unknown(0)],
    ['hangs up after it took the message leaves it unknown', { when: 'after', what: 'drop' }, unknown(1)],
    ['breaks off in its answer leaves it unknown', { when: 'after', what: 'cut_answer' }, unknown(1)],
    [
      'says yes without an id, and took it, leaves it unknown',
      { when: 'after', what: { status: 200, body: '<html>fine</html>' } },
      unknown(1),
    ],
    [
      'says yes without an id, and did not take it, leaves it unknown',
      { when: 'before', what: { status: 200, body: '\u0000\u0001' } },
      unknown(0),
    ],
    [
      'answers for somebody else with an error page fails the message',
      { when: 'before', what: { status: 404, body: '<html>no such page</html>' } },
      all('failed', 0),
    ],
  ])('and %s', async (_title, fault, expected) => {
    expect(await everywhere(fault)).toEqual(expected);
  });

  test('and is only slow is waited for', async () => {
    const slow = CHANNELS.map((channel) => proxies[channel].nextSlow().then((go) => go()));
    expect(await everywhere({ when: 'after', what: 'slow' })).toEqual(all('sent', 1));
    await Promise.all(slow);
  });

  test('one way after another ends right as well', async () => {
    expect(
      await everywhere(limited(1), limited(1), { when: 'after', what: { status: 502, body: '<html>' } }),
    ).toEqual(unknown(1));
  });

  test('and takes nothing five times fails the message, which a person may send again', async () => {
    const pauses = Array.from({ length: 5 }, () => limited(1));
    expect(await everywhere(...pauses)).toEqual(all('failed', 0));
    for (const channel of CHANNELS) proxies[channel].will(...pauses);
    for (const channel of CHANNELS) {
      const { id, text } = await send(channel);
      expect(await endOf(id)).toMatchObject({ status: 'failed', failure: { retriable: true } });
      await client.retryMessage(id);
      await expect.poll(() => statusOf(id)).toBe('sent');
      expect(provider.accepted.get(text)).toBe(1);
    }
  });
});

describe('Retry-After', () => {
  test.each(CHANNELS)('of %s is kept to the second, whatever was tried before', async (channel) => {
    const proxy = proxies[channel];
    proxy.will(limited(LONG_S));
    const before = proxy.calls;
    const asked = clock();
    const { id, text } = await send(channel);
    const due = async () => {
      const { rows } = await queue.query<{ start_after: Date }>(
        `select start_after from pgboss.job where data->>'messageId' = $1 and state = 'created'`,
        [id],
      );
      return rows[0]?.start_after ?? null;
    };
    await expect.poll(async () => proxy.calls > before && (await due()) !== null).toBe(true);
    const waits = (await due())!.getTime() - asked;
    expect(waits).toBeGreaterThanOrEqual(LONG_S * 1000);
    expect(waits).toBeLessThan(LONG_S * 1000 + (clock() - asked) + 1000);
    expect(await statusOf(id)).toBe('queued');
    expect([proxy.calls - before, provider.accepted.has(text)]).toEqual([1, false]);

    await queue.query(`update pgboss.job set start_after = now() where data->>'messageId' = $1`, [id]);
    await expect.poll(() => statusOf(id)).toBe('sent');
    expect([proxy.calls - before, provider.accepted.get(text)]).toEqual([2, 1]);
  });
});

describe('a message of unknown outcome', () => {
  test('is settled by the report that it arrived, and is not sent again', async () => {
    proxies.whatsapp.will({ when: 'after', what: 'drop' });
    const { id, text } = await send('whatsapp');
    expect((await endOf(id)).status).toBe('unknown');
    await tell('whatsapp', whatsappDelivered(id, clock()));
    expect(await client.getMessage(id)).toMatchObject({ status: 'delivered', failure: null });
    expect(provider.accepted.get(text)).toBe(1);
  });

  test('that was not taken leaves once when a person sends it again', async () => {
    proxies.telegram.will({ when: 'before', what: 'drop' });
    const { id, text } = await send('telegram');
    expect((await endOf(id)).status).toBe('unknown');
    await client.retryMessage(id);
    await expect.poll(() => statusOf(id)).toBe('sent');
    expect(provider.accepted.get(text)).toBe(1);
  });
});

test('after all of that every message has an end, and none was taken twice', async () => {
  for (const channel of CHANNELS) {
    const { items } = await client.listContactMessages(contacts[channel], { limit: 200 });
    const outbound = items.filter(({ direction }) => direction === 'outbound');
    expect(outbound.length).toBeGreaterThan(10);
    for (const { status, content } of outbound) {
      expect(status).toMatch(/^(sent|delivered|failed|unknown)$/);
      const taken = provider.accepted.get(content.text ?? '') ?? 0;
      expect(taken).toBeLessThanOrEqual(1);
      if (status === 'failed') expect(taken).toBe(0);
      if (status === 'sent' || status === 'delivered') expect(taken).toBe(1);
    }
  }
});
