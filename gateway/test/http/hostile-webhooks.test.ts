import type { Channel } from '@outbound-composer/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WebhookRequest } from '../../src/channels/adapter.js';
import { createAdapters } from '../../src/channels/registry.js';
import { hostileJson } from '../channels/conformance.js';
import { APP_SECRET, metaSettings, signedByMeta } from '../channels/meta-call.js';
import { NOON, testClock } from '../support/clock.js';
import { useDatabase } from '../support/database.js';
import { dispatchAccount, testDeps } from '../support/deps.js';
import { factories } from '../support/factories.js';
import { everything, httpServer } from '../support/http.js';

const database = useDatabase();

const PAGE = '102290129340398';
const IG = '17841405822304914';
const NUMBER = '106540352242922';

/** A genuine webhook of each channel of Meta's, from which the hostile ones are made. */
const CHANNELS: readonly { channel: Channel; settings: object; genuine: object }[] = [
  {
    channel: 'whatsapp',
    settings: { phoneNumberId: NUMBER, ...metaSettings },
    genuine: {
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '1',
          changes: [
            {
              field: 'messages',
              value: {
                metadata: { phone_number_id: NUMBER },
                contacts: [{ profile: { name: 'Grace' }, wa_id: '491701234567' }],
                messages: [
                  {
                    from: '491701234567',
                    id: 'wamid.1',
                    timestamp: String(NOON / 1000 - 60),
                    type: 'text',
                    text: { body: 'Hi' },
                  },
                ],
              },
            },
          ],
        },
      ],
    },
  },
  ...(['messenger', 'instagram'] as const).map((channel) => {
    const id = channel === 'messenger' ? PAGE : IG;
    return {
      channel,
      settings: { [channel === 'messenger' ? 'pageId' : 'accountId']: id, ...metaSettings },
      genuine: {
        object: channel === 'messenger' ? 'page' : 'instagram',
        entry: [
          {
            id,
            messaging: [
              {
                sender: { id: '77' },
                recipient: { id },
                timestamp: NOON - 60_000,
                message: { mid: 'm_1', text: 'Hi' },
              },
            ],
          },
        ],
      },
    };
  }),
];

let server: Awaited<ReturnType<typeof httpServer>>;
let workspaceName: string;

beforeAll(async () => {
  const make = factories(database.db);
  const workspace = await make.workspace();
  workspaceName = workspace.name;
  const adapters = createAdapters(testClock());
  const accounts = [];
  for (const { channel, settings } of CHANNELS) {
    const adapter = adapters.get(channel);
    if (!adapter) throw new Error(`no adapter for ${channel}`);
    const row = await make.account(workspace.id, channel, { key: channel });
    accounts.push({ ...dispatchAccount(row, adapter), settings: adapter.settings.parse(settings) });
  }
  server = await httpServer(testDeps(database.db, { accounts }), workspace);
});
afterAll(() => server.app.close());

const post = (channel: Channel, { headers, body }: Pick<WebhookRequest, 'headers' | 'body'>) =>
  server.call('POST', `/webhooks/${workspaceName}/${channel}`, {
    payload: body,
    headers: { 'content-type': 'application/json', ...(headers as Record<string, string>) },
  });

describe.each(CHANNELS)('hostile webhooks of $channel', ({ channel, genuine }) => {
  const text = JSON.stringify(genuine);
  /** The genuine body with other values, with an end torn off, or something deep instead. */
  const malformed = fc.oneof(
    hostileJson(genuine).filter((body) => body !== text),
    fc.nat({ max: text.length - 2 }).map((end) => text.slice(0, end)),
    fc.nat({ max: 5_000 }).map((depth) => '['.repeat(depth)),
  );

  test('a hundred without a signature that fits are refused, and change nothing', async () => {
    const before = await everything(database.db);
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constant(text), malformed), fc.string(), async (body, forged) => {
        const bytes = Buffer.from(body);
        const headers = { 'x-hub-signature-256': `sha256=${Buffer.from(forged).toString('hex')}` };
        expect(await post(channel, { headers, body: bytes })).toMatchObject({ status: 401 });
      }),
      { numRuns: 100 },
    );
    expect(await everything(database.db)).toBe(before);
  });

  test('a hundred that are signed and torn are answered, and change nothing', async () => {
    const before = await everything(database.db);
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: text.length - 2 }).map((end) => text.slice(0, end)),
        async (body) => {
          const answer = await post(channel, signedByMeta(Buffer.from(body)));
          expect(answer.status).toBe(422);
          refused += 1;
        },
      ),
      { numRuns: 100 },
    );
    expect(refused).toBe(100);
    expect(await everything(database.db)).toBe(before);
  });

  test('a hundred that are signed and mutated never break the gateway, and its log keeps the secret', async () => {
    await fc.assert(
      fc.asyncProperty(malformed, async (body) => {
        const answer = await post(channel, signedByMeta(Buffer.from(body)));
        expect([200, 422]).toContain(answer.status);
      }),
      { numRuns: 100 },
    );
    expect(server.log.join('\n')).not.toContain(APP_SECRET);
  });

  test('one that is replayed is a duplicate, and changes nothing the second time', async () => {
    const signed = signedByMeta(Buffer.from(text));
    expect(await post(channel, signed)).toMatchObject({ status: 200 });
    const after = await everything(database.db);
    expect(await post(channel, signed)).toMatchObject({ status: 200, body: { messages: 0, duplicates: 1 } });
    expect(await everything(database.db)).toBe(after);
  });
});
