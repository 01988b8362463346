import { Contact, ContactSearchResult, EligibilityResult } from '@outbound-composer/core/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR, MINUTE, NOON } from '../support/clock.js';
import { useDatabase } from '../support/database.js';
import { dispatchAccount, testDeps } from '../support/deps.js';
import { factories } from '../support/factories.js';
import { fakeAdapter } from '../support/fake-adapter.js';
import { httpServer } from '../support/http.js';

const database = useDatabase();

let server: Awaited<ReturnType<typeof httpServer>>;
let token: string;
let ownToken: string;
let contactId: string;
let identityIds: Record<string, string>;
let accountIds: Record<string, string>;
let queries = 0;

beforeAll(async () => {
  const make = factories(database.db);
  const workspace = await make.workspace();
  const instagram = await make.account(workspace.id, 'instagram', {
    name: 'Our Instagram',
    facts: JSON.stringify({ humanAgentApproved: true }),
  });
  const whatsapp = await make.account(workspace.id, 'whatsapp', { name: 'Our WhatsApp' });
  const email = await make.account(workspace.id, 'email', { name: 'Our mail' });
  const agent = await make.agent(workspace.id, { external_id: 'ada', name: 'Ada' });
  const contact = await make.contact(workspace.id, {
    first_name: 'Grace',
    last_name: 'Hopper',
    email: 'Grace@Example.com',
    phone: '+491701234567',
    source: 'shop',
    external_id: 'c/17',
    tags: ['VIP'],
    time_zone: 'Europe/Berlin',
    custom_fields: JSON.stringify({ plan: 'gold' }),
  });
  const ig = await make.identity(contact, instagram, { last_inbound_at: new Date(NOON - 200 * HOUR) });
  const wa = await make.identity(contact, whatsapp, { last_inbound_at: new Date(NOON - 23 * HOUR) });
  const mail = await make.identity(contact, email, { address: 'grace@example.com' });
  await make.conversation(contact, { assignee_id: agent.id, closing_category: 'solved' });
  contactId = contact.id;
  identityIds = { instagram: ig.id, whatsapp: wa.id, email: mail.id };
  accountIds = { instagram: instagram.id, whatsapp: whatsapp.id, email: email.id };
  // The same address in another workspace is another person.
  const other = await make.workspace();
  await make.contact(other.id, { email: 'grace@example.com', phone: '+491701234567' });

  const accounts = [dispatchAccount(whatsapp, fakeAdapter('whatsapp'))];
  const db = database.db.withPlugin({
    transformQuery: ({ node }) => {
      queries++;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  server = await httpServer(testDeps(db, { accounts }), workspace);
  token = await server.agentToken({ sub: 'ada' });
  ownToken = await server.agentToken({ sub: 'olga', role: 'agent_own' });
});
afterAll(() => server.app.close());

const get = (url: string, options: object = {}) => server.call('GET', url, { token, ...options });

describe('a contact', () => {
  it('comes with its conversation and the verdict of each channel, the best first', async () => {
    const answer = await get(`/v1/contacts/${contactId}`);
    expect(answer.status).toBe(200);
    const contact = Contact.parse(answer.body);
    expect(contact).toMatchObject({
      firstName: 'Grace',
      vip: { reason: 'Tag "VIP"' },
      customFields: { plan: 'gold' },
      conversation: { status: 'closed', assignee: { name: 'Ada' }, closing: { category: 'solved' } },
    });
    expect(contact.channels.map(({ channel, decision }) => [channel, decision.verdict])).toEqual([
      ['email', 'open'],
      ['whatsapp', 'open'],
      ['instagram', 'blocked'],
    ]);
    const [, whatsapp, instagram] = contact.channels;
    expect(whatsapp).toMatchObject({
      identityId: identityIds.whatsapp,
      channelAccountId: accountIds.whatsapp,
      channelAccountName: 'Our WhatsApp',
      facts: {
        window: { lastInboundAt: '2026-11-23T13:00:00.000Z' },
        recipient: { timeZone: 'Europe/Berlin' },
      },
      decision: {
        closesAt: '2026-11-24T13:00:00.000Z',
        nextChangeAt: '2026-11-24T13:00:00.000Z',
        reason: 'window_open',
      },
    });
    expect(instagram?.decision).toMatchObject({ ways: [], unlockedBy: ['inbound'], reason: 'window_closed' });
  });

  it.each([
    () => contactId,
    () => `id:${contactId.toUpperCase()}`,
    () => 'email:grace@EXAMPLE.com',
    () => 'phone:+49 (0)170 1234567',
    () => 'phone:0170 1234567',
    () => 'external:shop/c/17',
  ])('is found by what the caller knows of it', async (ref) => {
    const answer = await get(`/v1/contacts/${encodeURIComponent(ref())}`);
    expect(answer.body).toMatchObject({ id: contactId });
  });

  it('of two with one address is the one that was active last', async () => {
    const make = factories(database.db);
    const { workspace_id: workspaceId } = await database.db
      .selectFrom('contact')
      .where('id', '=', contactId)
      .select('workspace_id')
      .executeTakeFirstOrThrow();
    const twin = (at: number) =>
      make.contact(workspaceId, { email: 'twin@example.com', last_activity_at: new Date(at) });
    await twin(NOON - 2 * HOUR);
    const later = await twin(NOON - HOUR);
    await twin(NOON - 3 * HOUR);
    expect((await get('/v1/contacts/email:twin@example.com')).body).toMatchObject({ id: later.id });
  });

  it('is explained in the language asked for', async () => {
    const explanation = async (language: string) => {
      const { body } = await get(`/v1/contacts/${contactId}`, { headers: { 'accept-language': language } });
      return Contact.parse(body).channels[2]?.decision.explanation;
    };
    expect(await explanation('en')).toMatch(/window/i);
    expect(await explanation('de-CH,fr;q=0.5')).toMatch(/Fenster/);
    expect(await explanation('fr, xx;q=0.1')).toBe(await explanation('en'));
  });

  it('is out of reach for an agent restricted to own contacts, by id, address, history and search', async () => {
    const own = { token: ownToken };
    for (const ref of [contactId, 'email:grace@example.com', 'external:shop%2Fc%2F17'])
      for (const path of ['', '/messages'])
        expect(await get(`/v1/contacts/${ref}${path}`, own)).toMatchObject({
          status: 404,
          body: { code: 'contact_not_found' },
        });
    const found = await get('/v1/contacts?q=grace&inbox=all&status=any', own);
    expect(found.body).toMatchObject({ items: [], total: { count: 0 }, foundUnder: [] });
    const checked = await server.call('POST', '/v1/eligibility', {
      ...own,
      body: { items: [{ contact: contactId }] },
    });
    expect(checked.body).toMatchObject({ items: [{ ok: false, problem: { code: 'contact_not_found' } }] });
  });
});

it('a search comes as the contract says, filters repeated or single', async () => {
  const answer = await get('/v1/contacts?q=hopper&channel=whatsapp&channel=line&tag=VIP&sort=name');
  // The factory leaves the mirror of channels to the gateway.
  expect(ContactSearchResult.parse(answer.body).total).toEqual({ count: 0, capped: false });
  await database.db
    .updateTable('contact')
    .set({ channels: ['whatsapp', 'email'] })
    .where('id', '=', contactId)
    .execute();
  const { items } = ContactSearchResult.parse(
    (await get('/v1/contacts?q=hopper&channel=whatsapp&channel=line&tag=VIP&sort=name')).body,
  );
  expect(items).toMatchObject([{ id: contactId, matches: [{ field: 'lastName', start: 0, end: 6 }] }]);
});

describe('checking eligibility', () => {
  const check = async (items: object[], language = 'en') => {
    const answer = await server.call('POST', '/v1/eligibility', {
      token,
      body: { items },
      headers: { 'accept-language': language },
    });
    expect(answer.status).toBe(200);
    return EligibilityResult.parse(answer.body).items;
  };

  it('answers each item in order, and what cannot be checked says why', async () => {
    const items = await check([
      { contact: 'email:grace@example.com' },
      { contact: contactId, channel: 'instagram' },
      { contact: contactId, channel: 'pigeon' },
      { contact: contactId, channel: 'line' },
      { contact: 'email:nobody@example.com' },
      { contact: 'phone:12' },
      { contact: contactId, channel: 'whatsapp', at: new Date(NOON + 2 * HOUR + MINUTE).toISOString() },
    ]);
    expect(items).toMatchObject([
      {
        ok: true,
        result: { contactId, eligible: true, decisions: [{ decision: { channel: 'email' } }, {}, {}] },
      },
      { ok: true, result: { eligible: false, decisions: [{ decision: { verdict: 'blocked' } }] } },
      { ok: false, problem: { code: 'unknown_channel', errors: [{ field: 'items.2.channel' }] } },
      {
        ok: false,
        problem: {
          code: 'channel_not_available',
          errors: [{ field: 'items.3.channel', expected: expect.stringContaining('whatsapp') }],
        },
      },
      { ok: false, problem: { code: 'contact_not_found', errors: [{ field: 'items.4.contact' }] } },
      { ok: false, problem: { code: 'validation_failed', errors: [{ field: 'items.5.contact' }] } },
      { ok: true, result: { eligible: true, decisions: [{ decision: { verdict: 'restricted' } }] } },
    ]);
  });

  it('decides for a person where an agent asks, and for a machine when told so', async () => {
    const item = { contact: contactId, channel: 'instagram', at: new Date(NOON - 100 * HOUR).toISOString() };
    const items = await check([item, { ...item, sender: 'automation' }]);
    expect(items).toMatchObject([
      { result: { decisions: [{ decision: { verdict: 'restricted', ways: [{ tag: 'HUMAN_AGENT' }] } }] } },
      { result: { decisions: [{ decision: { verdict: 'blocked' } }] } },
    ]);
  });

  it('asks the database as often for a thousand items as for one', async () => {
    const count = async (items: object[]) => {
      const before = queries;
      await check(items);
      return queries - before;
    };
    const one = await count([{ contact: contactId }]);
    const thousand = await count(Array.from({ length: 1000 }, () => ({ contact: contactId })));
    expect(thousand).toBe(one);
  });

  it('refuses more than a thousand items, and none', async () => {
    for (const length of [0, 1001]) {
      const items = Array.from({ length }, () => ({ contact: contactId }));
      const answer = await server.call('POST', '/v1/eligibility', { token, body: { items } });
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'items' }] } });
    }
  });
});

