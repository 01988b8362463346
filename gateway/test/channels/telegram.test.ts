import { Api } from 'grammy';
import { describe, expect, test } from 'vitest';
import { telegramAdapter } from '../../src/channels/telegram/index.js';
import { conformance, hostileJson, TEXT } from './conformance.js';
import { httpHarness } from './http-harness.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const adapter = telegramAdapter(() => NOW);
const { harness, provider } = httpHarness(
  adapter,
  {
    botToken: '123456:ABC-def',
    secretToken: 'hook-secret',
  },
  '7001',
);

const accepted = (chat = 7001) => ({
  status: 200,
  json: {
    ok: true,
    result: { message_id: 42, date: 1_795_514_400, chat: { id: chat, type: 'private' }, text: 'x' },
  },
});
const refused = (status: number, description: string, parameters?: object) => ({
  status,
  json: { ok: false, error_code: status, description, ...(parameters ? { parameters } : {}) },
});
const ada = { id: 7001, is_bot: false, first_name: 'Ada', last_name: 'Lovelace', language_code: 'en' };
const message = {
  message_id: 9,
  from: ada,
  chat: { id: 7001, first_name: 'Ada', type: 'private' },
  date: 1_795_514_400,
};
const AT = 1_795_514_400_000;
const inbound = {
  type: 'message' as const,
  providerId: '7001:9',
  from: '7001',
  name: 'Ada Lovelace',
  at: AT,
  opener: 'message' as const,
};
const update = (content: object) => JSON.stringify({ update_id: 1, ...content });

