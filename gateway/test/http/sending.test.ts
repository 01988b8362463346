import { BulkResult, EligibilityResult, Message, SendResult } from '@outbound-composer/core/contract';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Deps } from '../../src/app/deps.js';
import { HOUR, NOON } from '../support/clock.js';
import { useDatabase } from '../support/database.js';
import { dispatchAccount, testDeps } from '../support/deps.js';
import { factories } from '../support/factories.js';
import { fakeAdapter } from '../support/fake-adapter.js';
import { httpServer } from '../support/http.js';

const database = useDatabase({ max: 20 });
const rules: Deps['sending'] = {
  timeZone: 'Europe/Berlin',
  undoMs: 5000,
  frequencyCap: { messages: 2, days: 1, purposes: ['csat'] },
};

let server: Awaited<ReturnType<typeof httpServer>>;
let token: string;
let open: string;
let closed: string;
let mail: string;

beforeEach(async () => {
  const make = factories(database.db);
  const workspace = await make.workspace();
  const whatsapp = await make.account(workspace.id, 'whatsapp');
  const email = await make.account(workspace.id, 'email');
  const contactAt = async (hours: number) => {
    const contact = await make.contact(workspace.id);
    await make.identity(contact, whatsapp, { last_inbound_at: new Date(NOON - hours * HOUR) });
    return contact.id;
  };
  open = await contactAt(1);
  closed = await contactAt(30);
  const byMail = await make.contact(workspace.id, { email: 'grace@example.com' });
  await make.identity(byMail, email, { address: 'grace@example.com' });
  mail = byMail.id;
  const accounts = [
    dispatchAccount(whatsapp, fakeAdapter('whatsapp')),
    dispatchAccount(email, fakeAdapter('email')),
  ];
  server = await httpServer(testDeps(database.db, { accounts, sending: rules }), workspace);
  token = await server.agentToken();
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  server.call('POST', path, { token, body, headers });
const content = { kind: 'text', text: 'The fix is out.' };

describe('POST /v1/messages', () => {
  test('schedules by the recipient’s clock and says whose time zone it took', async () => {
    const body = { contact: open, content, schedule: { localTime: '2026-11-24T15:00' } };
    const answer = await post('/v1/messages', body, { 'idempotency-key': 'later' });
    expect(answer.status).toBe(202);
    expect(SendResult.parse(answer.body).message).toMatchObject({
      status: 'scheduled',
      schedule: { at: '2026-11-24T14:00:00.000Z', timeZone: 'Europe/Berlin', timeZoneFrom: 'workspace' },
    });
    expect((await post('/v1/messages', body, { 'idempotency-key': 'later' })).body).toEqual(answer.body);
  });

  test('says until when an agent can undo it, and POST …/cancel does', async () => {
    const key = { 'idempotency-key': 'undo' };
    const sent = SendResult.parse((await post('/v1/messages', { contact: open, content }, key)).body);
    expect(sent.undoUntil).toBe(new Date(NOON + 5000).toISOString());
    const path = `/v1/messages/${sent.message.id}/cancel`;
    const cancelled = await server.call('POST', path, { token });
    expect(cancelled.status).toBe(200);
    expect(Message.parse(cancelled.body)).toMatchObject({ status: 'cancelled' });
    expect((await server.call('POST', path, { token })).body).toEqual(cancelled.body);
    // The same request again is the same message, which stays cancelled.
    const again = SendResult.parse((await post('/v1/messages', { contact: open, content }, key)).body);
    expect(again.message.status).toBe('cancelled');
    expect(again.undoUntil).toBeUndefined();
  });

  test('names a schedule that is none', async () => {
    const body = { contact: open, content, schedule: { localTime: 'tomorrow' } };
    const answer = await post('/v1/messages', body, { 'idempotency-key': 'x' });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ errors: [{ field: 'schedule.localTime' }] });
  });
});

