import twilio from 'twilio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WebhookRequest } from '../../src/channels/adapter.js';
import { twilioAdapter } from '../../src/channels/sms/twilio/index.js';
import { hasSpec, type SpecServer, specServer } from '../support/provider-spec.js';
import { conformance, TEXT } from './conformance.js';
import { hostileForm } from './hostile-form.js';
import { httpHarness } from './http-harness.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const adapter = twilioAdapter(() => NOW);
const ACCOUNT = 'AC0123456789abcdef0123456789abcdef';
const SERVICE = 'MG0123456789abcdef0123456789abcdef';
const SID = 'SM0123456789abcdef0123456789abcdef';
const HOOK = 'https://gateway.example/webhooks/acme/sms';
const TOKEN = 'auth-token';
const base = {
  provider: 'twilio',
  accountSid: ACCOUNT,
  authToken: TOKEN,
  messagingServiceSid: SERVICE,
  webhookUrl: HOOK,
};
const { harness, provider } = httpHarness(adapter, base, '+491701234567');
const never = new AbortController().signal;

const accepted = { status: 201, json: { sid: SID, status: 'accepted', num_segments: '0' } };
const refused = (status: number, code: number, headers = {}) => ({
  status,
  headers,
  json: { code, message: 'Refused', more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});
const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
const lastForm = () => Object.fromEntries(new URLSearchParams(provider().requests.at(-1)?.body ?? ''));

/** A call as Twilio makes it, signed by Twilio's own library. */
function signed(body: Buffer, search = ''): WebhookRequest {
  const parameters = Object.fromEntries(new URLSearchParams(body.toString()));
  const signature = twilio.getExpectedTwilioSignature(TOKEN, HOOK + search, parameters);
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': signature,
    },
    query: Object.fromEntries(new URLSearchParams(search)),
    search,
    body,
  };
}

const inbound = {
  MessageSid: SID,
  AccountSid: ACCOUNT,
  From: '+491701234567',
  To: '+4930123456',
  Body: 'Danke & bis später',
  NumMedia: '0',
  NumSegments: '1',
};
const received = (text: string) => ({
  type: 'message' as const,
  providerId: SID,
  from: '+491701234567',
  name: null,
  at: NOW,
  opener: 'message' as const,
  content: { kind: 'text' as const, text },
});
const consent = (change: 'opted_in' | 'opted_out') => ({
  type: 'consent' as const,
  from: '+491701234567',
  change,
  at: NOW,
});
const status = (MessageStatus: string, more: Record<string, string> = {}) =>
  form({ MessageSid: SID, AccountSid: ACCOUNT, MessageStatus, To: '+491701234567', ...more });

