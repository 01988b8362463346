import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { WebhookRequest } from '../../src/channels/adapter.js';
import { tikTokAdapter } from '../../src/channels/tiktok/index.js';
import { conformance, hostileJson, TEXT } from './conformance.js';
import { httpHarness } from './http-harness.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const adapter = tikTokAdapter(() => NOW);
const BUSINESS = 'business-open-id';
const CHAT = 'c4f1a2==';
const SECRET = 'app-secret';
const base = { appId: 'app', appSecret: SECRET, businessId: BUSINESS, refreshToken: 'rft' };
const { harness, provider } = httpHarness(adapter, base, CHAT);
const never = new AbortController().signal;
const AT = 1_795_514_400_123;

const token = (access_token: string, refresh_token?: string) => ({
  status: 200,
  json: {
    code: 0,
    message: 'OK',
    data: { access_token, ...(refresh_token ? { refresh_token } : {}), expires_in: 86_400 },
  },
});
const accepted = { status: 200, json: { code: 0, message: 'OK', data: { message: { message_id: 'm-1' } } } };
const refused = (code: number, status = 200) => ({ status, json: { code, message: 'x', request_id: 'r' } });
const event = (name: string, content: object, user_openid = BUSINESS) =>
  JSON.stringify({
    client_key: 'app',
    event: name,
    create_time: 1,
    user_openid,
    content: JSON.stringify(content),
  });
const message = {
  type: 'text',
  message_id: 'm-9',
  conversation_id: CHAT,
  timestamp: AT,
  from: 'ada',
  from_user: { id: 'u-1' },
  to: 'nordlicht',
  to_user: { id: BUSINESS },
  text: { body: 'Merci 🎉' },
};
function signed(body: Buffer, time = NOW / 1000): WebhookRequest {
  const signature = createHmac('sha256', SECRET).update(`${time}.`).update(body).digest('hex');
  return { method: 'POST', headers: { 'tiktok-signature': `t=${time},s=${signature}` }, query: {}, body };
}

// From here on the access token is known, so that each request is a message.
beforeAll(async () => {
  provider().will(token('act-1'), accepted);
  await adapter.send(harness().account(), { ...TEXT, to: CHAT }, never);
});

conformance('TikTok', harness, {
  sends: [
    {
      title: 'a text goes into the conversation that the customer began',
      message: {},
      async check(send) {
        provider().will(accepted);
        expect(await send()).toEqual({ outcome: 'accepted', providerId: 'm-1' });
        const request = provider().requests.at(-1);
        expect(request?.path).toBe('/open_api/v1.3/business/message/send/');
        expect(request?.headers['access-token']).toBe('act-1');
        expect(JSON.parse(request?.body ?? '')).toEqual({
          business_id: BUSINESS,
          recipient_type: 'CONVERSATION',
          recipient: CHAT,
          message_type: 'TEXT',
          text: { body: 'The fix is out 🎉' },
        });
      },
    },
    {
      title: 'an answer without an id leaves it unknown whether the message went out',
      message: {},
      async check(send) {
        provider().will({ status: 200, json: { code: 0, data: {} } }, { status: 200, text: '<html>' });
        expect(await send()).toMatchObject({ outcome: 'unknown' });
        expect(await send()).toMatchObject({ outcome: 'unknown' });
      },
    },
  ],
  errors: [
    {
      title: 'too many conversations may be tried later',
      provoke: () => provider().will(refused(40064)),
      outcome: 'retry',
      reason: 'rate_limited',
      providerCode: '40064',
    },
    {
      title: 'too many calls may be made again',
      provoke: () => provider().will(refused(40100)),
      outcome: 'retry',
      reason: 'rate_limited',
      providerCode: '40100',
      afterMs: 10_000,
    },
    {
      title: 'a code that the table does not know is a refusal',
      provoke: () => provider().will(refused(40002)),
      outcome: 'rejected',
      reason: 'request_refused',
      providerCode: '40002',
    },
    {
      title: 'a server that breaks may have taken the message',
      provoke: () => provider().will({ status: 502, text: '' }),
      outcome: 'unknown',
      reason: 'provider_error',
      providerCode: '502',
    },
  ],
  webhook: {
    request: signed,
    signedBy: ['tiktok-signature'],
    signsBody: true,
    kinds: [
      {
        title: 'a customer’s text, under the conversation that can be answered',
        body: event('im_receive_msg', message),
        events: [
          {
            type: 'message',
            providerId: 'm-9',
            from: CHAT,
            name: 'ada',
            at: AT,
            opener: 'message',
            content: { kind: 'text', text: 'Merci 🎉' },
          },
        ],
      },
      {
        title: 'a picture is told by its kind',
        body: event('im_receive_msg', {
          ...message,
          type: 'image',
          text: undefined,
          image: { media_id: 'x' },
        }),
        events: [
          {
            type: 'message',
            providerId: 'm-9',
            from: CHAT,
            name: 'ada',
            at: AT,
            opener: 'message',
            content: { kind: 'other', type: 'image', text: null },
          },
        ],
      },
      {
        title: 'what a colleague wrote in TikTok itself is ours',
        body: event('im_send_msg', { ...message, from_user: { id: BUSINESS }, to_user: { id: 'u-1' } }),
        events: [
          { type: 'echo', providerId: 'm-9', to: CHAT, at: AT, content: { kind: 'text', text: 'Merci 🎉' } },
        ],
      },
      {
        title: 'the customer has read up to an instant',
        body: event('im_mark_read_msg', {
          conversation_id: CHAT,
          from_user: { id: 'u-1' },
          read: { last_read_timestamp: String(AT) },
        }),
        events: [{ type: 'receipt', from: CHAT, status: 'read', upTo: AT, at: AT }],
      },
      {
        title: 'what we have read ourselves is no news',
        body: event('im_mark_read_msg', {
          conversation_id: CHAT,
          from_user: { id: BUSINESS },
          read: { last_read_timestamp: AT },
        }),
        events: [{ type: 'ignored', kind: 'im_mark_read_msg.own' }],
      },
      {
        title: 'a message to another account of the same app is left alone',
        body: event('im_receive_msg', message, 'another'),
        events: [{ type: 'ignored', kind: 'other_account' }],
      },
      {
        title: 'an event that means nothing to us is counted',
        body: event('im_receive_high_intent_comment', {}),
        events: [{ type: 'ignored', kind: 'im_receive_high_intent_comment' }],
      },
    ],
    malformed: [
      { title: 'a body that is no JSON is a payload error', body: 'event=1' },
      {
        title: 'content that is no JSON is a payload error',
        body: '{"event":"im_receive_msg","content":"x"}',
      },
      {
        title: 'a message without an id is a payload error',
        body: event('im_receive_msg', { type: 'text' }),
      },
    ],
    hostile: hostileJson({
      event: 'im_receive_msg',
      user_openid: BUSINESS,
      content: JSON.stringify(message),
    }),
  },
});

