import { createHmac } from 'node:crypto';
import { validateSignature } from '@line/bot-sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WebhookRequest } from '../../src/channels/adapter.js';
import { lineAdapter as adapter } from '../../src/channels/line/index.js';
import { hasSpec, type SpecServer, specServer } from '../support/provider-spec.js';
import { conformance, hostileJson, TEXT } from './conformance.js';
import { httpHarness } from './http-harness.js';

const SECRET = 'channel-secret';
const USER = 'U4af4980629a1b2c3d4e5f60718293a4b';
const base = { channelAccessToken: 'access-token', channelSecret: SECRET };
const { harness, provider } = httpHarness(adapter, base, USER);
const never = new AbortController().signal;
const AT = 1_795_514_400_123;
const EVENT = '01JDF6T5N8Q2W4E6R8T0Y2U4I6';

const accepted = { status: 200, json: { sentMessages: [{ id: '461230966842064897', quoteToken: 'q' }] } };
const refused = (status: number, message: string, details?: object[]) => ({
  status,
  json: { message, ...(details ? { details } : {}) },
});
const event = (content: object) => ({
  mode: 'active',
  timestamp: AT,
  source: { type: 'user', userId: USER },
  webhookEventId: EVENT,
  deliveryContext: { isRedelivery: false },
  ...content,
});
const events = (...list: object[]) =>
  JSON.stringify({ destination: 'U0000000000000000000000000000bot', events: list.map(event) });
const text = { type: 'message', message: { type: 'text', id: '4445', quoteToken: 'q', text: 'ありがとう' } };
const received = { type: 'message' as const, from: USER, name: null, at: AT };

/** A call as LINE makes it; LINE's own library must believe it too. */
function signed(body: Buffer): WebhookRequest {
  const signature = createHmac('sha256', SECRET).update(body).digest('base64');
  expect(validateSignature(body, SECRET, signature)).toBe(true);
  return { method: 'POST', headers: { 'x-line-signature': signature }, query: {}, body };
}

