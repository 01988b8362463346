import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Channel } from '@outbound-composer/core';
import fc from 'fast-check';
import twilio from 'twilio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAdapters } from '../../src/channels/registry.js';
import { hostileJson } from '../channels/conformance.js';
import { hostileForm } from '../channels/hostile-form.js';
import { NOON, testClock } from '../support/clock.js';
import { useDatabase } from '../support/database.js';
import { dispatchAccount, testDeps } from '../support/deps.js';
import { factories } from '../support/factories.js';
import { everything, httpServer } from '../support/http.js';

/** Channels whose providers are not Meta; those have `hostile-webhooks.test.ts`. */
const database = useDatabase();

interface Call {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly query?: Readonly<Record<string, string>>;
}

interface Provider {
  readonly channel: Channel;
  /** Everything secret is made of the given text, which no log may hold. */
  readonly settings: (secret: string) => object;
  /** A call as the provider makes it, proven by these settings' secret. */
  readonly call: (body: Buffer, secret: string, at?: number) => Call;
  readonly genuine: string;
  readonly hostile: fc.Arbitrary<string>;
  /** Proves the body; a provider that does not sends a shared secret along. */
  readonly signsBody: boolean;
  /** Proves when the call was made; what is older is refused. */
  readonly signsTime: boolean;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const hmac = (algorithm: string, secret: string, encoding: 'hex' | 'base64', ...parts: (string | Buffer)[]) =>
  parts.reduce((sum, part) => sum.update(part), createHmac(algorithm, secret)).digest(encoding);

const line = {
  destination: 'U1',
  events: [
    {
      mode: 'active',
      timestamp: NOON - 60_000,
      source: { type: 'user', userId: 'U4af4980629a1b2c3d4e5f60718293a4b' },
      webhookEventId: '01JDF6T5N8Q2W4E6R8T0Y2U4I6',
      deliveryContext: { isRedelivery: false },
      type: 'message',
      message: { type: 'text', id: '4445', quoteToken: 'q', text: 'Hi' },
    },
  ],
};
const viber = {
  event: 'message',
  timestamp: NOON - 60_000,
  message_token: 57413118037215,
  sender: { id: '01234567890A=', name: 'Ada' },
  message: { type: 'text', text: 'Hi' },
};
const telegram = {
  update_id: 1,
  message: {
    message_id: 9,
    from: { id: 7001, is_bot: false, first_name: 'Ada' },
    chat: { id: 7001, first_name: 'Ada', type: 'private' },
    date: NOON / 1000 - 60,
    text: 'Hi',
  },
};
const tiktok = {
  client_key: 'app',
  event: 'im_receive_msg',
  create_time: 1,
  user_openid: 'business',
  content: JSON.stringify({
    type: 'text',
    message_id: 'm-9',
    conversation_id: 'c4f1a2==',
    timestamp: NOON - 60_000,
    from: 'ada',
    from_user: { id: 'u-1' },
    to: 'us',
    to_user: { id: 'business' },
    text: { body: 'Hi' },
  }),
};
const HOOK = 'https://gateway.example/webhooks/acme/sms';
const sms = {
  MessageSid: 'SM0123456789abcdef0123456789abcdef',
  AccountSid: 'AC0123456789abcdef0123456789abcdef',
  From: '+491701234567',
  To: '+4930123456',
  Body: 'Hi',
  NumMedia: '0',
  NumSegments: '1',
};
const mail = [
  'From: Ada <ada@customer.example>',
  'To: us@nordlicht.example',
  'Message-ID: <abc@customer.example>',
  `Date: ${new Date(NOON - 60_000).toUTCString()}`,
  'Subject: Hi',
  '',
  'It still squeaks.',
].join('\r\n');
const wechat = (fields: Record<string, string>) =>
  `<xml>${Object.entries({
    ToUserName: 'gh_1',
    FromUserName: 'o6_bmjrPTlm6',
    CreateTime: String(NOON / 1000 - 60),
    ...fields,
  })
    .map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`)
    .join('')}</xml>`;
const AES_KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';

const PROVIDERS: readonly Provider[] = [
  {
    channel: 'line',
    settings: (secret) => ({ channelAccessToken: `access-${secret}`, channelSecret: secret }),
    call: (body, secret) => ({
      headers: { ...JSON_TYPE, 'x-line-signature': hmac('sha256', secret, 'base64', body) },
      body,
    }),
    genuine: JSON.stringify(line),
    hostile: hostileJson(line),
    signsBody: true,
    signsTime: false,
  },
  {
    channel: 'viber',
    settings: (secret) => ({ authToken: secret, senderName: 'Nordlicht' }),
    call: (body, secret) => ({
      headers: { ...JSON_TYPE, 'x-viber-content-signature': hmac('sha256', secret, 'hex', body) },
      body,
    }),
    genuine: JSON.stringify(viber),
    hostile: hostileJson(viber),
    signsBody: true,
    signsTime: false,
  },
  {
    channel: 'telegram',
    settings: (secret) => ({ botToken: `123456:${secret}`, secretToken: secret }),
    call: (body, secret) => ({
      headers: { ...JSON_TYPE, 'x-telegram-bot-api-secret-token': secret },
      body,
    }),
    genuine: JSON.stringify(telegram),
    hostile: hostileJson(telegram),
    signsBody: false,
    signsTime: false,
  },
  {
    channel: 'tiktok',
    settings: (secret) => ({
      appId: 'app',
      appSecret: secret,
      businessId: 'business',
      refreshToken: `refresh-${secret}`,
    }),
    call: (body, secret, at = NOON) => ({
      headers: {
        ...JSON_TYPE,
        'tiktok-signature': `t=${at / 1000},s=${hmac('sha256', secret, 'hex', `${at / 1000}.`, body)}`,
      },
      body,
    }),
    genuine: JSON.stringify(tiktok),
    hostile: hostileJson(tiktok),
    signsBody: true,
    signsTime: true,
  },
  {
    channel: 'sms',
    settings: (secret) => ({
      provider: 'twilio',
      accountSid: sms.AccountSid,
      authToken: secret,
      messagingServiceSid: 'MG0123456789abcdef0123456789abcdef',
      webhookUrl: HOOK,
    }),
    call: (body, secret) => ({
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': twilio.getExpectedTwilioSignature(
          secret,
          HOOK,
          Object.fromEntries(new URLSearchParams(body.toString())),
        ),
      },
      body,
    }),
    genuine: new URLSearchParams(sms).toString(),
    hostile: hostileForm({ ...sms, MessageStatus: 'sent', ErrorCode: '30003' }),
    signsBody: true,
    signsTime: false,
  },
  {
    channel: 'email',
    settings: (secret) => ({
      host: '127.0.0.1',
      tls: 'none',
      user: 'us',
      password: `password-${secret}`,
      from: 'Nordlicht <support@nordlicht.example>',
      hookSecret: secret,
    }),
    call: (body, secret, at = NOON) => ({
      headers: {
        'content-type': 'message/rfc822',
        'x-outbound-timestamp': String(at / 1000),
        'x-outbound-signature': `v1=${hmac('sha256', secret, 'hex', `${at / 1000}.`, body)}`,
      },
      body,
    }),
    genuine: mail,
    hostile: fc
      .array(fc.oneof(fc.constantFrom(...mail.split('\r\n')), fc.string({ unit: 'binary' })))
      .map((lines) => lines.join('\r\n')),
    signsBody: true,
    signsTime: true,
  },
  {
    channel: 'wechat',
    settings: (secret) => ({
      appId: 'wxb11529c136998cb6',
      appSecret: `app-${secret}`,
      token: secret,
      encodingAesKey: AES_KEY,
    }),
    call: wechatCall,
    genuine: wechat({ MsgType: 'text', Content: 'Hi', MsgId: '23456789012345678901' }),
    hostile: fc.oneof(
      fc
        .record(
          {
            MsgType: fc.constantFrom('text', 'event', 'image', ''),
            Content: fc.string({ unit: 'binary' }),
            MsgId: fc.string(),
            Event: fc.string(),
            CreateTime: fc.string(),
          },
          { requiredKeys: [] },
        )
        .map((fields) => wechat(fields as Record<string, string>)),
      fc.string({ unit: 'binary' }),
    ),
    // Only what is encrypted is signed; around it may stand anything.
    signsBody: false,
    signsTime: true,
  },
];

/** WeChat's encrypted mode: https://developers.weixin.qq.com/doc/oplatform/en/Third-party_Platforms/2.0/api/Before_Develop/Technical_Plan.html */
function wechatCall(text: Buffer, secret: string, at = NOON): Call {
  const aes = Buffer.from(`${AES_KEY}=`, 'base64');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const plain = Buffer.concat([randomBytes(16), length, text, Buffer.from('wxb11529c136998cb6')]);
  const missing = 32 - (plain.length % 32);
  const cipher = createCipheriv('aes-256-cbc', aes, aes.subarray(0, 16)).setAutoPadding(false);
  const encrypted =
    cipher.update(Buffer.concat([plain, Buffer.alloc(missing, missing)]), undefined, 'base64') +
    cipher.final('base64');
  const [timestamp, nonce] = [String(at / 1000), '320562132'];
  const sha1 = (...parts: string[]) => createHash('sha1').update(parts.sort().join('')).digest('hex');
  return {
    headers: { 'content-type': 'text/xml' },
    query: {
      signature: sha1(secret, timestamp, nonce),
      msg_signature: sha1(secret, timestamp, nonce, encrypted),
      timestamp,
      nonce,
      encrypt_type: 'aes',
    },
    body: Buffer.from(
      `<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`,
    ),
  };
}

const secretOf = (channel: Channel) => `${channel}S3cr3t0123456789abcde`;
const OTHERS = 'an0therAccountS3cr3t0123456789';

let server: Awaited<ReturnType<typeof httpServer>>;
let workspaceName: string;
const adapters = createAdapters(testClock());

beforeAll(async () => {
  const make = factories(database.db);
  const workspace = await make.workspace();
  workspaceName = workspace.name;
  const accounts = [];
  for (const { channel, settings } of PROVIDERS) {
    const adapter = adapters.get(channel)!;
    const row = await make.account(workspace.id, channel, { key: channel });
    accounts.push({
      ...dispatchAccount(row, adapter),
      settings: adapter.settings.parse(settings(secretOf(channel))),
    });
  }
  server = await httpServer(testDeps(database.db, { accounts }), workspace);
});
afterAll(() => server.app.close());

const post = (channel: Channel, { headers, body, query = {} }: Call) => {
  const search = new URLSearchParams(query);
  return server.call('POST', `/webhooks/${workspaceName}/${channel}${search.size > 0 ? `?${search}` : ''}`, {
    payload: body,
    headers: { ...headers },
  });
};

test('every channel that takes webhooks is asked', () => {
  const meta = ['whatsapp', 'messenger', 'instagram'];
  const taking = [...adapters.values()].filter(({ webhook }) => webhook).map(({ channel }) => channel);
  expect([...meta, ...PROVIDERS.map(({ channel }) => channel)].sort()).toEqual(taking.sort());
});

describe.each(PROVIDERS)('hostile calls of $channel', (provider) => {
  const { channel, call, genuine, hostile } = provider;
  const secret = secretOf(channel);
  const text = Buffer.from(genuine);
  const bodies = fc.oneof(
    fc.constant(genuine),
    hostile,
    fc.nat({ max: genuine.length - 2 }).map((end) => genuine.slice(0, end)),
    fc.nat({ max: 5_000 }).map((depth) => '['.repeat(depth)),
  );
  const contentTypes = fc.constantFrom(undefined, 'text/plain', 'multipart/form-data', 'a/b; charset=x');

  test('a hundred that are not proven are refused, change nothing, and say why in the log', async () => {
    const before = await everything(database.db);
    const from = server.log.length;
    await fc.assert(
      fc.asyncProperty(bodies, fc.nat({ max: 3 }), contentTypes, async (body, how, type) => {
        const bytes = Buffer.from(body);
        const made = call(bytes, how === 0 ? OTHERS : secret);
        const changed = Buffer.concat([made.body, Buffer.from(' ')]);
        const bare = { 'content-type': 'application/json' };
        const given = [
          made,
          { body: made.body, headers: bare },
          // Changed after it was signed, and one whose signature has another last letter.
          provider.signsBody ? withBody(made, changed) : call(bytes, OTHERS),
          forged(made),
        ][how]!;
        const headers = { ...given.headers, ...(type === undefined ? {} : { 'content-type': type }) };
        expect(await post(channel, { ...given, headers })).toMatchObject({
          status: 401,
          body: { code: 'webhook_signature_invalid' },
        });
      }),
      { numRuns: 100, seed: 3 },
    );
    expect(await everything(database.db)).toBe(before);
    const lines = server.log.slice(from).filter((one) => one.includes('webhook refused'));
    expect(lines).toHaveLength(100);
    for (const one of lines) expect(JSON.parse(one)).toMatchObject({ code: 'webhook_signature_invalid' });
  });

  test('a hundred that are proven and broken are answered; what is refused changes nothing', async () => {
    let known = await everything(database.db);
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        if (body === genuine) return;
        const answer = await post(channel, call(Buffer.from(body), secret));
        expect([200, 401, 422, 400]).toContain(answer.status);
        if (answer.status === 200) known = await everything(database.db);
        else expect(await everything(database.db)).toBe(known);
      }),
      { numRuns: 100, seed: 4 },
    );
  });

  test('one that was packed is taken for what it is, however much it would unpack to', async () => {
    const before = await everything(database.db);
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
    const made = call(bomb, secret);
    const answer = await post(channel, { ...made, headers: { ...made.headers, 'content-encoding': 'gzip' } });
    expect([401, 422, 400, 415]).toContain(answer.status);
    expect(await everything(database.db)).toBe(before);
  });

  test('one that is replayed changes nothing the second time', async () => {
    const made = call(text, secret);
    expect(await post(channel, made)).toMatchObject({ status: 200 });
    const after = await everything(database.db);
    expect(await post(channel, made)).toMatchObject({ status: 200 });
    expect(await everything(database.db)).toBe(after);
  });

  if (provider.signsTime)
    test('one that was signed an hour ago is refused', async () => {
      const before = await everything(database.db);
      expect(await post(channel, call(text, secret, NOON - 3_600_000))).toMatchObject({ status: 401 });
      expect(await everything(database.db)).toBe(before);
    });

  test('no secret and nothing of a message is in the log', () => {
    const log = server.log.join('');
    for (const word of [secret, OTHERS, 'squeaks', '491701234567']) expect(log).not.toContain(word);
  });
});

const withBody = (made: Call, body: Buffer): Call => ({ ...made, body });

/** The same call with another last letter in whatever proves it. */
function forged({ headers, body, query }: Call): Call {
  const other = (value: string) => `${value.slice(0, -2)}${value.endsWith('00') ? '11' : '00'}`;
  const proofs = (values: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        /signature|secret/.test(name) ? other(value) : value,
      ]),
    );
  return { headers: proofs(headers), body, ...(query ? { query: proofs(query) } : {}) };
}
