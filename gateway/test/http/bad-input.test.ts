import { randomUUID } from 'node:crypto';
import { PROBLEMS } from '@outbound-composer/core/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HOUR, NOON } from '../support/clock.js';
import { useDatabase } from '../support/database.js';
import { dispatchAccount, type RecordingQueue, recordingQueue, testDeps } from '../support/deps.js';
import { factories } from '../support/factories.js';
import { fakeAdapter } from '../support/fake-adapter.js';
import { everything, httpServer } from '../support/http.js';

const database = useDatabase();

let server: Awaited<ReturnType<typeof httpServer>>;
let queue: RecordingQueue;
let token: string;
let contactId: string;
let closedWindowId: string;
let othersId: string;
let templateId: string;
let pendingTemplateId: string;
let otherAccountTemplateId: string;

beforeAll(async () => {
  const make = factories(database.db);
  const workspace = await make.workspace();
  const sms = await make.account(workspace.id, 'sms', { key: 'sms' });
  const whatsapp = await make.account(workspace.id, 'whatsapp', { key: 'wa' });
  const wa2 = await make.account(workspace.id, 'whatsapp', { key: 'wa2' });
  const other = await make.agent(workspace.id, { name: 'Bea' });

  const contact = await make.contact(workspace.id, { email: 'ada@example.com', phone: '+491701234567' });
  await make.identity(contact, sms);
  await make.identity(contact, whatsapp, { last_inbound_at: new Date(NOON - HOUR) });
  await make.conversation(contact);
  contactId = contact.id;

  const silent = await make.contact(workspace.id);
  await make.identity(silent, whatsapp, { last_inbound_at: new Date(NOON - 25 * HOUR) });
  await make.conversation(silent);
  closedWindowId = silent.id;

  const others = await make.contact(workspace.id);
  await make.identity(others, sms);
  await make.conversation(others, { assignee_id: other.id });
  othersId = others.id;

  templateId = (await make.template(whatsapp, { body: 'Hello {{1}}, about {{2}}' })).id;
  pendingTemplateId = (await make.template(whatsapp, { status: 'pending' })).id;
  otherAccountTemplateId = (await make.template(wa2)).id;

  queue = recordingQueue();
  const accounts = [
    dispatchAccount(sms, fakeAdapter('sms')),
    dispatchAccount(whatsapp, fakeAdapter('whatsapp')),
  ];
  server = await httpServer(testDeps(database.db, { queue, accounts }), workspace);
  token = await server.agentToken();
  await server.call('GET', '/v1/me', { token });
});
afterAll(() => server.app.close());

interface Bad {
  code: keyof typeof PROBLEMS;
  /** The field that the answer names. */
  field?: string;
  method?: 'GET' | 'POST';
  url?: string;
  body?: () => unknown;
  payload?: string | Buffer;
  headers?: Record<string, string>;
}

const text = (over: object = {}) => ({
  contact: contactId,
  channel: 'sms',
  content: { kind: 'text', text: 'Your parcel was found.' },
  ...over,
});
const template = (id: string, variables: object = {}) =>
  text({ channel: 'whatsapp', content: { kind: 'template', templateId: id, variables } });