conformance('Telegram', harness, {
  sends: [
    {
      title: 'a text goes to the chat as plain text',
      message: { content: { kind: 'text', text: '<b>1 < 2</b> & _so on_', subject: null } },
      async check(send) {
        provider().will(accepted());
        expect(await send()).toEqual({ outcome: 'accepted', providerId: '7001:42' });
        const request = provider().requests.at(-1);
        expect(request?.path).toBe('/bot123456:ABC-def/sendMessage');
        expect(JSON.parse(request?.body ?? '')).toEqual({ chat_id: '7001', text: '<b>1 < 2</b> & _so on_' });
      },
    },
    {
      title: 'answers to press are an inline keyboard, one a row',
      message: {
        content: {
          kind: 'text',
          text: 'How was it?',
          subject: null,
          quickReplies: [
            { id: 'csat:5', title: 'Great' },
            { id: 'csat:1', title: 'Bad' },
          ],
        },
      },
      async check(send) {
        provider().will(accepted());
        await send();
        expect(JSON.parse(provider().requests.at(-1)?.body ?? '')).toEqual({
          chat_id: '7001',
          text: 'How was it?',
          reply_markup: {
            inline_keyboard: [
              [{ text: 'Great', callback_data: 'csat:5' }],
              [{ text: 'Bad', callback_data: 'csat:1' }],
            ],
          },
        });
      },
    },
    {
      title: 'a template goes as the text that it makes',
      message: {
        content: {
          kind: 'template',
          template: {
            name: 't',
            language: 'en',
            header: null,
            body: 'Hi {{1}}',
            buttons: [],
            variables: ['1'],
          },
          variables: { '1': 'Ada' },
          text: 'Hi Ada',
        },
      },
      async check(send) {
        provider().will(accepted());
        await send();
        expect(JSON.parse(provider().requests.at(-1)?.body ?? '')).toMatchObject({ text: 'Hi Ada' });
      },
    },
  ],
  errors: [
    {
      title: 'a customer who blocked the bot is remembered as such',
      provoke: () => provider().will(refused(403, 'Forbidden: bot was blocked by the user')),
      outcome: 'rejected',
      reason: 'blocked_by_contact',
      providerCode: '403',
      consent: 'blocked',
    },
    {
      title: 'a customer who never started the bot may still do so',
      provoke: () => provider().will(refused(403, "Forbidden: bot can't initiate conversation with a user")),
      outcome: 'rejected',
      reason: 'recipient_unreachable',
      providerCode: '403',
    },
    {
      title: 'a deleted account never answers again',
      provoke: () => provider().will(refused(403, 'Forbidden: user is deactivated')),
      outcome: 'rejected',
      reason: 'recipient_unreachable',
      providerCode: '403',
      consent: 'blocked',
    },
    {
      title: 'a chat that Telegram does not know is a refusal',
      provoke: () => provider().will(refused(400, 'Bad Request: chat not found')),
      outcome: 'rejected',
      reason: 'recipient_unreachable',
      providerCode: '400',
    },
    {
      title: 'a text that is too long is a refusal',
      provoke: () => provider().will(refused(400, 'Bad Request: message is too long')),
      outcome: 'rejected',
      reason: 'content_refused',
      providerCode: '400',
    },
    {
      title: 'a wrong bot token is a refusal that asks for a new one',
      provoke: () => provider().will(refused(401, 'Unauthorized')),
      outcome: 'rejected',
      reason: 'credentials_refused',
      providerCode: '401',
    },
    {
      title: 'the flood limit is waited out as long as Telegram says',
      provoke: () => provider().will(refused(429, 'Too Many Requests: retry after 14', { retry_after: 14 })),
      outcome: 'retry',
      reason: 'rate_limited',
      providerCode: '429',
      afterMs: 14_000,
    },
    {
      title: 'a server error may have taken the message',
      provoke: () => provider().will({ status: 502, text: '<html>Bad Gateway</html>' }),
      outcome: 'unknown',
      reason: 'provider_error',
      providerCode: '502',
    },
    {
      title: 'an acceptance without an id leaves the message unknown',
      provoke: () => provider().will({ status: 200, text: 'OK' }),
      outcome: 'unknown',
      reason: 'provider_error',
      providerCode: '200',
    },
    {
      title: 'an acceptance that breaks off leaves the message unknown',
      provoke: () => provider().will('cut_answer'),
      outcome: 'unknown',
      reason: 'no_answer',
      providerCode: 'UND_ERR_SOCKET',
    },
  ],
  webhook: {
    request: (body) => ({
      method: 'POST',
      query: {},
      headers: { 'x-telegram-bot-api-secret-token': 'hook-secret' },
      body,
    }),
    signedBy: ['x-telegram-bot-api-secret-token'],
    signsBody: false,
    kinds: [
      {
        title: 'a text message comes in under the id of its chat',
        body: update({ message: { ...message, text: 'Hallo?' } }),
        events: [{ ...inbound, content: { kind: 'text', text: 'Hallo?' } }],
      },
      {
        title: 'a photo keeps its caption',
        body: update({ message: { ...message, photo: [{ file_id: 'x' }], caption: 'broken' } }),
        events: [{ ...inbound, content: { kind: 'other', type: 'photo', text: 'broken' } }],
      },
      {
        title: 'a pressed button comes in with what it stands for',
        body: update({ callback_query: { id: '99', from: ada, chat_instance: '1', data: 'csat:5' } }),
        events: [
          {
            ...inbound,
            providerId: 'callback:99',
            at: NOW,
            content: { kind: 'other', type: 'button', text: 'csat:5' },
            payload: 'csat:5',
          },
        ],
      },
      {
        title: 'a pressed button is told by the words on it, where Telegram repeats them',
        body: update({
          callback_query: {
            id: '99',
            from: ada,
            chat_instance: '1',
            data: 'csat:5',
            message: {
              ...message,
              reply_markup: {
                inline_keyboard: [
                  [{ text: 'Our site', url: 'https://shop.example' }],
                  [{ text: 'Great', callback_data: 'csat:5' }],
                ],
              },
            },
          },
        }),
        events: [
          {
            ...inbound,
            providerId: 'callback:99',
            at: NOW,
            content: { kind: 'text', text: 'Great' },
            payload: 'csat:5',
          },
        ],
      },
      {
        title: 'a customer who blocks the bot is heard',
        body: update({
          my_chat_member: {
            chat: message.chat,
            from: ada,
            date: 1_795_514_400,
            old_chat_member: { status: 'member' },
            new_chat_member: { status: 'kicked' },
          },
        }),
        events: [{ type: 'consent', from: '7001', change: 'blocked', at: AT }],
      },
      {
        title: 'a customer who lets the bot in again is heard',
        body: update({
          my_chat_member: {
            chat: message.chat,
            from: ada,
            date: 1_795_514_400,
            new_chat_member: { status: 'member' },
          },
        }),
        events: [{ type: 'consent', from: '7001', change: 'unblocked', at: AT }],
      },
      {
        title: 'a group is no conversation with a customer',
        body: update({ message: { ...message, chat: { id: -5, type: 'group' }, text: 'x' } }),
        events: [{ type: 'ignored', kind: 'message.group' }],
      },
      {
        title: 'an edited message is counted, not guessed at',
        body: update({ edited_message: { ...message, text: 'x' } }),
        events: [{ type: 'ignored', kind: 'edited_message' }],
      },
      {
        title: 'a chat of a business connection that is not ours is left alone',
        body: update({ business_message: { ...message, business_connection_id: 'other', text: 'x' } }),
        events: [{ type: 'ignored', kind: 'business_message' }],
      },
    ],
    malformed: [
      { title: 'a body that is no JSON is a payload error', body: 'update_id=1' },
      { title: 'an update without an id is a payload error', body: '{"message":{}}' },
      {
        title: 'a message without a chat is a payload error',
        body: update({ message: { message_id: 1, date: 1 } }),
      },
    ],
    hostile: hostileJson({ update_id: 1, message: { ...message, text: 'x' }, my_chat_member: { date: 1 } }),
  },
});