conformance('SMS by Twilio', harness, {
  sends: [
    {
      title: 'a text leaves by the messaging service, and its statuses come back with our own id',
      message: {},
      async check(send) {
        provider().will(accepted);
        expect(await send()).toEqual({ outcome: 'accepted', providerId: SID });
        const request = provider().requests.at(-1);
        expect(request?.path).toBe(`/2010-04-01/Accounts/${ACCOUNT}/Messages.json`);
        expect(request?.headers.authorization).toBe(
          `Basic ${Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64')}`,
        );
        expect(lastForm()).toEqual({
          To: '+491701234567',
          Body: 'The fix is out 🎉',
          MessagingServiceSid: SERVICE,
          StatusCallback: `${HOOK}?messageId=${TEXT.messageId}`,
        });
      },
    },
    {
      title: 'a template, which SMS does not know, leaves as the text that the customer would see',
      message: {
        content: {
          kind: 'template',
          template: { name: 't', language: 'de', header: null, body: 'x', buttons: [], variables: [] },
          variables: {},
          text: 'Ihr Rad ist fertig.',
        },
      },
      async check(send) {
        provider().will(accepted);
        await send();
        expect(lastForm().Body).toBe('Ihr Rad ist fertig.');
      },
    },
    {
      title: 'an answer without an id leaves it unknown whether the message went out',
      message: {},
      async check(send) {
        provider().will({ status: 201, json: {} });
        expect(await send()).toMatchObject({ outcome: 'unknown', failure: { providerCode: '201' } });
      },
    },
  ],
  errors: [
    {
      title: 'somebody who sent STOP has opted out',
      provoke: () => provider().will(refused(400, 21610)),
      outcome: 'rejected',
      reason: 'opted_out',
      providerCode: '21610',
      consent: 'opted_out',
    },
    {
      title: 'a closed window of a channel that Twilio carries is called by its name',
      provoke: () => provider().will(refused(400, 63016)),
      outcome: 'rejected',
      reason: 'window_closed',
      providerCode: '63016',
    },
    {
      title: 'a number that is none is refused',
      provoke: () => provider().will(refused(400, 21211)),
      outcome: 'rejected',
      reason: 'recipient_unreachable',
      providerCode: '21211',
    },
    {
      title: 'wrong credentials are the operator’s matter',
      provoke: () => provider().will(refused(401, 20003)),
      outcome: 'rejected',
      reason: 'credentials_refused',
      providerCode: '20003',
    },
    {
      title: 'too many calls may be made again, when Twilio says',
      provoke: () => provider().will(refused(429, 20429, { 'retry-after': '7' })),
      outcome: 'retry',
      reason: 'rate_limited',
      providerCode: '20429',
      afterMs: 7_000,
    },
    {
      title: 'a queue that is full may be tried again in a minute',
      provoke: () => provider().will(refused(429, 21611)),
      outcome: 'retry',
      reason: 'rate_limited',
      providerCode: '21611',
      afterMs: 60_000,
    },
    {
      title: 'a server that breaks may have taken the message',
      provoke: () => provider().will({ status: 500, text: '<html>' }),
      outcome: 'unknown',
      reason: 'provider_error',
      providerCode: '500',
    },
    {
      title: 'a refusal that the table does not know is a refusal',
      provoke: () => provider().will(refused(400, 29999)),
      outcome: 'rejected',
      reason: 'request_refused',
      providerCode: '29999',
    },
  ],
  webhook: {
    request: signed,
    signedBy: ['x-twilio-signature'],
    signsBody: true,
    kinds: [
      {
        title: 'a customer’s text',
        body: form(inbound),
        events: [received('Danke & bis später')],
      },
      {
        title: 'a picture is told by its kind, with what was written beside it',
        body: form({ ...inbound, NumMedia: '1', MediaContentType0: 'image/jpeg', Body: '' }),
        events: [{ ...received(''), content: { kind: 'other', type: 'image/jpeg', text: null } }],
      },
      {
        title: 'STOP, however it is written, is a message and an opt-out',
        body: form({ ...inbound, Body: ' "Stop." ' }),
        events: [received(' "Stop." '), consent('opted_out')],
      },
      {
        title: 'a sentence with the word in it is no opt-out',
        body: form({ ...inbound, Body: 'Please stop the delivery' }),
        events: [received('Please stop the delivery')],
      },
      {
        title: 'START opts in again',
        body: form({ ...inbound, Body: 'START' }),
        events: [received('START'), consent('opted_in')],
      },
      {
        title: 'HELP changes nothing',
        body: form({ ...inbound, Body: 'HELP', OptOutType: 'HELP' }),
        events: [received('HELP')],
      },
      {
        title: 'a word that only Twilio knows as an opt-out is one',
        body: form({ ...inbound, Body: 'ARRET', OptOutType: 'STOP' }),
        events: [received('ARRET'), consent('opted_out')],
      },
      {
        title: 'a message of WhatsApp through the same account is another channel',
        body: form({ ...inbound, From: 'whatsapp:+491701234567' }),
        events: [{ type: 'ignored', kind: 'message.whatsapp' }],
      },
      {
        title: 'a call for another account is left alone',
        body: form({ ...inbound, AccountSid: 'AC00000000000000000000000000000000' }),
        events: [{ type: 'ignored', kind: 'other_account' }],
      },
      ...(['sent', 'delivered', 'read'] as const).map((word) => ({
        title: `the delivery receipt “${word}”`,
        body: status(word),
        events: [
          {
            type: 'status' as const,
            providerId: SID,
            messageId: null,
            status: word,
            at: NOW,
            failure: null,
          },
        ],
      })),
      {
        title: 'a message that waits in Twilio’s queue settles nothing',
        body: status('queued'),
        events: [{ type: 'ignored', kind: 'status.queued' }],
      },
      {
        title: 'a phone out of reach is a failure that a person may try again',
        body: status('undelivered', { ErrorCode: '30003' }),
        events: [
          {
            type: 'status',
            providerId: SID,
            messageId: null,
            status: 'failed',
            at: NOW,
            failure: {
              reason: 'recipient_unreachable',
              message: 'The phone is switched off or out of reach.',
              remedy: 'Try again later, or choose another channel.',
              retriable: true,
              providerCode: '30003',
            },
          },
        ],
      },
      {
        title: 'an opt-out that only the receipt tells is kept with the contact',
        body: status('failed', { ErrorCode: '21610' }),
        events: [
          expect.objectContaining({ status: 'failed', failure: expect.anything() }),
          consent('opted_out'),
        ],
      },
    ],
    malformed: [
      { title: 'a body without a sender is a payload error', body: form({ MessageSid: SID, Body: 'x' }) },
      { title: 'a status without an id is a payload error', body: form({ MessageStatus: 'sent' }) },
    ],
    hostile: hostileForm({ ...inbound, MessageStatus: 'sent', ErrorCode: '30003' }),
  },
});

const verify = (request: WebhookRequest, over = {}) =>
  adapter.webhook?.verify(harness().account(over), request);

