import { randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { Attachment, Message, SendResult } from '@outbound-composer/core/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dispatchMessage } from '../../src/app/dispatch-message.js';
import type { ChannelAdapter } from '../../src/channels/adapter.js';
import { createAdapters } from '../../src/channels/registry.js';
import { forgetUnused } from '../../src/store/attachments.js';
import { type FakeProvider, fakeProvider } from '../channels/fake-provider.js';
import { DAY, HOUR, MINUTE, NOON, testClock } from '../support/clock.js';
import { useDatabase } from '../support/database.js';
import { recordingQueue, testDeps } from '../support/deps.js';
import { factories } from '../support/factories.js';
import { httpServer } from '../support/http.js';

const database = useDatabase();
const PUBLIC_URL = 'https://gateway.example';
const MAX_BYTES = 1_000_000;
const VISITOR_SECRET = 'a-secret-of-thirty-two-characters';

const PNG = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex'),
  Buffer.from('0000000049454e44ae426082', 'hex'),
]);
const GIF = Buffer.from('474946383961010001000000002c00000000010001000002024c01003b', 'hex');
const PDF = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(700_000)]);

const SETTINGS: Readonly<Record<string, Record<string, unknown>>> = {
  whatsapp: { phoneNumberId: '1065', accessToken: 't', appSecret: 's', verifyToken: 'v' },
  telegram: { botToken: '123456:ABC-def', secretToken: 'hook' },
  messenger: { pageId: '77', accessToken: 't', appSecret: 's', verifyToken: 'v' },
  line: { channelAccessToken: 't', channelSecret: 's' },
  sms: {
    provider: 'twilio',
    accountSid: 'AC0123456789abcdef0123456789abcdef',
    authToken: 't',
    from: '+4930123456',
    webhookUrl: 'https://gateway.example/webhooks/acme/sms',
  },
  website_chat: { visitorSecret: VISITOR_SECRET },
};

let provider: FakeProvider;
let scene: Awaited<ReturnType<typeof stage>>;
beforeAll(async () => {
  provider = await fakeProvider();
});
afterAll(() => provider.close());
beforeEach(async () => {
  scene = await stage();
});

/** A workspace whose one contact is on every channel, behind a gateway with the real adapters. */
async function stage({ publicUrl = PUBLIC_URL as string | null } = {}) {
  const make = factories(database.db);
  const workspace = await make.workspace();
  const adapters = createAdapters();
  const contact = await make.contact(workspace.id);
  const other = await make.contact(workspace.id);
  const accounts = [];
  for (const [channel, given] of Object.entries(SETTINGS)) {
    const adapter = adapters.get(channel as 'whatsapp') as ChannelAdapter;
    const account = await make.account(workspace.id, adapter.channel, { key: `${channel}-main` });
    const from = channel === 'website_chat' ? {} : { baseUrl: provider.url };
    accounts.push({
      id: account.id,
      workspaceId: workspace.id,
      key: account.key,
      channel: adapter.channel,
      adapter,
      settings: adapter.settings.parse({ ...from, ...given }),
    });
    await make.identity(contact, account, { last_inbound_at: new Date(NOON - HOUR) });
    await make.identity(other, account, { last_inbound_at: new Date(NOON - HOUR) });
  }
  const queue = recordingQueue();
  const clock = testClock();
  const deps = testDeps(database.db, {
    queue,
    clock,
    accounts,
    attachments: { maxBytes: MAX_BYTES, publicUrl, linkSecret: 'a-secret-for-links' },
  });
  const server = await httpServer(deps, workspace);
  const token = await server.agentToken();

  const upload = (
    payload: Buffer,
    { type = 'image/png', name = 'bike.png', as = token }: { type?: string; name?: string; as?: string } = {},
  ) =>
    server.call('POST', `/v1/attachments?name=${encodeURIComponent(name)}`, {
      token: as,
      payload,
      headers: { 'content-type': type },
    });
  return {
    ...{ make, workspace, contact, other, server, token, clock, deps, upload, queue },
    /** Uploads a file and returns its id. */
    async attach(payload: Buffer = PNG, given: Parameters<typeof upload>[1] = {}): Promise<string> {
      return Attachment.parse((await upload(payload, given)).body).id;
    },
    send: (
      attachmentId: string,
      given: Record<string, unknown> = {},
      as = token,
      key: string = randomUUID(),
    ) => {
      const { caption, ...request } = given;
      const content = { kind: 'attachment', attachmentId, ...(caption === undefined ? {} : { caption }) };
      const body = { contact: contact.id, content, ...request };
      return server.call('POST', '/v1/messages', { token: as, body, headers: { 'idempotency-key': key } });
    },
    dispatch: (messageId: string) =>
      dispatchMessage(deps, {
        job: { workspaceId: workspace.id, messageId },
        worker: 0,
        signal: new AbortController().signal,
      }),
    async message(id: string) {
      return Message.parse((await server.call('GET', `/v1/messages/${id}`, { token })).body);
    },
    /** The file as whoever has this token gets it. */
    content: (id: string, as = token) =>
      server.app.inject({
        url: `/v1/attachments/${id}/content`,
        headers: { authorization: `Bearer ${as}` },
      }),
  };
}