describe('POST /v1/messages/bulk', () => {
  test('answers every item in its place, whatever becomes of the others', async () => {
    const items = [
      { idempotencyKey: 'a', contact: open, content },
      { idempotencyKey: 'b', contact: closed, content },
      { idempotencyKey: 'c', contact: open, content: { kind: 'text' } },
      { idempotencyKey: 'd', contact: 'email:nobody@example.com', content },
      'not even an object',
      { idempotencyKey: 'e', contact: mail, content: { kind: 'text', text: ' ' } },
      { idempotencyKey: 'f', contact: 'email:Grace@example.com', content },
      { contact: open, content },
      { idempotencyKey: 'g', contact: open, content, subject: 'x' },
    ];
    const answer = await post('/v1/messages/bulk', { items });
    expect(answer.status).toBe(200);
    const result = BulkResult.parse(answer.body).items;
    expect(result).toMatchObject([
      { ok: true, result: { message: { contactId: open, status: 'queued' } } },
      { ok: false, problem: { code: 'not_eligible', decision: { reason: 'window_closed' } } },
      { ok: false, problem: { code: 'validation_failed', errors: [{ field: 'content.text' }] } },
      { ok: false, problem: { code: 'contact_not_found', errors: [{ field: 'contact' }] } },
      { ok: false, problem: { code: 'validation_failed' } },
      { ok: false, problem: { code: 'text_empty', errors: [{ field: 'content.text' }] } },
      { ok: true, result: { message: { contactId: mail } } },
      { ok: false, problem: { errors: [{ field: 'idempotencyKey' }] } },
      { ok: false, problem: { errors: [{ field: 'subject' }] } },
    ]);
    const again = BulkResult.parse((await post('/v1/messages/bulk', { items })).body).items;
    expect(again[0]).toEqual(result[0]);
    expect(again[6]).toEqual(result[6]);
    const messages = await database.db
      .selectFrom('message')
      .where('contact_id', 'in', [open, closed, mail])
      .select('id')
      .execute();
    expect(messages).toHaveLength(2);
  });

  test('keeps the messages of one contact in their order', async () => {
    const items = Array.from({ length: 30 }, (_, number) => ({
      idempotencyKey: `order-${number}`,
      contact: number % 2 === 0 ? open : mail,
      content: { kind: 'text', text: `Message ${number}` },
    }));
    const result = BulkResult.parse((await post('/v1/messages/bulk', { items })).body).items;
    const texts = (contact: string) =>
      result
        .flatMap((item) =>
          item.ok && item.result.message.contactId === contact ? [item.result.message] : [],
        )
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .map((message) => message.content.text);
    expect(texts(open)).toEqual(
      items.filter(({ contact }) => contact === open).map((item) => item.content.text),
    );
    expect(texts(mail)).toHaveLength(15);
  });

  test.each([{ items: [] }, { items: Array.from({ length: 1001 }, () => ({})) }, {}])(
    'takes 1 to 1,000 items',
    async (body) => {
      const answer = await post('/v1/messages/bulk', body);
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({ errors: [{ field: 'items' }] });
    },
  );
});

test('a check tells of the frequency cap before anything is sent', async () => {
  const check = async () => {
    const items = [
      { contact: mail, purpose: 'csat' },
      { contact: mail, purpose: 'csat', at: new Date(NOON + 25 * HOUR).toISOString() },
      { contact: mail, purpose: 'support' },
    ];
    const { items: checked } = EligibilityResult.parse((await post('/v1/eligibility', { items })).body);
    return checked.map((item) => (item.ok ? [item.result.eligible, item.result.frequencyCap] : item));
  };
  const free = { messages: 2, days: 1, capped: false, freeAt: null };
  expect(await check()).toEqual([
    [true, free],
    [true, free],
    [true, undefined],
  ]);
  const send = (key: string) =>
    post('/v1/messages', { contact: mail, purpose: 'csat', content }, { 'idempotency-key': key });
  expect([(await send('1')).status, (await send('2')).status]).toEqual([202, 202]);
  const freeAt = new Date(NOON + 24 * HOUR).toISOString();
  expect(await check()).toEqual([
    [false, { ...free, capped: true, freeAt }],
    [true, free],
    [true, undefined],
  ]);
  const refused = await send('3');
  expect(refused.status).toBe(409);
  expect(refused.body).toMatchObject({ code: 'frequency_capped', frequencyCap: { freeAt } });
});
