import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Channel } from '@outbound-composer/core';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProviderUnavailableError } from '../../src/channels/adapter.js';
import { closeAdapters, createAdapters } from '../../src/channels/registry.js';
import { type FakeProvider, fakeProvider } from './fake-provider.js';
import { type Smsc, startSmsc } from './smsc.js';

const adapters = createAdapters();
const never = new AbortController().signal;
const SID = 'AC0123456789abcdef0123456789abcdef';
const meta = {
  accessToken: 'the-token',
  appSecret: 'the-secret',
  verifyToken: 'word',
  appSecretProof: false,
};

let provider: FakeProvider;
let smsc: Smsc;
let mail: SMTPServer;
beforeAll(async () => {
  provider = await fakeProvider();
  smsc = await startSmsc();
  mail = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    logger: false,
    onAuth: ({ password }, _session, done) =>
      password === 'the-secret'
        ? done(null, { user: 'us' })
        : done(Object.assign(new Error(`5.7.8 no ${password}`), { responseCode: 535 })),
  });
  mail.listen(0, '127.0.0.1');
  await once(mail.server, 'listening');
});
afterAll(async () => {
  await closeAdapters(adapters);
  await provider.close();
  await smsc.close();
  await new Promise<void>((done) => mail.close(done));
});

function check(channel: Channel, settings: object) {
  const adapter = adapters.get(channel)!;
  const account = { id: 'a', key: 'support', settings: adapter.settings.parse(settings) };
  if (!adapter.check) throw new Error(`${channel} has no check`);
  return adapter.check(account, never);
}

/** What each provider documents: the request, its answer, and what we make of it. */
const PROVIDERS: readonly {
  readonly channel: Channel;
  readonly settings: object;
  readonly asks: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly answer: unknown;
  readonly is: { readonly name: string | null; readonly address: string | null };
}[] = [
  {
    channel: 'whatsapp',
    settings: { ...meta, phoneNumberId: '1065' },
    asks: 'GET /v23.0/1065?fields=id%2Cdisplay_phone_number%2Cverified_name',
    with: { authorization: 'Bearer the-token' },
    answer: { id: '1065', display_phone_number: '+1 631-555-1111', verified_name: 'ACME' },
    is: { name: 'ACME', address: '+1 631-555-1111' },
  },
  {
    channel: 'messenger',
    settings: { ...meta, pageId: '204' },
    asks: 'GET /v23.0/204?fields=id%2Cname%2Cusername',
    with: { authorization: 'Bearer the-token' },
    answer: { id: '204', name: 'ACME', username: 'acme' },
    is: { name: 'ACME', address: '@acme' },
  },
  {
    channel: 'instagram',
    settings: { ...meta, accountId: '178' },
    asks: 'GET /v23.0/178?fields=id%2Cname%2Cusername',
    with: { authorization: 'Bearer the-token' },
    answer: { id: '178', username: 'acme.shop' },
    is: { name: null, address: '@acme.shop' },
  },
  {
    channel: 'telegram',
    settings: { botToken: '123:the-token', secretToken: 'word' },
    asks: 'GET /bot123:the-token/getMe',
    answer: { ok: true, result: { id: 123, is_bot: true, first_name: 'ACME', username: 'acme_bot' } },
    is: { name: 'ACME', address: '@acme_bot' },
  },
  {
    channel: 'line',
    settings: { channelAccessToken: 'the-token', channelSecret: 'the-secret' },
    asks: 'GET /v2/bot/info',
    with: { authorization: 'Bearer the-token' },
    answer: {
      userId: 'U1',
      basicId: '@216ru',
      displayName: 'ACME',
      chatMode: 'chat',
      markAsReadMode: 'auto',
    },
    is: { name: 'ACME', address: '@216ru' },
  },
  {
    channel: 'viber',
    settings: { authToken: 'the-token', senderName: 'ACME' },
    asks: 'POST /pa/get_account_info',
    with: { 'x-viber-auth-token': 'the-token' },
    answer: { status: 0, status_message: 'ok', id: 'pa:75', name: 'ACME', uri: 'acme' },
    is: { name: 'ACME', address: 'viber://pa?chatURI=acme' },
  },
  {
    channel: 'wechat',
    settings: { appId: 'wx1', appSecret: 'the-secret', token: 'word' },
    asks: 'POST /cgi-bin/stable_token',
    answer: { access_token: 'short-lived', expires_in: 7200 },
    is: { name: null, address: null },
  },
  {
    channel: 'tiktok',
    settings: { appId: '7', appSecret: 'the-secret', businessId: 'b', refreshToken: 'the-token' },
    asks: 'POST /open_api/v1.3/tt_user/oauth2/refresh_token/',
    answer: { code: 0, data: { access_token: 'short-lived', expires_in: 86_400 } },
    is: { name: null, address: null },
  },
  {
    channel: 'sms',
    settings: {
      provider: 'twilio',
      accountSid: SID,
      authToken: 'the-token',
      from: '+4930123456',
      webhookUrl: 'https://gateway.example/webhooks/acme/sms',
    },
    asks: `GET /2010-04-01/Accounts/${SID}.json`,
    with: { authorization: `Basic ${Buffer.from(`${SID}:the-token`).toString('base64')}` },
    answer: { sid: SID, friendly_name: 'ACME', status: 'active', type: 'Full' },
    is: { name: 'ACME', address: '+4930123456' },
  },
];