test('a status is signed with its query, and names our message by it', async () => {
  const search = `?messageId=${TEXT.messageId}`;
  const call = signed(Buffer.from(status('delivered')), search);
  expect(verify(call)).toBe(true);
  expect(verify({ ...call, search: '?messageId=another' })).toBe(false);
  expect(await adapter.webhook?.parse(harness().account(), call)).toMatchObject([
    { providerId: SID, messageId: TEXT.messageId, status: 'delivered' },
  ]);
});

test('what Twilio’s own library signs and believes, we believe, with and without the usual port', () => {
  const body = Buffer.from(form({ ...inbound, Body: 'a=b&c 🎉 ü', b: '2', B: '1' }));
  const parameters = Object.fromEntries(new URLSearchParams(body.toString()));
  for (const url of [HOOK, HOOK.replace('.example', '.example:443')]) {
    const signature = twilio.getExpectedTwilioSignature(TOKEN, url, parameters);
    expect(twilio.validateRequest(TOKEN, signature, url, parameters)).toBe(true);
    expect(verify({ ...signed(body), headers: { 'x-twilio-signature': signature } })).toBe(true);
  }
  const elsewhere = twilio.getExpectedTwilioSignature(TOKEN, `${HOOK}2`, parameters);
  expect(verify({ ...signed(body), headers: { 'x-twilio-signature': elsewhere } })).toBe(false);
  expect(verify(signed(body), { authToken: 'another' })).toBe(false);
});

test('words of the operator’s own opt out and in as well', async () => {
  const account = harness().account({ stopWords: ['Stopp'], startWords: ['weiter'] } as object);
  const say = (Body: string) =>
    adapter.webhook?.parse(account, signed(Buffer.from(form({ ...inbound, Body }))));
  expect(await say('STOPP!')).toEqual([received('STOPP!'), consent('opted_out')]);
  expect(await say('Weiter')).toEqual([received('Weiter'), consent('opted_in')]);
});

test('a text that would cost more segments than the account allows never leaves', async () => {
  const before = provider().requests.length;
  const text = 'ä'.repeat(160);
  const send = (one: string) =>
    adapter.send(
      harness().account({ maxSegments: 1 } as object),
      { ...TEXT, content: { kind: 'text', text: one, subject: null } },
      never,
    );
  expect(await send(`${text}ć`)).toMatchObject({
    outcome: 'rejected',
    failure: {
      reason: 'content_refused',
      message: 'The text takes 3 SMS; this account allows 1 a message.',
      remedy: 'Shorten it, or leave out ć, which more than doubles the number.',
    },
  });
  expect(provider().requests.length).toBe(before);
  provider().will(accepted);
  expect(await send(text)).toMatchObject({ outcome: 'accepted' });
});

test('an account has one sender, a service or a number, and an API key instead of the token', async () => {
  const { messagingServiceSid: _, ...none } = base;
  const wrong = adapter.settings.safeParse(none);
  expect(wrong.error?.issues[0]).toMatchObject({
    path: ['messagingServiceSid'],
    message: 'expected either messagingServiceSid or from',
  });
  expect(adapter.settings.safeParse({ ...base, from: '+4930123456' }).success).toBe(false);

  const apiKey = { sid: 'SK0123456789abcdef0123456789abcdef', secret: 'key-secret' };
  const settings = adapter.settings.parse({ ...none, from: 'ACME', apiKey, baseUrl: provider().url });
  provider().will(accepted);
  await adapter.send({ id: 'a', key: 'sms', settings }, TEXT, never);
  expect(lastForm()).toMatchObject({ From: 'ACME' });
  expect(provider().requests.at(-1)?.headers.authorization).toBe(
    `Basic ${Buffer.from(`${apiKey.sid}:key-secret`).toString('base64')}`,
  );
});

const SPEC = 'twilio-api-v2010.json';
describe.skipIf(!hasSpec(SPEC))('SMS by Twilio, judged by Twilio’s OpenAPI document', () => {
  let judge: SpecServer;
  beforeAll(async () => {
    judge = await specServer(SPEC, ['/2010-04-01/Accounts/{AccountSid}/Messages.json']);
  });
  afterAll(() => judge?.close());

  test('a message by a service or by a number fits the document', async () => {
    const { messagingServiceSid: _, ...none } = base;
    for (const sender of [{ messagingServiceSid: SERVICE }, { from: '+4930123456' }]) {
      const settings = adapter.settings.parse({ ...none, ...sender, baseUrl: judge.url });
      const outcome = await adapter.send({ id: 'a', key: 'sms', settings }, TEXT, never);
      expect(outcome).toMatchObject({ outcome: 'accepted', providerId: expect.stringMatching(/^SM/) });
    }
  });

  test('what does not fit the document is refused, so the judge does judge', async () => {
    const settings = adapter.settings.parse({ ...base, baseUrl: judge.url, webhookUrl: HOOK });
    const wrong = { ...settings, messagingServiceSid: 'not-a-sid' };
    const outcome = await adapter.send({ id: 'a', key: 'sms', settings: wrong }, TEXT, never);
    expect(outcome).toMatchObject({ outcome: 'rejected', failure: { providerCode: '422' } });
  });
});