const BAD: Record<string, Bad> = {
  'an unknown contact': {
    code: 'contact_not_found',
    field: 'contact',
    body: () => text({ contact: randomUUID() }),
  },
  'a contact by an unknown e-mail': {
    code: 'contact_not_found',
    field: 'contact',
    body: () => text({ contact: 'email:nobody@example.com' }),
  },
  'a contact reference of no kind': {
    code: 'validation_failed',
    field: 'contact',
    body: () => text({ contact: 'Ada' }),
  },
  'a phone that can be none': {
    code: 'validation_failed',
    field: 'contact',
    body: () => text({ contact: 'phone:12' }),
  },
  'an unknown channel': {
    code: 'unknown_channel',
    field: 'channel',
    body: () => text({ channel: 'pigeon' }),
  },
  'a channel that the contact is not on': {
    code: 'channel_not_available',
    field: 'channel',
    body: () => text({ channel: 'line' }),
  },
  'an unknown template': {
    code: 'template_not_found',
    field: 'content.templateId',
    body: () => template(randomUUID()),
  },
  'a template that is not approved': {
    code: 'template_not_approved',
    field: 'content.templateId',
    body: () => template(pendingTemplateId, { 1: 'Ada' }),
  },
  'a template of another channel': {
    code: 'template_mismatch',
    field: 'content.templateId',
    body: () => text({ content: { kind: 'template', templateId, variables: { 1: 'Ada', 2: 'it' } } }),
  },
  'a template of an account that the contact is not on': {
    code: 'channel_not_available',
    body: () => template(otherAccountTemplateId, { 1: 'Ada' }),
  },
  'a missing variable': {
    code: 'variable_missing',
    field: 'content.variables.2',
    body: () => template(templateId, { 1: 'Ada' }),
  },
  'a variable that the template has not': {
    code: 'variable_invalid',
    field: 'content.variables.3',
    body: () => template(templateId, { 1: 'Ada', 2: 'x', 3: 'y' }),
  },
  'an empty text': {
    code: 'text_empty',
    field: 'content.text',
    body: () => text({ content: { kind: 'text', text: ' \n ' } }),
  },
  'a text too long for the channel': {
    code: 'text_too_long',
    field: 'content.text',
    body: () => text({ channel: 'whatsapp', content: { kind: 'text', text: 'x'.repeat(4097) } }),
  },
  'a text too long for any channel': {
    code: 'text_too_long',
    field: 'content.text',
    body: () => text({ content: { kind: 'text', text: 'x'.repeat(100_001) } }),
  },
  'a message to a closed window': {
    code: 'not_eligible',
    body: () => text({ contact: closedWindowId, channel: 'whatsapp' }),
  },
  "another agent's contact": { code: 'takeover_required', body: () => text({ contact: othersId }) },
  'no Idempotency-Key': {
    code: 'idempotency_key_missing',
    field: 'Idempotency-Key',
    headers: { 'idempotency-key': '' },
    body: () => text(),
  },
  'an Idempotency-Key with spaces': {
    code: 'validation_failed',
    field: 'Idempotency-Key',
    headers: { 'idempotency-key': 'two words' },
    body: () => text(),
  },
  'malformed JSON': { code: 'malformed_json', payload: '{"contact": ' },
  'no body at all': { code: 'malformed_json', payload: '' },
  'a body in another encoding': { code: 'malformed_json', payload: Buffer.from([0x22, 0xe4, 0x22]) },
  'a body that would change prototypes': { code: 'malformed_json', payload: '{"__proto__": {"a": 1}}' },
  'another content type': {
    code: 'unsupported_media_type',
    payload: 'contact=ada',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  },
  'a body beyond the limit': { code: 'payload_too_large', payload: `"${'x'.repeat(1024 * 1024)}"` },
  'a NUL character': {
    code: 'validation_failed',
    field: 'content.text',
    body: () => text({ content: { kind: 'text', text: 'a\0b' } }),
  },
  'half a surrogate pair': {
    code: 'validation_failed',
    field: 'content.text',
    body: () => text({ content: { kind: 'text', text: 'a\ud800b' } }),
  },
  'a missing field': {
    code: 'validation_failed',
    field: 'content',
    body: () => ({ contact: contactId }),
  },
  'a field of another type': {
    code: 'validation_failed',
    field: 'takeOver',
    body: () => text({ takeOver: 'yes' }),
  },
  'content of an unknown kind': {
    code: 'validation_failed',
    field: 'content.kind',
    body: () => text({ content: { kind: 'poem', text: 'x' } }),
  },
  'a mistyped field': {
    code: 'validation_failed',
    field: 'chanel',
    body: () => text({ chanel: 'sms' }),
  },
  'a mistyped field of the content': {
    code: 'validation_failed',
    field: 'content.titel',
    body: () => text({ content: { kind: 'text', text: 'x', titel: 'y' } }),
  },
  'a mistyped field of a check': {
    code: 'validation_failed',
    field: 'items.0.chanel',
    url: '/v1/eligibility',
    body: () => ({ items: [{ contact: contactId, chanel: 'sms' }] }),
  },
  'a mistyped filter': {
    code: 'validation_failed',
    field: 'stat',
    url: '/v1/contacts?stat=open',
    method: 'GET',
  },
  'an unknown route': { code: 'route_not_found', url: '/v1/contact', method: 'GET' },
  'an address with broken escapes': { code: 'route_not_found', url: '/v1/contacts/%zz', method: 'GET' },
  'a message id that is none': {
    code: 'validation_failed',
    field: 'id',
    url: '/v1/messages/17',
    method: 'GET',
  },
  'an unknown message': { code: 'message_not_found', url: `/v1/messages/${randomUUID()}`, method: 'GET' },
  'retrying an unknown message': {
    code: 'message_not_found',
    url: `/v1/messages/${randomUUID()}/retry`,
    body: () => ({}),
  },
  'an unknown conversation': {
    code: 'conversation_not_found',
    url: `/v1/conversations/${randomUUID()}/close`,
    body: () => ({}),
  },
  'a time to wake that is no instant': {
    code: 'validation_failed',
    field: 'until',
    url: `/v1/conversations/${randomUUID()}/snooze`,
    body: () => ({ until: 'tomorrow' }),
  },
  'a contact reference in the path of no kind': {
    code: 'validation_failed',
    field: 'contact',
    url: '/v1/contacts/ada',
    method: 'GET',
  },
  'an unknown contact in the path': {
    code: 'contact_not_found',
    url: '/v1/contacts/external:shop%2F1',
    method: 'GET',
  },
  'an unknown sort': {
    code: 'validation_failed',
    field: 'sort',
    url: '/v1/contacts?sort=age',
    method: 'GET',
  },
  'a page of none': { code: 'validation_failed', field: 'limit', url: '/v1/contacts?limit=0', method: 'GET' },
  'a cursor that is none of ours': {
    code: 'validation_failed',
    field: 'cursor',
    url: '/v1/contacts?cursor=abc',
    method: 'GET',
  },
  'a NUL character in the address': {
    code: 'validation_failed',
    field: 'q',
    url: '/v1/contacts?q=a%00b',
    method: 'GET',
  },
};

