// Messages from HTTP to a loopback provider: a whole gateway on its embedded PostgreSQL, WhatsApp as channel.
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createApiKey, createLog, serve } from '@outbound-composer/gateway';
import { figure, percentile } from '../support/figure.mjs';
import { startProvider } from './provider.mjs';

const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 2000);
const CLIENTS = 16;
const SECRET = 'bench-app-secret';

const provider = await startProvider();
const dataDir = await mkdtemp(join(tmpdir(), 'outbound-bench-'));
const gateway = await serve({
  config: {
    workspace: {
      name: 'bench',
      agentTokens: { issuer: 'bench', secret: 'a-secret-of-more-than-32-characters' },
    },
    channelAccounts: [
      {
        key: 'whatsapp',
        channel: 'whatsapp',
        name: 'WhatsApp',
        settings: {
          baseUrl: provider.url,
          phoneNumberId: '1',
          accessToken: 'token',
          appSecret: SECRET,
          verifyToken: 'verify',
        },
      },
    ],
  },
  dataDir,
  port: 0,
  log: createLog({ level: 'error' }),
});
try {
  const { db, close } = connect(gateway.databaseUrl);
  const { key } = await createApiKey(db, gateway.workspaceId, 'bench');
  await close();
  const phones = Array.from({ length: MESSAGES }, (_, index) => `4915${String(10_000_000_0 + index)}`);

  console.error(`${MESSAGES} customers write…`);
  await inParallel(phones, CLIENTS, (phone) => writeIn(phone));

  console.error(`${MESSAGES} messages leave…`);
  const asked = new Map();
  const arrived = provider.expect(MESSAGES);
  const start = performance.now();
  await inParallel(phones, CLIENTS, async (phone) => {
    asked.set(phone, performance.now());
    const answer = await fetch(`${gateway.url}/v1/messages`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify({
        contact: `phone:+${phone}`,
        content: { kind: 'text', text: 'Your parcel was found.' },
      }),
    });
    if (answer.status !== 202) throw new Error(`Sending answered ${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
  });
  const accepted = performance.now();
  const arrivals = await arrived;
  const dispatched = performance.now();

  const waits = [...arrivals].map(([phone, at]) => at - asked.get(phone));
  figure('send.accepted', MESSAGES / ((accepted - start) / 1000), 'requests/s');
  figure('send.dispatched', MESSAGES / ((dispatched - start) / 1000), 'messages/s');
  figure('send.to_provider.p50', percentile(waits, 0.5), 'ms');
  figure('send.to_provider.p99', percentile(waits, 0.99), 'ms');
} finally {
  await gateway.close();
  await provider.close();
  await rm(dataDir, { recursive: true, force: true });
}

/** A customer writes, which makes the contact and opens its window. */
async function writeIn(phone) {
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '1',
        changes: [
          {
            field: 'messages',
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: '1', phone_number_id: '1' },
              contacts: [{ profile: { name: phone }, wa_id: phone }],
              messages: [
                {
                  from: phone,
                  id: `wamid.${phone}`,
                  timestamp: String(Math.floor(Date.now() / 1000)),
                  type: 'text',
                  text: { body: 'Hello' },
                },
              ],
            },
          },
        ],
      },
    ],
  });
  const answer = await fetch(`${gateway.url}/webhooks/bench/whatsapp`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
    },
    body,
  });
  if (!answer.ok) throw new Error(`The webhook answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

async function inParallel(items, clients, work) {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