conformance('LINE', harness, {
  sends: [
    {
      title: 'a text is pushed under a retry key of its own, so LINE takes it once',
      message: {},
      async check(send) {
        provider().will(accepted);
        expect(await send()).toEqual({ outcome: 'accepted', providerId: '461230966842064897' });
        const request = provider().requests.at(-1);
        expect(request).toMatchObject({ method: 'POST', path: '/v2/bot/message/push' });
        expect(request?.headers).toMatchObject({
          authorization: 'Bearer access-token',
          'x-line-retry-key': TEXT.messageId,
        });
        expect(JSON.parse(request?.body ?? '')).toEqual({
          to: USER,
          messages: [{ type: 'text', text: 'The fix is out 🎉' }],
        });
      },
    },
    {
      title: 'a message that LINE had already taken under this key is accepted, by the id it got then',
      message: {},
      async check(send) {
        const message = 'The retry key is already accepted';
        provider().will({ status: 409, json: { message, sentMessages: [{ id: '77' }] } });
        expect(await send()).toEqual({ outcome: 'accepted', providerId: '77' });
        provider().will({ status: 409, json: { message }, headers: { 'x-line-accepted-request-id': 'r-1' } });
        expect(await send()).toEqual({ outcome: 'accepted', providerId: 'r-1' });
      },
    },
    {
      title: 'a template, which LINE does not keep, leaves as the text that the customer would see',
      message: {
        content: {
          kind: 'template',
          template: { name: 't', language: 'ja', header: null, body: 'x', buttons: [], variables: [] },
          variables: {},
          text: 'できました。',
        },
      },
      async check(send) {
        provider().will(accepted);
        await send();
        expect(JSON.parse(provider().requests.at(-1)?.body ?? '').messages[0].text).toBe('できました。');
      },
    },
    {
      title: 'answers to press are quick replies that show what they say',
      message: {
        content: {
          kind: 'text',
          text: 'How was it?',
          subject: null,
          quickReplies: [{ id: 'csat:5', title: 'Great' }],
        },
      },
      async check(send) {
        provider().will(accepted);
        await send();
        expect(JSON.parse(provider().requests.at(-1)?.body ?? '').messages).toEqual([
          {
            type: 'text',
            text: 'How was it?',
            quickReply: {
              items: [
                {
                  type: 'action',
                  action: {
                    type: 'postback',
                    label: 'Great',
                    data: 'quick-reply|csat:5|Great',
                    displayText: 'Great',
                  },
                },
              ],
            },
          },
        ]);
      },
    },
    {
      title: 'an answer without an id leaves it unknown whether the message went out',
      message: {},
      async check(send) {
        provider().will({ status: 200, json: {} });
        expect(await send()).toMatchObject({ outcome: 'unknown' });
      },
    },
  ],
  errors: [
    {
      title: 'a plan that is used up is no matter of waiting a second',
      provoke: () => provider().will(refused(429, 'You have reached your monthly limit.')),
      outcome: 'rejected',
      reason: 'quota_exhausted',
      providerCode: '429',
    },
    {
      title: 'too many calls may be made again',
      provoke: () => provider().will(refused(429, 'The API rate limit has been exceeded. Try again later.')),
      outcome: 'retry',
      reason: 'rate_limited',
      providerCode: '429',
      afterMs: 1_000,
    },
    {
      title: 'a server that breaks may be asked again, because the retry key keeps it from sending twice',
      provoke: () => provider().will({ status: 503, text: '' }),
      outcome: 'unknown',
      repeatable: true,
      reason: 'provider_error',
      providerCode: '503',
    },
    {
      title: 'a user that is none is refused',
      provoke: () =>
        provider().will(
          refused(400, "The property, 'to', in the request body is invalid (line: -, column: -)"),
        ),
      outcome: 'rejected',
      reason: 'recipient_unreachable',
      providerCode: '400',
    },
    {
      title: 'a message that LINE does not take is refused',
      provoke: () =>
        provider().will(
          refused(400, 'The request body has 1 error(s)', [
            { message: 'Length must be between 0 and 5000', property: 'messages[0].text' },
          ]),
        ),
      outcome: 'rejected',
      reason: 'request_refused',
      providerCode: '400',
    },
    {
      title: 'a token that is not valid is the operator’s matter',
      provoke: () => provider().will(refused(401, 'Authentication failed.')),
      outcome: 'rejected',
      reason: 'credentials_refused',
      providerCode: '401',
    },
    {
      title: 'an account without the right is the operator’s matter',
      provoke: () => provider().will(refused(403, 'Not authorized')),
      outcome: 'rejected',
      reason: 'account_restricted',
      providerCode: '403',
    },
  ],
  webhook: {
    request: signed,
    signedBy: ['x-line-signature'],
    signsBody: true,
    kinds: [
      {
        title: 'a customer’s text',
        body: events(text),
        events: [
          {
            ...received,
            providerId: '4445',
            opener: 'message',
            content: { kind: 'text', text: 'ありがとう' },
          },
        ],
      },
      {
        title: 'a file is told by its kind and name, a place by its address',
        body: events(
          { type: 'message', message: { type: 'file', id: '1', fileName: 'a.pdf', fileSize: 2 } },
          { type: 'message', message: { type: 'location', id: '2', address: 'Tokyo', latitude: 1 } },
          { type: 'message', message: { type: 'sticker', id: '3', packageId: '4', stickerId: '5' } },
        ),
        events: [
          ['1', 'file', 'a.pdf'] as const,
          ['2', 'location', 'Tokyo'] as const,
          ['3', 'sticker', null] as const,
        ].map(([providerId, type, text]) => ({
          ...received,
          providerId,
          opener: 'message' as const,
          content: { kind: 'other' as const, type, text },
        })),
      },
      {
        title: 'a pressed answer comes in with its words and what it stands for',
        body: events({ type: 'postback', replyToken: 'r', postback: { data: 'quick-reply|csat:5|So | so' } }),
        events: [
          {
            ...received,
            providerId: EVENT,
            opener: 'message' as const,
            content: { kind: 'text' as const, text: 'So | so' },
            payload: 'csat:5',
          },
        ],
      },
      {
        title: 'a pressed button is a postback from the menu',
        body: events({ type: 'postback', replyToken: 'r', postback: { data: 'action=order&id=7' } }),
        events: [
          {
            ...received,
            providerId: EVENT,
            opener: 'menu',
            content: { kind: 'other', type: 'postback', text: 'action=order&id=7' },
          },
        ],
      },
      {
        title: 'who follows the account lets us write, again or for the first time',
        body: events({ type: 'follow', replyToken: 'r', follow: { isUnblocked: true } }),
        events: [
          { type: 'consent', from: USER, change: 'unblocked', at: AT },
          {
            ...received,
            providerId: EVENT,
            opener: 'follow',
            content: { kind: 'other', type: 'follow', text: null },
          },
        ],
      },
      {
        title: 'who unfollows it has blocked us',
        body: events({ type: 'unfollow' }),
        events: [{ type: 'consent', from: USER, change: 'blocked', at: AT }],
      },
      {
        title: 'a group is no conversation with a customer',
        body: events({ ...text, source: { type: 'group', groupId: 'C1', userId: USER } }),
        events: [{ type: 'ignored', kind: 'message.group' }],
      },
      {
        title: 'a message that its author takes back is forgotten',
        body: events({ type: 'unsend', unsend: { messageId: '4445' } }),
        events: [{ type: 'removed', providerId: '4445', at: AT }],
      },
      {
        title: 'an event that means nothing to us is counted',
        body: events({ type: 'beacon', replyToken: 'r', beacon: { hwid: '1', type: 'enter' } }),
        events: [{ type: 'ignored', kind: 'beacon' }],
      },
      { title: 'LINE’s own test of the address has no events', body: events(), events: [] },
    ],
    malformed: [
      { title: 'a body that is no JSON is a payload error', body: 'events=1' },
      { title: 'a body without events is a payload error', body: '{}' },
      {
        title: 'a message without an id is a payload error',
        body: events({ ...text, message: { type: 'text' } }),
      },
    ],
    hostile: hostileJson({ destination: 'U1', events: [event(text)] }),
  },
});