describe.each(PROVIDERS)('credentials of $channel', ({ channel, settings, asks, answer, is, ...rest }) => {
  const ask = () => check(channel, { ...settings, baseUrl: provider.url });

  it('are proven by the call that the provider documents for it', async () => {
    provider.will({ status: 200, json: answer });
    expect(await ask()).toEqual(is);
    const { method, path, headers } = provider.requests.at(-1)!;
    expect(`${method} ${path}`).toBe(asks);
    expect(headers).toMatchObject(rest.with ?? {});
  });

  it.each([
    {
      status: 401,
      json: { error: { code: 190, message: 'Invalid OAuth access token the-token the-secret' } },
    },
    { status: 200, json: { unexpected: 'the-token the-secret' } },
    { status: 502, text: '<h1>the-token the-secret</h1>' },
    'cut' as const,
  ])('are not believed after %j, and the reason repeats no secret', async (behaviour) => {
    provider.will(behaviour);
    const error = await ask().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProviderUnavailableError);
    expect((error as Error).message).toMatch(/^\S.*\S$/);
    expect((error as Error).message).not.toMatch(/the-token|the-secret/);
  });
});

it('an account of Twilio that is suspended is not good', async () => {
  provider.will({ status: 200, json: { friendly_name: 'ACME', status: 'suspended' } });
  const { settings } = PROVIDERS.find((one) => one.channel === 'sms')!;
  await expect(check('sms', { ...settings, baseUrl: provider.url })).rejects.toThrow(
    'Twilio says that the account is suspended',
  );
});

describe('credentials of a carrier', () => {
  const settings = () => ({
    provider: 'smpp',
    host: '127.0.0.1',
    port: smsc.port,
    systemId: 'acme',
    password: 'the-secret',
    from: '+4930123456',
  });

  it('are proven by a bind', async () => {
    expect(await check('sms', settings())).toEqual({ name: 'acme', address: '+4930123456' });
  });

  it('are not good when the bind is refused', async () => {
    smsc.willBind(0x0e);
    await expect(check('sms', settings())).rejects.toThrow(ProviderUnavailableError);
  });
});

describe('credentials of a mail server', () => {
  const settings = () => ({
    host: '127.0.0.1',
    port: (mail.server.address() as AddressInfo).port,
    tls: 'none',
    user: 'us',
    password: 'the-secret',
    from: 'support@acme.example',
  });

  it('are proven by a login', async () => {
    expect(await check('email', settings())).toEqual({ name: null, address: 'support@acme.example' });
  });

  it('are not good when the login is refused, and the password is not repeated', async () => {
    const error = await check('email', { ...settings(), password: 'wrong-one' }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ProviderUnavailableError);
    expect((error as Error).message).toBe('The SMTP server 127.0.0.1 does not let us in: EAUTH 535.');
  });

  it('are not good when only the mailbox is closed', async () => {
    const { port } = mail.server.address() as AddressInfo;
    // It greets as no IMAP server does.
    const imap = { host: '127.0.0.1', port, tls: 'none', user: 'us', password: 'the-secret' };
    await expect(check('email', { ...settings(), imap, timeoutMs: 1000 })).rejects.toThrow(
      'The IMAP server 127.0.0.1 does not let us in',
    );
  });
});

it('every channel with a provider can be checked', () => {
  const unchecked = [...adapters.values()].filter((adapter) => !adapter.check).map(({ channel }) => channel);
  expect(unchecked).toEqual(['website_chat']);
});
