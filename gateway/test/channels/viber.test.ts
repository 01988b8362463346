import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { viberAdapter as adapter } from '../../src/channels/viber/index.js';
import { conformance, hostileJson } from './conformance.js';
import { httpHarness } from './http-harness.js';

const TOKEN = '445da6az1s345z78-dazcczb2542zv51a-e0vc5fva17480im9';
const USER = '01234567890A=';
const base = { authToken: TOKEN, senderName: 'Nordlicht' };
const { harness, provider } = httpHarness(adapter, base, USER);
const never = new AbortController().signal;
const AT = 1_795_514_400_123;
/** More than a number of JavaScript holds. */
const MESSAGE = '5741311803571721087';

const answer = (status: number, more = '') => ({
  status: 200,
  text: `{"status":${status},"status_message":"x"${more}}`,
});
const accepted = () =>
  answer(0, `,"message_token":${MESSAGE},"chat_hostname":"SN-CHAT-05_","billing_status":1`);
const callback = (content: object) =>
  JSON.stringify({ timestamp: AT, message_token: 0, ...content }).replace(
    '"message_token":0',
    `"message_token":${MESSAGE}`,
  );
const ada = {
  id: USER,
  name: 'Ada Lovelace',
  avatar: 'https://avatar.example',
  country: 'UK',
  language: 'en',
};
const message = { event: 'message', sender: ada, message: { type: 'text', text: 'Danke "message_token":1' } };