describe('a request that cannot be done', () => {
  let before: string;
  beforeEach(async () => {
    before = await everything(database.db);
  });

  it.each(Object.entries(BAD))(
    'because of %s says so, names the field, and changes nothing',
    async (_, bad) => {
      const answer = await server.call(bad.method ?? 'POST', bad.url ?? '/v1/messages', {
        token,
        headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...bad.headers },
        ...(bad.body ? { body: bad.body() } : {}),
        ...(bad.payload === undefined ? {} : { payload: bad.payload }),
      });
      const { status, title } = PROBLEMS[bad.code];
      expect(answer.body).toMatchObject({
        type: `/problems/${bad.code}`,
        code: bad.code,
        status,
        title,
        detail: expect.stringMatching(/\S/),
      });
      expect(answer.status).toBe(status);
      expect(answer.headers['content-type']).toBe('application/problem+json');
      if (bad.field !== undefined)
        expect(answer.body.errors).toEqual([
          expect.objectContaining({ field: bad.field, message: expect.any(String) }),
        ]);
      expect(await everything(database.db)).toBe(before);
      expect(queue.jobs).toEqual([]);
    },
  );

  it('because its body is too large says how large one may be', async () => {
    const answer = await server.call('POST', '/v1/messages', {
      token,
      headers: { 'content-type': 'application/json', 'idempotency-key': 'k' },
      payload: `"${'x'.repeat(1024 * 1024)}"`,
    });
    expect(answer.body).toMatchObject({
      code: 'payload_too_large',
      detail: expect.stringMatching(/\b1048576 bytes/),
    });
  });

  it('says what would have been right', async () => {
    const errors = async (body: unknown) =>
      (await server.call('POST', '/v1/messages', { token, body, headers: { 'idempotency-key': 'k' } })).body
        .errors;
    expect(await errors(text({ content: { kind: 'poem' } }))).toEqual([
      {
        field: 'content.kind',
        message: 'is none of the allowed values',
        expected: 'one of: text, template, attachment',
      },
    ]);
    expect(await errors(text({ channelAccountId: '17' }))).toEqual([
      { field: 'channelAccountId', message: 'is not in the expected format', expected: 'a UUID' },
    ]);
    const fields =
      'contact, channel, channelAccountId, purpose, content, takeOver, reopenReason, schedule, postponeQuietHours, cancelIfContactWrites';
    expect(await errors(text({ takeover: true, chanel: 'sms' }))).toEqual([
      { field: 'takeover', message: 'is not a known field', expected: `one of: ${fields}` },
      { field: 'chanel', message: 'is not a known field', expected: `one of: ${fields}` },
    ]);
    expect(await errors(template(templateId, { 1: 'Ada', 3: 'x' }))).toEqual([
      expect.objectContaining({
        field: 'content.variables.2',
        expected: 'a text that is not empty',
      }),
      expect.objectContaining({ field: 'content.variables.3', expected: 'one of: 1, 2' }),
    ]);
    expect(await errors({})).toEqual([
      { field: 'contact', message: 'is missing', expected: 'string' },
      { field: 'content', message: 'is missing', expected: 'object' },
    ]);
  });

  it('because the channel does not permit it carries the decision and what else there is', async () => {
    const answer = await server.call('POST', '/v1/messages', {
      token,
      headers: { 'idempotency-key': randomUUID(), 'accept-language': 'de-AT, en;q=0.5' },
      body: text({ contact: closedWindowId, channel: 'whatsapp' }),
    });
    expect(answer.body).toMatchObject({
      decision: {
        channel: 'whatsapp',
        verdict: 'restricted',
        reason: 'window_closed',
        ways: [{ form: 'template' }],
      },
      alternatives: [],
    });
    expect(answer.body.detail).toMatch(/Vorlage/);
  });
});