describe('TikTok’s access token', () => {
  const send = (refreshToken: string) =>
    adapter.send(harness().account({ refreshToken } as object), { ...TEXT, to: CHAT }, never);
  const bodyOf = (index: number) => JSON.parse(provider().requests.at(index)?.body ?? '');

  test('that TikTok refuses is renewed once, by the refresh token that came last', async () => {
    for (const code of [40102, 40104, 40105]) {
      provider().will(token('old', 'rft-2'), refused(code, 401), token('new'), accepted);
      expect(await send(`rft-${code}`)).toMatchObject({ outcome: 'accepted' });
      expect(bodyOf(-4)).toEqual({
        client_id: 'app',
        client_secret: SECRET,
        grant_type: 'refresh_token',
        refresh_token: `rft-${code}`,
      });
      expect(bodyOf(-2)).toMatchObject({ refresh_token: 'rft-2' });
      expect(provider().requests.at(-1)?.headers['access-token']).toBe('new');
    }
  });

  test('that is refused twice is the operator’s matter', async () => {
    provider().will(token('1'), refused(40105), token('2'), refused(40105));
    expect(await send('twice')).toMatchObject({
      outcome: 'rejected',
      failure: { reason: 'credentials_refused', providerCode: '40105' },
    });
  });

  test('that does not come means for sure that no message left', async () => {
    provider().will(refused(40105));
    expect(await send('revoked')).toMatchObject({
      outcome: 'rejected',
      failure: { reason: 'credentials_refused' },
    });
    provider().will('cut');
    expect(await send('broken')).toMatchObject({
      outcome: 'retry',
      failure: { reason: 'provider_unreachable' },
    });
  });
});

test('a call of TikTok’s that was signed long ago is a replay', () => {
  const body = Buffer.from(event('im_receive_msg', message));
  const at = (seconds: number) =>
    adapter.webhook?.verify(harness().account(), signed(body, NOW / 1000 + seconds));
  expect(at(-300)).toBe(true);
  expect(at(-301)).toBe(false);
  expect(at(301)).toBe(false);
});

test('TikTok is told of the webhooks, and its refusal is told to the operator', async () => {
  const hook = 'https://gateway.example/webhooks/acme/tiktok';
  const set = () => adapter.setWebhook?.(harness().account(), hook, never);
  provider().will({ status: 200, json: { code: 0, message: 'OK' } });
  await set();
  expect(provider().requests.at(-1)?.path).toBe('/open_api/v1.3/business/webhook/update/');
  expect(JSON.parse(provider().requests.at(-1)?.body ?? '')).toEqual({
    app_id: 'app',
    secret: SECRET,
    event_type: 'DIRECT_MESSAGE',
    callback_url: hook,
  });
  provider().will(refused(40105));
  await expect(set()).rejects.toThrow('TikTok answered 40105 to webhook/update');
});