conformance('Viber', harness, {
  sends: [
    {
      title: 'a text goes with the sender’s name, and its long token is kept to the last digit',
      message: {},
      async check(send) {
        provider().will(accepted());
        expect(await send()).toEqual({ outcome: 'accepted', providerId: MESSAGE });
        const request = provider().requests.at(-1);
        expect(request?.path).toBe('/pa/send_message');
        expect(request?.headers['x-viber-auth-token']).toBe(TOKEN);
        expect(JSON.parse(request?.body ?? '')).toEqual({
          receiver: USER,
          min_api_version: 1,
          sender: { name: 'Nordlicht' },
          type: 'text',
          text: 'The fix is out 🎉',
        });
      },
    },
    {
      title: 'answers to press are a keyboard, one a row',
      message: {
        content: {
          kind: 'text',
          text: 'How was it?',
          subject: null,
          quickReplies: [{ id: 'csat:5', title: '<Great> & more' }],
        },
      },
      async check(send) {
        provider().will(accepted());
        await send();
        expect(JSON.parse(provider().requests.at(-1)?.body ?? '').keyboard).toEqual({
          Type: 'keyboard',
          DefaultHeight: false,
          Buttons: [
            {
              Columns: 6,
              Rows: 1,
              ActionType: 'reply',
              ActionBody: 'quick-reply|csat:5|<Great> & more',
              Text: '&lt;Great&gt; &amp; more',
              Silent: true,
            },
          ],
        });
      },
    },
    {
      title: 'an answer that says nothing leaves it unknown whether the message went out',
      message: {},
      async check(send) {
        provider().will(answer(0), { status: 200, text: '<html>' });
        expect(await send()).toMatchObject({ outcome: 'unknown' });
        expect(await send()).toMatchObject({ outcome: 'unknown' });
      },
    },
  ],
  errors: (
    [
      ['a token that is not valid is the operator’s matter', 2, 'rejected', 'credentials_refused'],
      ['a message that Viber does not understand is refused', 3, 'rejected', 'request_refused'],
      ['a customer who is not at Viber any more is not reached', 5, 'rejected', 'recipient_unreachable'],
      ['a customer who never subscribed is not reached', 6, 'rejected', 'recipient_unreachable'],
      ['too many calls may be made again', 12, 'retry', 'rate_limited'],
      ['free bot-initiated messages that are used up need the terms', 23, 'rejected', 'terms_required'],
      ['a status that the table does not know is a refusal', 99, 'rejected', 'request_refused'],
    ] as const
  )
    .map(([title, code, outcome, reason]) => ({
      title: title as string,
      provoke: () => provider().will(answer(code)),
      outcome: outcome as 'rejected' | 'retry' | 'unknown',
      reason: reason as string,
      providerCode: String(code),
    }))
    .concat([
      {
        title: 'a server that breaks may have taken the message',
        provoke: () => provider().will({ status: 502, text: '' }),
        outcome: 'unknown',
        reason: 'provider_error',
        providerCode: '502',
      },
    ]),
  webhook: {
    request: (body) => ({
      method: 'POST',
      headers: {
        'x-viber-content-signature': createHmac('sha256', TOKEN).update(body).digest('hex'),
      },
      query: {},
      body,
    }),
    signedBy: ['x-viber-content-signature'],
    signsBody: true,
    kinds: [
      {
        title: 'a customer’s text, whatever stands in it',
        body: callback(message),
        events: [
          {
            type: 'message',
            providerId: MESSAGE,
            from: USER,
            name: 'Ada Lovelace',
            at: AT,
            opener: 'message',
            content: { kind: 'text', text: 'Danke "message_token":1' },
          },
        ],
      },
      {
        title: 'a pressed answer comes in with its words and what it stands for',
        body: callback({ ...message, message: { type: 'text', text: 'quick-reply|csat:5|Great' } }),
        events: [
          {
            type: 'message',
            providerId: MESSAGE,
            from: USER,
            name: 'Ada Lovelace',
            at: AT,
            opener: 'message',
            content: { kind: 'text', text: 'Great' },
            payload: 'csat:5',
          },
        ],
      },
      {
        title: 'a file is told by its kind and name',
        body: callback({
          ...message,
          message: { type: 'file', media: 'https://x.example', file_name: 'a.pdf' },
        }),
        events: [
          {
            type: 'message',
            providerId: MESSAGE,
            from: USER,
            name: 'Ada Lovelace',
            at: AT,
            opener: 'message',
            content: { kind: 'other', type: 'file', text: 'a.pdf' },
          },
        ],
      },
      {
        title: 'who subscribes lets us write',
        body: callback({ event: 'subscribed', user: ada }),
        events: [
          { type: 'consent', from: USER, change: 'unblocked', at: AT },
          {
            type: 'message',
            providerId: MESSAGE,
            from: USER,
            name: 'Ada Lovelace',
            at: AT,
            opener: 'follow',
            content: { kind: 'other', type: 'subscribed', text: null },
          },
        ],
      },
      {
        title: 'who unsubscribes cannot be written to',
        body: callback({ event: 'unsubscribed', user_id: USER }),
        events: [{ type: 'consent', from: USER, change: 'blocked', at: AT }],
      },
      ...(
        [
          ['delivered', 'delivered'],
          ['seen', 'read'],
        ] as const
      ).map(([event, status]) => ({
        title: `the callback “${event}”`,
        body: callback({ event, user_id: USER }),
        events: [{ type: 'status' as const, providerId: MESSAGE, status, at: AT, failure: null }],
      })),
      {
        title: 'a message that Viber gave up has failed',
        body: callback({ event: 'failed', user_id: USER, desc: 'failure description' }),
        events: [
          {
            type: 'status',
            providerId: MESSAGE,
            status: 'failed',
            at: AT,
            failure: {
              reason: 'provider_error',
              message: 'Viber took the message and then could not deliver it.',
              remedy: 'Choose another channel, or try again later.',
              retriable: true,
              providerCode: null,
            },
          },
        ],
      },
      {
        title: 'Viber’s own test of the address changes nothing',
        body: callback({ event: 'webhook' }),
        events: [{ type: 'ignored', kind: 'webhook' }],
      },
      {
        title: 'who only opened the chat has not subscribed',
        body: callback({ event: 'conversation_started', type: 'open', user: ada, subscribed: false }),
        events: [{ type: 'ignored', kind: 'conversation_started' }],
      },
    ],
    malformed: [
      { title: 'a body that is no JSON is a payload error', body: 'event=message' },
      { title: 'a callback without a time is a payload error', body: '{"event":"message"}' },
    ],
    hostile: hostileJson({ timestamp: AT, message_token: '1', user_id: USER, user: ada, ...message }),
  },
});

describe('Viber’s webhook', () => {
  const URL = 'https://gateway.example/webhooks/acme/viber';
  const set = () => adapter.setWebhook?.(harness().account(), URL, never);

  test('is set with the events that are understood', async () => {
    provider().will(answer(0, ',"event_types":["delivered"]'));
    await set();
    const request = provider().requests.at(-1);
    expect(request?.path).toBe('/pa/set_webhook');
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      url: URL,
      event_types: ['delivered', 'seen', 'failed', 'subscribed', 'unsubscribed', 'conversation_started'],
    });
  });

  test('that Viber cannot reach is said to the operator', async () => {
    provider().will(answer(1));
    await expect(set()).rejects.toThrow(
      'Viber cannot reach our webhook. The operator must check its address.',
    );
  });
});