const stored = () =>
  database.db
    .selectFrom('attachment')
    .where('workspace_id', '=', scene.workspace.id)
    .select(['id', 'bytes'])
    .execute();
const sentId = ({ body }: { body: Record<string, unknown> }) => SendResult.parse(body).message.id;
const made = () => provider.requests.map(({ path }) => path.split('?')[0]);

describe('POST /v1/attachments', () => {
  test('keeps a file, and gives it back byte for byte, always to be saved', async () => {
    const answer = await scene.upload(PDF, { type: 'application/pdf', name: 'Rechnung "März".pdf' });
    expect(answer.status).toBe(201);
    const file = Attachment.parse(answer.body);
    expect(file).toMatchObject({
      name: 'Rechnung "März".pdf',
      type: 'application/pdf',
      bytes: PDF.length,
      createdAt: new Date(NOON).toISOString(),
      expiresAt: new Date(NOON + DAY).toISOString(),
    });
    const { body } = await scene.server.call('GET', `/v1/attachments/${file.id}`, { token: scene.token });
    expect(body).toEqual(answer.body);
    const got = await scene.content(file.id);
    expect(got.rawPayload.equals(PDF)).toBe(true);
    expect(got.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(PDF.length),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'content-disposition': `attachment; filename="Rechnung _M_rz_.pdf"; filename*=UTF-8''Rechnung%20%22M%C3%A4rz%22.pdf`,
    });
  });

  test('takes JSON as a file like any other', async () => {
    const file = await scene.attach(Buffer.from('{"a":1}'), { type: 'application/json', name: 'a.json' });
    expect((await scene.content(file)).payload).toBe('{"a":1}');
  });

  test.each([
    ['a GIF that is called a PNG', GIF, 'image/png', 'image/gif'],
    [
      'a program that is called a PDF',
      Buffer.from(`MZ${'\0'.repeat(300)}`),
      'application/pdf',
      'x-msdownload',
    ],
    ['noise that is called a picture', Buffer.from('no picture at all'), 'image/jpeg', 'another format'],
    ['noise that is called text', Buffer.from('a\0b'), 'text/plain', 'not text in UTF-8'],
  ])('refuses %s, and says what it is', async (_title, payload, type, found) => {
    const answer = await scene.upload(payload, { type });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'attachment_type_mismatch', errors: [{ field: 'Content-Type' }] },
    });
    expect(String(answer.body.detail)).toContain(found);
    expect(await stored()).toEqual([]);
  });

  test('refuses more than the workspace takes, whether or not its size was announced', async () => {
    const big = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(MAX_BYTES)]);
    const problem = {
      code: 'payload_too_large',
      errors: [{ field: 'body', expected: `at most ${MAX_BYTES} bytes` }],
    };
    expect(await scene.upload(big, { type: 'application/pdf' })).toMatchObject({
      status: 413,
      body: problem,
    });
    const unannounced = await scene.server.app.inject({
      method: 'POST',
      url: '/v1/attachments?name=a.pdf',
      headers: {
        authorization: `Bearer ${scene.token}`,
        'content-type': 'application/pdf',
        'transfer-encoding': 'chunked',
      },
      payload: Readable.from([big.subarray(0, 600_000), big.subarray(600_000)]),
    });
    expect(unannounced.json()).toMatchObject({ status: 413, ...problem });
    expect(await stored()).toEqual([]);
    expect((await scene.upload(big.subarray(0, MAX_BYTES), { type: 'application/pdf' })).status).toBe(201);
  });

  test('an upload that breaks off leaves nothing', async () => {
    async function* breaking() {
      yield PDF;
      throw new Error('the caller is gone');
    }
    await scene.server.app
      .inject({
        method: 'POST',
        url: '/v1/attachments?name=a.pdf',
        headers: {
          authorization: `Bearer ${scene.token}`,
          'content-type': 'application/pdf',
          'transfer-encoding': 'chunked',
        },
        payload: Readable.from(breaking()),
      })
      .catch(() => null);
    await expect.poll(stored).toEqual([]);
  });

  test.each([
    ['an empty file', Buffer.alloc(0), 'image/png', 'a.png', 'body'],
    ['no type', PNG, '', 'a.png', 'Content-Type'],
    ['a type that is none', PNG, 'picture', 'a.png', 'Content-Type'],
    ['no name', PNG, 'image/png', '', 'name'],
    ['a name that leads elsewhere', PNG, 'image/png', '../a.png', 'name'],
  ])('names what is wrong with %s', async (_title, payload, type, name, field) => {
    const answer = await scene.upload(payload, { type, name });
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ field }));
    expect(await stored()).toEqual([]);
  });
});