describe('a body whose members are all optional', () => {
  it.each(['close', 'reopen'])('may be left out of a request to %s', async (action) => {
    const { body } = await server.call('GET', `/v1/contacts/${contactId}`, { token });
    const { id } = body.conversation as { id: string };
    const answer = await server.call('POST', `/v1/conversations/${id}/${action}`, { token });
    expect(answer).toMatchObject({ status: 200, body: { id } });
  });

  it('may be left out of a retry', async () => {
    const answer = await server.call('POST', `/v1/messages/${randomUUID()}/retry`, { token });
    expect(answer.body).toMatchObject({ code: 'message_not_found' });
  });
});

describe('a batch of checks', () => {
  it.each(['Ada', 'email:', 'external:shop', 'external:/17', 'phone:12'])(
    'answers the others where one item names its contact as %s',
    async (contact) => {
      const items = [{ contact }, { contact: contactId }];
      const answer = await server.call('POST', '/v1/eligibility', { token, body: { items } });
      expect(answer).toMatchObject({
        status: 200,
        body: {
          items: [
            {
              ok: false,
              problem: {
                code: 'validation_failed',
                errors: [{ field: 'items.0.contact', expected: expect.any(String) }],
              },
            },
            { ok: true, result: { contactId } },
          ],
        },
      });
    },
  );
});

describe('an Idempotency-Key', () => {
  it('sends the same message once, and refuses another one without a change', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await server.call('POST', '/v1/messages', { token, headers, body: text() });
    expect(first.status).toBe(202);
    const before = await everything(database.db);

    const again = await server.call('POST', '/v1/messages', { token, headers, body: text() });
    expect(again.status).toBe(202);
    expect(again.body.message).toEqual(first.body.message);

    const other = text({ content: { kind: 'text', text: 'Something else.' } });
    const refused = await server.call('POST', '/v1/messages', { token, headers, body: other });
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused', errors: [{ field: 'Idempotency-Key' }] },
    });
    expect(await everything(database.db)).toBe(before);
    expect(queue.jobs).toHaveLength(1);
  });
});

it('the log of all this holds no name, number, address, text or token', () => {
  const log = server.log.join('');
  expect(log).toContain('/v1/messages');
  for (const secret of ['ada@example.com', '1701234567', 'parcel', token, 'Hopper'])
    expect(log).not.toContain(secret);
});
