import { createHmac } from 'node:crypto';
import twilio from 'twilio';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAdapters } from '../../src/channels/registry.js';
import { NOON, testClock } from '../support/clock.js';
import { useDatabase } from '../support/database.js';
import { dispatchAccount, testDeps } from '../support/deps.js';
import { factories } from '../support/factories.js';
import { fakeAdapter } from '../support/fake-adapter.js';
import { everything, httpServer } from '../support/http.js';

const database = useDatabase();
const APP_SECRET = 'the-app-secret';

const TWILIO = {
  provider: 'twilio',
  accountSid: 'AC0123456789abcdef0123456789abcdef',
  authToken: 'auth-token',
  from: '+4930123456',
  webhookUrl: 'https://gateway.example/hook',
};

let server: Awaited<ReturnType<typeof httpServer>>;
let url: string;
let workspaceName: string;

beforeAll(async () => {
  const make = factories(database.db);
  const workspace = await make.workspace();
  workspaceName = workspace.name;
  const whatsapp = await make.account(workspace.id, 'whatsapp', { key: 'support' });
  const mute = await make.account(workspace.id, 'sms', { key: 'mute' });
  const adapter = createAdapters(testClock()).get('whatsapp')!;
  const settings = adapter.settings.parse({
    phoneNumberId: '106540352242922',
    accessToken: 'token',
    appSecret: APP_SECRET,
    verifyToken: 'verify-me',
  });
  const texts = await make.account(workspace.id, 'sms', { key: 'texts' });
  const sms = createAdapters(testClock()).get('sms')!;
  const accounts = [
    { ...dispatchAccount(whatsapp, adapter), settings },
    dispatchAccount(mute, fakeAdapter('sms')),
    { ...dispatchAccount(texts, sms), settings: sms.settings.parse(TWILIO) },
  ];
  server = await httpServer(testDeps(database.db, { accounts }), workspace);
  url = `/webhooks/${workspaceName}/support`;
});
afterAll(() => server.app.close());

const inbound = (text: string, id = 'wamid.1') =>
  Buffer.from(
    JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '102290129340398',
          changes: [
            {
              field: 'messages',
              value: {
                messaging_product: 'whatsapp',
                metadata: { display_phone_number: '15550783881', phone_number_id: '106540352242922' },
                contacts: [{ profile: { name: 'Grace Hopper' }, wa_id: '491701234567' }],
                messages: [
                  {
                    from: '491701234567',
                    id,
                    timestamp: String(NOON / 1000 - 60),
                    type: 'text',
                    text: { body: text },
                  },
                ],
              },
            },
          ],
        },
      ],
    }),
  );

const signed = (body: Buffer, secret = APP_SECRET) => ({
  'content-type': 'application/json',
  'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
});
const post = (payload: Buffer, headers: Record<string, string>, to = url) =>
  server.call('POST', to, { payload, headers });

describe('a webhook', () => {
  it('of a provider that wants words of its own is answered with them, once all is written down', async () => {
    const form = { MessageSid: 'SM1', From: '+491709876543', Body: 'STOP' };
    const search = '?a=%20b';
    const signature = twilio.getExpectedTwilioSignature(TWILIO.authToken, TWILIO.webhookUrl + search, form);
    const answer = await post(
      Buffer.from(new URLSearchParams(form).toString()),
      { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
      `/webhooks/${workspaceName}/texts${search}`,
    );
    expect(answer).toMatchObject({ status: 200, text: '<Response/>' });
    expect(answer.headers['content-type']).toContain('text/xml');
    const identity = await database.db
      .selectFrom('identity')
      .where('address', '=', form.From)
      .select('opted_out')
      .executeTakeFirst();
    expect(identity).toEqual({ opted_out: true });
  });
  let before: string;
  beforeEach(async () => {
    before = await everything(database.db);
  });

  it('with a signature that does not fit changes nothing', async () => {
    const body = inbound('Hello');
    for (const headers of [
      signed(body, 'another-secret'),
      signed(inbound('Hello!')),
      { 'content-type': 'application/json' },
      { ...signed(body), 'x-hub-signature-256': 'sha256=00' },
    ])
      expect(await post(body, headers)).toMatchObject({
        status: 401,
        body: { code: 'webhook_signature_invalid', type: '/problems/webhook_signature_invalid' },
      });
    expect(await everything(database.db)).toBe(before);
  });

  it('of an account that is none, of another workspace, or without webhooks is not found', async () => {
    const body = inbound('Hello');
    for (const to of [
      `/webhooks/${workspaceName}/sales`,
      '/webhooks/elsewhere/support',
      `/webhooks/${workspaceName}/mute`,
    ])
      expect(await post(body, signed(body), to)).toMatchObject({
        status: 404,
        body: { code: 'channel_account_not_found' },
      });
    expect(await everything(database.db)).toBe(before);
  });

  it('that is genuine but not what the provider documents is refused and changes nothing', async () => {
    for (const text of ['not json', '{"object":"whatsapp_business_account","entry":17}']) {
      const body = Buffer.from(text);
      expect(await post(body, signed(body))).toMatchObject({
        status: 422,
        body: { code: 'validation_failed' },
      });
    }
    expect(await everything(database.db)).toBe(before);
  });

  it('is verified over the bytes as they came, whatever JSON makes of them', async () => {
    const body = Buffer.from(inbound('Grüße \u{1f44b}').toString().replace('{', '{ \n\t'));
    expect(await post(body, signed(body))).toMatchObject({ status: 200, body: { messages: 1 } });
    expect(await post(body, signed(body))).toMatchObject({
      status: 200,
      body: { messages: 0, duplicates: 1 },
    });
    const token = await server.agentToken();
    const found = await server.call('GET', '/v1/contacts/phone:+491701234567', { token });
    expect(found.body).toMatchObject({
      conversation: { status: 'open' },
      channels: [{ channel: 'whatsapp', decision: { verdict: 'open' } }],
    });
  });

  it('proves itself to the provider with the verify token, and to nobody else', async () => {
    const challenge = (token: string) =>
      server.call('GET', `${url}?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=1158201444`);
    expect(await challenge('verify-me')).toMatchObject({ status: 200, text: '1158201444' });
    expect((await challenge('guess')).status).toBeGreaterThanOrEqual(400);
    expect(await everything(database.db)).toBe(before);
  });
});