describe('LINE’s month', () => {
  const usage = () => adapter.monthlyUsage?.(harness().account(), never);
  const answers = (quota: object, consumption: object) => {
    provider().will({ status: 200, json: quota }, { status: 200, json: consumption });
  };

  test('has a quota and what was sent of it, or no quota at all', async () => {
    answers({ type: 'limited', value: 200 }, { totalUsage: 150 });
    expect(await usage()).toEqual({ quota: 200, sent: 150 });
    answers({ type: 'none' }, { totalUsage: 9 });
    expect(await usage()).toEqual({ quota: null, sent: 9 });
    expect(
      provider()
        .requests.slice(-2)
        .map(({ method, path }) => `${method} ${path}`),
    ).toEqual(['GET /v2/bot/message/quota', 'GET /v2/bot/message/quota/consumption']);
  });

  test('is not guessed at when LINE does not tell', async () => {
    answers({ type: 'limited', value: 200 }, { message: 'busy' });
    await expect(usage()).rejects.toThrow('LINE answered 200 to consumption');
  });
});

const SPEC = 'line-messaging.yml';
describe.skipIf(!hasSpec(SPEC))('LINE, judged by its OpenAPI document', () => {
  let judge: SpecServer;
  beforeAll(async () => {
    judge = await specServer(SPEC, [
      '/v2/bot/message/push',
      '/v2/bot/message/quota',
      '/v2/bot/message/quota/consumption',
      '/v2/bot/channel/webhook/endpoint',
    ]);
  });
  afterAll(() => judge?.close());
  const account = () => harness().account({ baseUrl: judge.url } as object);

  test('a push, the questions about the month and the address of the webhooks fit the document', async () => {
    const outcome = await adapter.send(account(), { ...TEXT, to: USER }, never);
    expect(outcome).toMatchObject({ outcome: 'accepted' });
    const answers = { kind: 'text', text: 'How was it?', subject: null } as const;
    const quickReplies = [{ id: 'csat:5', title: 'Great' }];
    expect(
      await adapter.send(account(), { ...TEXT, to: USER, content: { ...answers, quickReplies } }, never),
    ).toMatchObject({ outcome: 'accepted' });
    expect(await adapter.monthlyUsage?.(account(), never)).toEqual({ quota: 1000, sent: 500 });
    await adapter.setWebhook?.(account(), 'https://gateway.example/webhooks/acme/line', never);
  });

  test('what does not fit the document is refused, so the judge does judge', async () => {
    const outcome = await adapter.send(account(), { ...TEXT, to: USER, messageId: 'no-uuid' }, never);
    expect(outcome).toMatchObject({ outcome: 'rejected', failure: { providerCode: '400' } });
  });
});
