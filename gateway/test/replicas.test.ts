import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useDatabase } from './support/database.js';
import { type GatewayProcess, gatewayProcess } from './support/gateway-process.js';
import { readEvents } from './support/read-events.js';
import { type WhatsAppProvider, whatsAppProvider } from './support/whatsapp-provider.js';
import { whatsAppConfig } from './support/whole-gateway.js';

const database = useDatabase();
const METRICS_TOKEN = 'prometheus-may-look-at-this';
/** Processes that start from sources on a busy machine take their time. */
const TIMEOUT = { timeout: 120_000 };
const PATIENCE = { timeout: 60_000, interval: 200 };
const RATE = { perSecond: 5, burst: 5 };

let folder: string;
let provider: WhatsAppProvider;
let one: GatewayProcess;
let other: GatewayProcess;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oc-replicas-'));
  provider = await whatsAppProvider();
  const config = whatsAppConfig(provider.url, [{ key: 'limited', rate: RATE }]);
  const start = () => gatewayProcess(folder, config, { DATABASE_URL: database.url, METRICS_TOKEN });
  [one, other] = await Promise.all([start(), start()]);
}, 120_000);
afterAll(async () => {
  for (const gateway of [one, other]) gateway?.child.kill('SIGKILL');
  await provider.close();
  await rm(folder, { recursive: true, force: true });
});

const send = (to: GatewayProcess, phone: string, text: string, key?: string) =>
  to.call('POST', '/v1/messages', {
    body: { contact: `phone:${phone}`, content: { kind: 'text', text } },
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  });
const phonesFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => `+4917000${String(first + index)}`);
const timesSent = (phones: readonly string[]) =>
  phones.map((phone) => provider.sentTo.filter((digits) => `+${digits}` === phone).length);
const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);

test('what one gateway does is heard at the other, and a key means the same at both', TIMEOUT, async () => {
  const phones = phonesFrom(10_000, 1);
  const [phone] = phones as [string];
  await one.writes(phone, 'Hello?');
  const stream = await readEvents(`${other.url}/v1/events`, {
    authorization: `Bearer ${await other.agentToken()}`,
  });
  await stream.placed();

  const asked = [one, other].map((gateway) => send(gateway, phone, 'Hi.', 'the-same-key'));
  const answers = await Promise.all(asked);
  expect(answers.map(({ status }) => status)).toEqual([202, 202]);
  const [id, ...ids] = answers.map(({ body }) => (body.message as { id: string }).id);
  expect(ids).toEqual([id]);

  let event = await stream.next();
  while ((event.message as { status?: string } | undefined)?.status !== 'sent') event = await stream.next();
  expect(event).toMatchObject({ type: 'message.changed', message: { id } });
  expect(timesSent(phones)).toEqual([1]);
  stream.close();
});

test('an account’s rate limit is one for both', TIMEOUT, async () => {
  const phones = phonesFrom(30_000, 10);
  await Promise.all(phones.map((phone) => one.writes(phone, 'Hello?', { account: 'limited' })));
  const began = performance.now();
  const asked = phones.flatMap((phone) => [
    send(one, phone, 'From the one'),
    send(other, phone, 'From the other'),
  ]);
  // At no moment more have left than one bucket gives, however late they are.
  for (let sent = 0; sent < 20; ) {
    await expect.poll(() => sum(timesSent(phones)), PATIENCE).toBeGreaterThan(sent);
    sent = sum(timesSent(phones));
    const seconds = (performance.now() - began) / 1000;
    expect(sent).toBeLessThanOrEqual(RATE.burst + RATE.perSecond * seconds);
  }
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(Array(20).fill(202));
  expect(timesSent(phones)).toEqual(Array(10).fill(2));
});

test(
  'both take from one queue, each message once, and end well when they are asked to',
  TIMEOUT,
  async () => {
    // More than one process has in its hands at once: 100 calls under way, and two batches of 20 that wait for them.
    const phones = phonesFrom(20_000, 15);
    await Promise.all(phones.map((phone) => one.writes(phone, 'Hello?')));
    const accepted = async ({ url }: GatewayProcess) => {
      const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
      const line = /^outbound_provider_answers_total\{channel="whatsapp",outcome="accepted",.*\} (\d+)$/m;
      return Number(line.exec(await answer.text())?.[1] ?? 0);
    };
    const before = [await accepted(one), await accepted(other)];
    provider.hold();
    for (let round = 0; round < 10; round++)
      await Promise.all(phones.map((phone) => send(one, phone, `Message ${round}`)));
    await expect.poll(() => sum(timesSent(phones)), PATIENCE).toBe(150);
    provider.release();
    await expect
      .poll(async () => sum([await accepted(one), await accepted(other)]) - sum(before), PATIENCE)
      .toBe(150);
    expect(await accepted(one)).toBeGreaterThan(before[0]!);
    expect(await accepted(other)).toBeGreaterThan(before[1]!);
    expect(timesSent(phones)).toEqual(Array(15).fill(10));
    expect(await Promise.all([one.terminate(), other.terminate()])).toEqual([0, 0]);
  },
);