it('sender accounts say whether this gateway sends through them', async () => {
  const { body } = await get('/v1/channel-accounts');
  expect(body.items).toMatchObject([
    { channel: 'email', dispatches: false },
    { channel: 'instagram', dispatches: false },
    { channel: 'whatsapp', dispatches: true, name: 'Our WhatsApp' },
  ]);
});

it('templates are listed by name, approved ones unless others are asked for', async () => {
  const make = factories(database.db);
  const account = await database.db
    .selectFrom('channel_account')
    .where('id', '=', accountIds.whatsapp!)
    .selectAll()
    .executeTakeFirstOrThrow();
  await make.template(account, { name: 'b_late', body: 'Grüße {{1}}', language: 'de' });
  await make.template(account, { name: 'a_found', language: 'en_US' });
  await make.template(account, { name: 'c_new', status: 'pending' });
  const names = async (query: string) => {
    const { body } = await get(`/v1/templates?${query}`);
    return (body.items as { name: string }[]).map(({ name }) => name);
  };
  expect(await names('')).toEqual(['a_found', 'b_late']);
  expect(await names('status=any&limit=2')).toEqual(['a_found', 'b_late']);
  const { body } = await get('/v1/templates?status=any&limit=2');
  expect(await names(`status=any&limit=2&cursor=${body.nextCursor}`)).toEqual(['c_new']);
  expect(await names('language=en')).toEqual(['a_found']);
  expect(await names('q=grusse')).toEqual(['b_late']);
  expect(await names('channel=email')).toEqual([]);
  expect(await get('/v1/templates?channel=pigeon')).toMatchObject({
    status: 422,
    body: { code: 'unknown_channel' },
  });
  expect(body.items).toMatchObject([{ variables: ['1'] }, { variables: ['1'] }]);
});
