import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { WebhookRequest } from '../../src/channels/adapter.js';
import { weChatAdapter } from '../../src/channels/wechat/index.js';
import { conformance, TEXT } from './conformance.js';
import { httpHarness } from './http-harness.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const adapter = weChatAdapter(() => NOW);
const APP = 'wxb11529c136998cb6';
const WORD = 'pamtest';
const AES_KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const USER = 'o6_bmjrPTlm6_2sgVt7hMZOPfL2M';
const base = { appId: APP, appSecret: 'app-secret', token: WORD, encodingAesKey: AES_KEY };
const { harness, provider } = httpHarness(adapter, base, USER);
const never = new AbortController().signal;
const AT = 1_795_514_400_000;

const token = (access_token: string) => ({ status: 200, json: { access_token, expires_in: 7200 } });
const answer = (errcode: number) => ({ status: 200, json: { errcode, errmsg: 'x' } });
const lastPaths = (count: number) =>
  provider()
    .requests.slice(-count)
    .map(({ path }) => path);
const sha1 = (...parts: string[]) => createHash('sha1').update(parts.sort().join('')).digest('hex');

/** As WeChat's page on encrypted messages tells it, written apart from the code under test. */
function encrypt(text: string, { key = AES_KEY, app = APP } = {}): string {
  const aes = Buffer.from(`${key}=`, 'base64');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(text));
  const plain = Buffer.concat([randomBytes(16), length, Buffer.from(text), Buffer.from(app)]);
  const missing = 32 - (plain.length % 32);
  const cipher = createCipheriv('aes-256-cbc', aes, aes.subarray(0, 16)).setAutoPadding(false);
  return (
    cipher.update(Buffer.concat([plain, Buffer.alloc(missing, missing)]), undefined, 'base64') +
    cipher.final('base64')
  );
}
function call(encrypted: string, timestamp = String(NOW / 1000)): WebhookRequest {
  const nonce = '320562132';
  return {
    method: 'POST',
    headers: {},
    query: {
      signature: sha1(WORD, timestamp, nonce),
      msg_signature: sha1(WORD, timestamp, nonce, encrypted),
      timestamp,
      nonce,
      encrypt_type: 'aes',
    },
    body: Buffer.from(
      `<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`,
    ),
  };
}
const xml = (fields: Record<string, string>) =>
  `<xml>${Object.entries({ ToUserName: 'gh_1', FromUserName: USER, CreateTime: '1795514400', ...fields })
    .map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`)
    .join('')}</xml>`;
const text = { MsgType: 'text', Content: '谢谢 <b>&amp;', MsgId: '23456789012345678901' };
const received = { type: 'message' as const, from: USER, name: null, at: AT };
const act = (event: string, opener: 'follow' | 'qr' | 'menu', key: string | null) => ({
  ...received,
  providerId: `${USER}:1795514400:${event}`,
  opener,
  content: { kind: 'other' as const, type: event, text: key },
});

// From here on the access token is known, so that each request is a message.
beforeAll(async () => {
  provider().will(token('token-1'), answer(0));
  await adapter.send(harness().account(), { ...TEXT, to: USER }, never);
});

conformance('WeChat', harness, {
  sends: [
    {
      title: 'a text goes as a customer-service message, its letters as they are',
      message: { content: { kind: 'text', text: '修好了 🎉', subject: null } },
      async check(send) {
        provider().will(answer(0));
        expect(await send()).toEqual({ outcome: 'accepted', providerId: TEXT.messageId });
        const request = provider().requests.at(-1);
        expect(request?.path).toBe('/cgi-bin/message/custom/send?access_token=token-1');
        expect(request?.body).toBe(`{"touser":"${USER}","msgtype":"text","text":{"content":"修好了 🎉"}}`);
      },
    },
    {
      title: 'an answer without a code leaves it unknown whether the message went out',
      message: {},
      async check(send) {
        provider().will({ status: 200, text: '<html>' });
        expect(await send()).toMatchObject({ outcome: 'unknown' });
      },
    },
  ],
  errors: (
    [
      ['a closed window', 45015, 'rejected', 'window_closed'],
      ['all messages until the next answer used up', 45047, 'rejected', 'quota_exhausted'],
      ['a text that is too long', 45002, 'rejected', 'content_refused'],
      ['somebody who does not follow the account', 43004, 'rejected', 'recipient_unreachable'],
      ['an account without the right', 48001, 'rejected', 'account_restricted'],
      ['an address that is not on the allow-list', 40164, 'rejected', 'credentials_refused'],
      ['too many calls in a minute', 45011, 'retry', 'rate_limited'],
      ['a busy WeChat', -1, 'retry', 'provider_error'],
      ['a code that the table does not know', 99999, 'rejected', 'request_refused'],
    ] as const
  ).map(([what, code, outcome, reason]) => ({
    title: `${what} is ${outcome === 'retry' ? 'tried again' : 'refused'} by its own name`,
    provoke: () => provider().will(answer(code)),
    outcome,
    reason,
    providerCode: String(code),
  })),
  webhook: {
    request: (body) => call(encrypt(body.toString())),
    signedBy: [],
    signsBody: true,
    kinds: [
      {
        title: 'a customer’s text, with an id longer than numbers are exact',
        body: xml(text),
        events: [
          {
            ...received,
            providerId: '23456789012345678901',
            opener: 'message',
            content: { kind: 'text', text: '谢谢 <b>&amp;' },
          },
        ],
      },
      {
        title: 'a voice message is told by its kind, with what WeChat understood',
        body: xml({ MsgType: 'voice', MediaId: 'm', Format: 'amr', Recognition: '你好', MsgId: '1' }),
        events: [
          {
            ...received,
            providerId: '1',
            opener: 'message',
            content: { kind: 'other', type: 'voice', text: '你好' },
          },
        ],
      },
      {
        title: 'who follows the account lets us write for a while',
        body: xml({ MsgType: 'event', Event: 'subscribe', EventKey: 'qrscene_7' }),
        events: [
          { type: 'consent', from: USER, change: 'unblocked', at: AT },
          act('subscribe', 'follow', 'qrscene_7'),
        ],
      },
      {
        title: 'who unfollows it cannot be written to',
        body: xml({ MsgType: 'event', Event: 'unsubscribe', EventKey: '' }),
        events: [{ type: 'consent', from: USER, change: 'blocked', at: AT }],
      },
      {
        title: 'a scanned code opens the window',
        body: xml({ MsgType: 'event', Event: 'SCAN', EventKey: '7', Ticket: 't' }),
        events: [act('scan', 'qr', '7')],
      },
      {
        title: 'a click in the menu opens the window',
        body: xml({ MsgType: 'event', Event: 'CLICK', EventKey: 'order' }),
        events: [act('click', 'menu', 'order')],
      },
      {
        title: 'a link in the menu opens nothing',
        body: xml({ MsgType: 'event', Event: 'VIEW', EventKey: 'https://x.example' }),
        events: [{ type: 'ignored', kind: 'event.view' }],
      },
    ],
    malformed: [
      { title: 'a body that is no XML is a payload error', body: '{"MsgType":"text"}' },
      { title: 'a message without an id is a payload error', body: xml({ MsgType: 'text', Content: 'x' }) },
      { title: 'a message without a kind is a payload error', body: xml({}) },
      {
        title: 'an XML bomb is a payload error or nothing, never a bang',
        body: '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><xml><MsgType>&c;</MsgType></xml>',
      },
    ],
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
        .map((fields) => xml(fields as Record<string, string>)),
      fc.string({ unit: 'binary' }),
    ),
  },
});

describe('WeChat’s access token', () => {
  const settings = (secret: string) => harness().account({ appSecret: secret } as object);
  const send = (secret: string) => adapter.send(settings(secret), { ...TEXT, to: USER }, never);
  const bodyOf = (index: number) => JSON.parse(provider().requests.at(index)?.body ?? '');

  test('is asked for once, however many messages wait for it', async () => {
    provider().will(token('a'), answer(0), answer(0), answer(0));
    const before = provider().requests.length;
    const outcomes = await Promise.all([send('single'), send('single'), send('single')]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(provider().requests.length - before).toBe(4);
    expect(provider().requests[before]).toMatchObject({ path: '/cgi-bin/stable_token' });
    expect(bodyOf(before)).toEqual({
      grant_type: 'client_credential',
      appid: APP,
      secret: 'single',
      force_refresh: false,
    });
  });

  test('that WeChat refuses is renewed once, and the message goes with the new one', async () => {
    for (const refusal of [40001, 40014, 42001]) {
      provider().will(token('old'), answer(refusal), token('new'), answer(0));
      expect(await send(`renew-${refusal}`)).toMatchObject({ outcome: 'accepted' });
      expect(lastPaths(4)).toEqual([
        '/cgi-bin/stable_token',
        '/cgi-bin/message/custom/send?access_token=old',
        '/cgi-bin/stable_token',
        '/cgi-bin/message/custom/send?access_token=new',
      ]);
    }
  });

  test('that comes back the same is renewed by force', async () => {
    provider().will(token('same'), answer(40001), token('same'), token('forced'), answer(0));
    expect(await send('force')).toMatchObject({ outcome: 'accepted' });
    expect(bodyOf(-2)).toMatchObject({ force_refresh: true });
    expect(lastPaths(1)).toEqual(['/cgi-bin/message/custom/send?access_token=forced']);
  });

  test('that is refused twice is the operator’s matter, not an endless loop', async () => {
    provider().will(token('1'), answer(40001), token('2'), answer(40001));
    const before = provider().requests.length;
    expect(await send('twice')).toMatchObject({
      outcome: 'rejected',
      failure: { reason: 'credentials_refused', providerCode: '40001' },
    });
    expect(provider().requests.length - before).toBe(4);
  });

  test('is asked for anew when it ends, and not before', async () => {
    let now = NOW;
    const aging = weChatAdapter(() => now);
    const account = settings('aging');
    const sendAt = async (at: number) => {
      now = at;
      return aging.send(account, { ...TEXT, to: USER }, never);
    };
    provider().will(token('first'), answer(0), answer(0), token('second'), answer(0));
    await sendAt(NOW);
    await sendAt(NOW + 6_899_000);
    await sendAt(NOW + 6_900_000);
    expect(lastPaths(3)).toEqual([
      '/cgi-bin/message/custom/send?access_token=first',
      '/cgi-bin/stable_token',
      '/cgi-bin/message/custom/send?access_token=second',
    ]);
  });

  test('that does not come means for sure that no message left', async () => {
    provider().will({ status: 200, json: { errcode: 40125, errmsg: 'invalid appsecret' } });
    expect(await send('wrong')).toMatchObject({
      outcome: 'rejected',
      failure: { reason: 'credentials_refused', providerCode: '40125' },
    });
    for (const fault of ['cut', { status: 502, text: '' }] as const) {
      provider().will(fault);
      expect(await send('broken')).toMatchObject({
        outcome: 'retry',
        failure: { reason: 'provider_unreachable' },
      });
    }
  });
});

describe('WeChat’s signature', () => {
  const hook = adapter.webhook;
  const body = encrypt(xml(text));
  const plain = () => harness().account({ encodingAesKey: undefined } as object);

  test('is wrong, missing or from another word, then the call is not believed', () => {
    const genuine = call(body);
    expect(hook?.verify(harness().account(), genuine)).toBe(true);
    const { msg_signature = '' } = genuine.query;
    for (const given of [undefined, '', msg_signature.slice(1), `${msg_signature}0`, sha1(body)]) {
      const query = { ...genuine.query, msg_signature: given };
      expect(hook?.verify(harness().account(), { ...genuine, query })).toBe(false);
    }
    for (const name of ['timestamp', 'nonce']) {
      const query = { ...genuine.query, [name]: undefined };
      expect(hook?.verify(harness().account(), { ...genuine, query })).toBe(false);
    }
    expect(hook?.verify(harness().account({ token: 'another' } as object), genuine)).toBe(false);
  });

  test('of long ago is a replay', () => {
    const at = (ms: number) => call(body, String((NOW + ms) / 1000));
    expect(hook?.verify(harness().account(), at(-300_000))).toBe(true);
    expect(hook?.verify(harness().account(), at(-301_000))).toBe(false);
    expect(hook?.verify(harness().account(), at(301_000))).toBe(false);
  });

  test('in secure mode covers the body, so what comes in the clear is not believed', () => {
    const genuine = call(body);
    const clear = { ...genuine, body: Buffer.from(xml(text)) };
    expect(hook?.verify(harness().account(), clear)).toBe(false);
    expect(hook?.verify(plain(), clear)).toBe(true);
    expect(hook?.parse(plain(), clear)).toMatchObject([{ content: { text: '谢谢 <b>&amp;' } }]);
  });

  test('that fits does not help a body for another app or under another key', () => {
    for (const wrong of [{ app: 'wx-another' }, { key: AES_KEY.toLowerCase().replace('g', '1') }]) {
      const genuine = call(encrypt(xml(text), wrong));
      expect(hook?.verify(harness().account(), genuine)).toBe(true);
      expect(() => hook?.parse(harness().account(), genuine)).toThrow('not encrypted with the key');
    }
  });

  test('opens the address for WeChat, and for nobody else', () => {
    const asked = (over: object) =>
      hook?.challenge?.(harness().account(), {
        ...call(body),
        method: 'GET',
        query: { ...call(body).query, echostr: '5838479218127813673', ...over },
      });
    expect(asked({})).toMatchObject({ status: 200, body: '5838479218127813673' });
    expect(asked({ signature: 'guess' })).toMatchObject({ status: 403 });
    expect(hook?.challenge?.(harness().account(), call(body))).toBeNull();
  });
});