test('a business account writes and reads through its connection, and what its owner writes is ours', async () => {
  const account = harness().account({ businessConnectionId: 'conn-1' });
  provider().will(accepted());
  await adapter.send(account, { ...TEXT, to: '7001' }, new AbortController().signal);
  expect(JSON.parse(provider().requests.at(-1)?.body ?? '')).toMatchObject({
    business_connection_id: 'conn-1',
  });

  const parse = (content: object) =>
    adapter.webhook?.parse(account, {
      method: 'POST',
      headers: {},
      query: {},
      body: Buffer.from(update(content)),
    });
  const business_message = { ...message, business_connection_id: 'conn-1', text: 'Hallo?' };
  expect(await parse({ business_message })).toEqual([
    { ...inbound, content: { kind: 'text', text: 'Hallo?' } },
  ]);
  const own = { ...business_message, from: { id: 1, first_name: 'Owner' } };
  expect(await parse({ business_message: own })).toEqual([
    {
      type: 'echo',
      providerId: inbound.providerId,
      to: '7001',
      at: AT,
      content: { kind: 'text', text: 'Hallo?' },
    },
  ]);
  const byBot = { ...own, sender_business_bot: { id: 123456, is_bot: true, first_name: 'Bot' } };
  expect(await parse({ business_message: byBot })).toEqual([
    { type: 'ignored', kind: 'business_message.own' },
  ]);
  const deleted = { business_connection_id: 'conn-1', chat: message.chat, message_ids: [9, 10] };
  expect(await parse({ deleted_business_messages: deleted })).toEqual([
    { type: 'removed', providerId: inbound.providerId, at: NOW },
    { type: 'removed', providerId: inbound.providerId.replace(/9$/, '10'), at: NOW },
  ]);
  expect(await parse({ deleted_business_messages: { ...deleted, business_connection_id: 'other' } })).toEqual(
    [{ type: 'ignored', kind: 'deleted_business_messages' }],
  );
  expect(await parse({ message: { ...message, text: 'to the bot' } })).toEqual([
    { type: 'ignored', kind: 'message' },
  ]);
  const press = { id: '99', from: ada, chat_instance: '1', data: 'csat:5' };
  const pressedIn = { chat: message.chat, date: 1, business_connection_id: 'conn-1' };
  expect(await parse({ callback_query: { ...press, message: pressedIn } })).toMatchObject([
    { type: 'message', from: '7001', payload: 'csat:5' },
  ]);
  expect(await parse({ callback_query: press })).toEqual([{ type: 'ignored', kind: 'callback_query' }]);
});

test('a pressed button stops waiting as soon as the press is written down', () => {
  const { webhook } = adapter;
  const reply = (content: object) =>
    webhook?.reply?.(harness().account(), {
      method: 'POST',
      headers: {},
      query: {},
      body: Buffer.from(update(content)),
    });
  const answer = reply({ callback_query: { id: '99', from: ada, chat_instance: '1', data: 'csat:5' } });
  expect(answer).toMatchObject({ status: 200, contentType: 'application/json' });
  expect(JSON.parse(answer?.body ?? '')).toEqual({ method: 'answerCallbackQuery', callback_query_id: '99' });
  expect(reply({ message: { ...message, text: 'Hallo?' } })).toBeNull();
});

describe('Telegram, judged by grammY', () => {
  const never = new AbortController().signal;
  const hook = 'https://gateway.example/webhooks/acme/telegram';
  const api = () => new Api('123456:ABC-def', { apiRoot: provider().url });
  const last = () => {
    const { method, path, body } = provider().requests.at(-1) ?? { body: '{}' };
    return { method, path, body: JSON.parse(body) };
  };

  test('a message is the call that grammY makes, and grammY takes its answer for a success', async () => {
    provider().will(accepted(), accepted());
    const theirs = await api().sendMessage('7001', 'The fix is out 🎉');
    const call = last();
    const ours = await adapter.send(harness().account(), { ...TEXT, to: '7001' }, never);
    expect(last()).toEqual(call);
    expect(ours).toEqual({ outcome: 'accepted', providerId: `7001:${theirs.message_id}` });
  });

  test('the webhook is set as grammY would set it, with the updates that are understood', async () => {
    provider().will(
      { status: 200, json: { ok: true, result: true } },
      { status: 200, json: { ok: true, result: true } },
    );
    await api().setWebhook(hook, {
      secret_token: 'hook-secret',
      allowed_updates: ['message', 'callback_query', 'my_chat_member'],
    });
    const call = last();
    await adapter.setWebhook?.(harness().account(), hook, never);
    expect(last()).toEqual(call);
  });

  test('an address that Telegram does not take is an error that hides the token', async () => {
    provider().will(refused(400, 'Bad Request: bad webhook: HTTPS url must be provided for webhook'));
    await expect(adapter.setWebhook?.(harness().account(), hook, never)).rejects.toThrow(
      /^Telegram answered 400 to setWebhook$/,
    );
  });
});