describe('whoever may have a file', () => {
  test('is who uploaded it, and once it was sent whoever reaches the contact', async () => {
    const file = await scene.attach();
    const colleague = await scene.server.agentToken({ sub: 'bert', name: 'Bert' });
    const own = await scene.server.agentToken({ sub: 'carl', name: 'Carl', role: 'agent_own' });
    const statuses = async () =>
      Promise.all(
        [scene.token, colleague, own].map(async (as) => (await scene.content(file, as)).statusCode),
      );
    expect(await statuses()).toEqual([200, 404, 404]);
    expect((await scene.send(file, {}, colleague)).body).toMatchObject({
      code: 'attachment_not_found',
      errors: [{ field: 'content.attachmentId', expected: 'an id from POST /v1/attachments' }],
    });
    expect((await scene.send(file, { channel: 'telegram' })).status).toBe(202);
    expect(await statuses()).toEqual([200, 200, 404]);
    const { body } = await scene.server.call('GET', `/v1/attachments/${file}`, { token: colleague });
    expect(body).toMatchObject({ id: file, expiresAt: null });
  });

  test('is nobody of another workspace, not even with its link', async () => {
    const file = Attachment.parse((await scene.upload(PNG)).body);
    const foreign = await stage();
    expect((await foreign.content(file.id)).statusCode).toBe(404);
    expect((await foreign.send(file.id)).body).toMatchObject({ code: 'attachment_not_found' });
    const path = new URL(file.url).pathname;
    expect((await foreign.server.app.inject({ url: path })).statusCode).toBe(404);
    expect((await scene.server.app.inject({ url: path })).statusCode).toBe(200);
  });

  test('is who has a signed link, for five minutes and with nothing changed in it', async () => {
    const file = Attachment.parse((await scene.upload(PNG)).body);
    expect(file.url).toMatch(/^https:\/\/gateway\.example\/attachments\//);
    const path = new URL(file.url).pathname;
    const get = (url: string) => scene.server.app.inject({ url });
    const got = await get(path);
    expect(got.rawPayload.equals(PNG)).toBe(true);
    expect(got.headers['content-disposition']).toMatch(/^attachment/);
    const token = path.slice('/attachments/'.length);
    for (const place of [0, 20, 28, 60]) {
      const changed = token.slice(0, place) + (token[place] === 'A' ? 'B' : 'A') + token.slice(place + 1);
      expect((await get(`/attachments/${changed}`)).statusCode).toBe(404);
    }
    expect((await get('/attachments/x')).json()).toMatchObject({ code: 'attachment_not_found' });
    scene.clock.advance(5 * MINUTE - 1000);
    expect((await get(path)).statusCode).toBe(200);
    scene.clock.advance(1000);
    expect((await get(path)).statusCode).toBe(404);
  });
});

describe('a message with a file', () => {
  test('leaves with its caption, and the history shows the file', async () => {
    const file = await scene.attach();
    const sent = await scene.send(file, { channel: 'whatsapp', caption: 'Your bike' });
    expect(sent.status).toBe(202);
    const before = provider.requests.length;
    provider.will(
      { status: 200, json: { id: 'MEDIA' } },
      { status: 200, json: { messages: [{ id: 'wamid.1' }] } },
    );
    expect(await scene.dispatch(sentId(sent))).toBe('called');
    expect(made().slice(before)).toEqual(['/v23.0/1065/media', '/v23.0/1065/messages']);
    expect(JSON.parse(provider.requests.at(-1)?.body ?? '')).toMatchObject({
      type: 'image',
      image: { id: 'MEDIA', caption: 'Your bike' },
    });
    const history = await scene.server.call('GET', `/v1/contacts/${scene.contact.id}/messages`, {
      token: scene.token,
    });
    expect(history.body).toMatchObject({
      items: [
        {
          status: 'sent',
          content: {
            kind: 'attachment',
            text: 'Your bike',
            attachment: { id: file, name: 'bike.png', type: 'image/png', bytes: PNG.length },
          },
        },
      ],
    });
  });

  test('is one message however often it is asked for with one key, and another file is another message', async () => {
    const [file, second] = [await scene.attach(), await scene.attach()];
    const first = await scene.send(file, { channel: 'telegram' }, scene.token, 'one');
    const again = await scene.send(file, { channel: 'telegram' }, scene.token, 'one');
    expect(sentId(again)).toBe(sentId(first));
    for (const given of [{}, { caption: 'Look' }]) {
      const id = 'caption' in given ? file : second;
      expect(
        (await scene.send(id, { channel: 'telegram', ...given }, scene.token, 'one')).body,
      ).toMatchObject({
        code: 'idempotency_key_reused',
      });
    }
  });

  test.each([
    ['whatsapp', GIF, 'image/gif', '', 'content.attachmentId', /image\/jpeg, image\/png/],
    ['whatsapp', PNG, 'image/png', 'x'.repeat(1025), 'content.caption', /1024/],
    ['messenger', PNG, 'image/png', 'Look', 'content.caption', /cannot stand beside/],
    ['line', PDF, 'application/pdf', '', 'content.attachmentId', /document .*cannot be sent by line/],
    ['sms', PNG, 'image/png', '', 'content.attachmentId', /cannot be sent by sms/],
  ])(
    'is refused on %s before it is queued, with the reason (%#)',
    async (channel, payload, type, caption, field, message) => {
      const file = await scene.attach(payload, { type });
      const answer = await scene.send(file, { channel, caption });
      expect(answer).toMatchObject({
        status: 422,
        body: { code: 'attachment_refused', errors: [{ field, message: expect.stringMatching(message) }] },
      });
      expect(scene.queue.jobs).toEqual([]);
      const { used_at } = await database.db
        .selectFrom('attachment')
        .where('id', '=', file)
        .select('used_at')
        .executeTakeFirstOrThrow();
      expect(used_at).toBeNull();
    },
  );

  test('without a channel leaves by the best one that takes it', async () => {
    const file = await scene.attach(GIF, { type: 'image/gif' });
    const { channel } = SendResult.parse((await scene.send(file, { caption: 'Look' })).body).message;
    expect(['telegram', 'website_chat']).toContain(channel);
  });

  test('goes to many contacts by one upload', async () => {
    const file = await scene.attach();
    const items = [scene.contact, scene.other].map(({ id }) => ({
      idempotencyKey: randomUUID(),
      contact: id,
      channel: 'telegram',
      content: { kind: 'attachment', attachmentId: file },
    }));
    const { body } = await scene.server.call('POST', '/v1/messages/bulk', {
      token: scene.token,
      body: { items },
    });
    expect(body).toMatchObject({ items: [{ ok: true }, { ok: true }] });
  });

  test('goes to a channel that fetches files as a link that ends after a week', async () => {
    const file = await scene.attach();
    const id = sentId(await scene.send(file, { channel: 'line' }));
    provider.will({ status: 200, json: { sentMessages: [{ id: '1' }] } });
    await scene.dispatch(id);
    const { messages } = JSON.parse(provider.requests.at(-1)?.body ?? '') as {
      messages: [{ originalContentUrl: string }];
    };
    const url = new URL(messages[0].originalContentUrl);
    expect(url.origin).toBe(PUBLIC_URL);
    const get = () => scene.server.app.inject({ url: url.pathname });
    expect((await get()).rawPayload.equals(PNG)).toBe(true);
    scene.clock.advance(7 * DAY - 1000);
    expect((await get()).statusCode).toBe(200);
    scene.clock.advance(1000);
    expect((await get()).statusCode).toBe(404);
  });

  test('is refused on a channel that fetches files where the gateway has no public address', async () => {
    const hidden = await stage({ publicUrl: null });
    const answer = await hidden.send(await hidden.attach(), { channel: 'line' });
    expect(answer.body).toMatchObject({
      code: 'attachment_refused',
      errors: [{ field: 'content.attachmentId', expected: expect.stringMatching(/PUBLIC_URL/) }],
    });
  });

  test('is in the website visitor’s chat, with a path that leads to the file', async () => {
    const { server, workspace, contact } = scene;
    const base = `/chat/${workspace.name}/website_chat-main`;
    const { body } = await server.call('POST', `${base}/session`, { body: {} });
    const { token, visitorId } = body as { token: string; visitorId: string };
    await database.db
      .updateTable('identity')
      .set({ address: visitorId })
      .where('contact_id', '=', contact.id)
      .where('channel', '=', 'website_chat')
      .execute();
    await scene.dispatch(sentId(await scene.send(await scene.attach(), { channel: 'website_chat' })));
    const chat = await server.call('GET', `${base}/messages`, { token });
    const [item] = chat.body.items as [{ text: string; attachment: { name: string; path: string } }];
    expect(item).toMatchObject({ from: 'team', text: '', attachment: { name: 'bike.png' } });
    const got = await server.app.inject({ url: item.attachment.path });
    expect(got.rawPayload.equals(PNG)).toBe(true);
  });
});

describe('a file that is gone', () => {
  const sweep = () => forgetUnused(database.db, new Date(scene.clock() - DAY));

  test('a day after nobody sent it is an id like any other that was never given', async () => {
    const [unused, used] = [await scene.attach(), await scene.attach()];
    await scene.send(used, { channel: 'telegram' });
    scene.clock.advance(DAY);
    await sweep();
    expect((await stored()).map(({ id }) => id).sort()).toEqual([unused, used].sort());
    scene.clock.advance(1);
    await sweep();
    expect((await stored()).map(({ id }) => id)).toEqual([used]);
    const token = await scene.server.agentToken();
    expect((await scene.content(unused, token)).statusCode).toBe(404);
    expect((await scene.send(unused, { channel: 'telegram' }, token)).body).toMatchObject({
      code: 'attachment_not_found',
    });
  });

  test('before its message left fails the message, and nothing leaves', async () => {
    const file = await scene.attach();
    const id = sentId(await scene.send(file, { channel: 'telegram' }));
    await database.db.deleteFrom('attachment').where('id', '=', file).execute();
    const before = provider.requests.length;
    expect(await scene.dispatch(id)).toBe('refused');
    expect(provider.requests.length).toBe(before);
    expect(await scene.message(id)).toMatchObject({
      status: 'failed',
      failure: { reason: 'attachment_not_found', retriable: false },
    });
  });

  test('while it is being read sends nothing, and the message is tried again', async () => {
    const file = await scene.attach();
    const id = sentId(await scene.send(file, { channel: 'whatsapp' }));
    await database.db.deleteFrom('attachment_piece').where('attachment_id', '=', file).execute();
    const before = provider.requests.length;
    expect(await scene.dispatch(id)).toBe('called');
    expect(provider.requests.length).toBe(before);
    expect(await scene.message(id)).toMatchObject({ status: 'queued' });
  });
});
