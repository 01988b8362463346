import { SavedContact } from '@outbound-composer/core/contract';
import type { Selectable } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.js';
import { HOUR, NOON } from '../support/clock.js';
import { useDatabase } from '../support/database.js';
import { testDeps } from '../support/deps.js';
import { factories } from '../support/factories.js';
import { everything, httpServer } from '../support/http.js';

const database = useDatabase();

let make: ReturnType<typeof factories>;
let server: Awaited<ReturnType<typeof httpServer>>;
let workspace: { id: string; name: string };
let key: string;
let email: Selectable<Database['channel_account']>;
let whatsapp: Selectable<Database['channel_account']>;

beforeEach(async () => {
  make = factories(database.db);
  workspace = await make.workspace();
  email = await make.account(workspace.id, 'email');
  whatsapp = await make.account(workspace.id, 'whatsapp');
  await make.account(workspace.id, 'telegram');
  key = (await make.apiKey(workspace.id)).key;
  server = await httpServer(testDeps(database.db), workspace);
});
afterEach(() => server.app.close());

const save = (body: unknown, token = key) => server.call('POST', '/v1/contacts', { token, body });
const change = (contact: string, body: unknown, token = key) =>
  server.call('PATCH', `/v1/contacts/${encodeURIComponent(contact)}`, { token, body });
const contactsOf = () =>
  database.db.selectFrom('contact').where('workspace_id', '=', workspace.id).selectAll().execute();
const auditOf = (contactId: string) =>
  database.db
    .selectFrom('audit')
    .where('contact_id', '=', contactId)
    .select(['action', 'actor_kind', 'detail'])
    .orderBy('id')
    .execute();
const addressesOf = async (contactId: string) =>
  (
    await database.db
      .selectFrom('identity')
      .where('contact_id', '=', contactId)
      .select(['channel', 'address'])
      .orderBy('channel')
      .orderBy('address')
      .execute()
  ).map(({ channel, address }) => `${channel} ${address}`);

const ada = {
  external: { source: 'shop', id: 'c/17' },
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: 'Ada@Example.com',
  phone: '0170 / 123 45 67',
  addTags: ['vip', 'VIP', 'beta'],
  customFields: { plan: 'gold', seats: 3, trial: false },
};

describe('saving a contact that nobody knows', () => {
  it('creates it, with its phone in E.164, its addresses, and a closed conversation', async () => {
    const answer = await save(ada);
    expect(answer.status).toBe(201);
    const { outcome, contact } = SavedContact.parse(answer.body);
    expect(outcome).toBe('created');
    expect(contact).toMatchObject({
      source: 'shop',
      externalId: 'c/17',
      email: 'ada@example.com',
      phone: '+491701234567',
      tags: ['vip', 'beta'],
      customFields: { plan: 'gold', seats: 3, trial: false },
      conversation: { status: 'closed', assignee: null, closedAt: null },
    });
    expect(await addressesOf(contact.id)).toEqual(['email ada@example.com', 'whatsapp +491701234567']);
    const found = await server.call('GET', '/v1/contacts?q=lovelace&channel=whatsapp', { token: key });
    expect(found.body).toMatchObject({ items: [{ id: contact.id }] });
    expect(await auditOf(contact.id)).toMatchObject([{ action: 'contact_created', actor_kind: 'machine' }]);
    const events = await database.db
      .selectFrom('event')
      .where('contact_id', '=', contact.id)
      .select('type')
      .execute();
    expect(events).toEqual([{ type: 'contact.changed' }]);
  });

  it('reads a national phone by the country that the request names', async () => {
    const { body } = await save({ phone: '06 12 34 56 78', country: 'fr' });
    expect(body).toMatchObject({ contact: { phone: '+33612345678', country: 'FR' } });
  });

  it('takes over what its address had forbidden before we knew it', async () => {
    await database.db
      .insertInto('early_consent')
      .values({
        workspace_id: workspace.id,
        channel_account_id: email.id,
        address: 'ada@example.com',
        change: 'opted_out',
        at: new Date(NOON - HOUR),
      })
      .execute();
    const { body } = await save({ email: 'ada@example.com' });
    expect(body).toMatchObject({
      contact: { channels: [{ channel: 'email', facts: { consent: { optedOut: true } } }] },
    });
  });

  it('makes one contact of many who save the same person at once', async () => {
    const requests = [
      ...Array.from({ length: 4 }, () => save({ email: 'eve@example.com', firstName: 'Eve' })),
      ...Array.from({ length: 4 }, () => save({ email: 'EVE@example.com', phone: '+49 30 123456' })),
    ];
    const outcomes = (await Promise.all(requests)).map(({ body }) => body.outcome);
    expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(1);
    expect(await contactsOf()).toMatchObject([
      { first_name: 'Eve', email: 'eve@example.com', phone: '+4930123456' },
    ]);
  });
});

describe('saving a contact that is known', () => {
  it('done twice changes nothing more', async () => {
    await save(ada);
    const before = await everything(database.db);
    const again = await save(ada);
    expect([again.status, again.body.outcome]).toEqual([200, 'unchanged']);
    expect(await everything(database.db)).toBe(before);
  });

  it.each([
    ['its external id', { external: { source: 'shop', id: 'c/17' } }],
    ['its e-mail, whatever its case', { email: 'ADA@example.com' }],
    ['its phone, in any notation', { phone: '+49 (0)170 1234567' }],
  ])('finds it by %s and leaves alone what is not named', async (_by, by) => {
    const { body: first } = await save(ada);
    const { body } = await save({ ...by, lastName: 'King', addTags: ['paid'], customFields: { plan: null } });
    expect(body).toMatchObject({
      outcome: 'updated',
      contact: {
        id: (first.contact as { id: string }).id,
        firstName: 'Ada',
        lastName: 'King',
        tags: ['vip', 'beta', 'paid'],
        customFields: { seats: 3, trial: false },
      },
    });
    expect((await auditOf((first.contact as { id: string }).id)).at(-1)).toMatchObject({
      action: 'contact_updated',
      detail: { fields: ['last_name', 'tags', 'custom_fields'], tagsAdded: ['paid'] },
    });
  });

  it('gives a contact that wrote first the external id of whoever saves it', async () => {
    const wrote = await make.contact(workspace.id, { phone: '+491701234567' });
    const { body } = await save({ external: { source: 'crm', id: '9' }, phone: '+491701234567' });
    expect(body).toMatchObject({ outcome: 'updated', contact: { id: wrote.id, externalId: '9' } });
  });

  it('keeps a second system’s id beside the first, and finds the contact by both', async () => {
    const { body: first } = await save(ada);
    await save({ external: { source: 'crm', id: 'x/1' }, email: 'ada@example.com' });
    for (const ref of ['external:shop/c/17', 'external:crm/x/1']) {
      const { body } = await server.call('GET', `/v1/contacts/${encodeURIComponent(ref)}`, { token: key });
      expect(body.id).toBe((first.contact as { id: string }).id);
    }
    const again = await save({ external: { source: 'crm', id: 'x/1' }, firstName: 'A.' });
    expect(again.body.outcome).toBe('updated');
    expect(await contactsOf()).toHaveLength(1);
  });

  it('takes two people with one address and an id each for two', async () => {
    await save({ external: { source: 'shop', id: '1' }, email: 'info@example.com' });
    const second = await save({ external: { source: 'shop', id: '2' }, email: 'info@example.com' });
    expect(second.status).toBe(201);
    expect(await contactsOf()).toHaveLength(2);
  });

  it('is refused when its keys belong to two contacts, which are named', async () => {
    const one = await make.contact(workspace.id, { email: 'ada@example.com' });
    const two = await make.contact(workspace.id, { phone: '+491701234567' });
    const before = await everything(database.db);
    const answer = await save({ email: 'ada@example.com', phone: '0170 1234567', firstName: 'Ada' });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({
      code: 'contact_ambiguous',
      errors: [{ field: 'email' }, { field: 'phone' }],
      contacts: [
        { id: one.id, matchedBy: ['email'] },
        { id: two.id, matchedBy: ['phone'] },
      ],
    });
    expect(await everything(database.db)).toBe(before);
  });

  it('is refused when two contacts have the address that should tell them apart', async () => {
    await make.contact(workspace.id, { email: 'ada@example.com' });
    await make.contact(workspace.id, { email: 'ADA@example.com' });
    expect(await save({ email: 'ada@example.com' })).toMatchObject({
      status: 409,
      body: { code: 'contact_ambiguous', errors: [{ field: 'email' }] },
    });
  });

  it('does not touch the same address in another workspace', async () => {
    const other = await make.workspace();
    const stranger = await make.contact(other.id, { email: 'ada@example.com', first_name: 'Other' });
    expect((await save({ email: 'ada@example.com', firstName: 'Ada' })).status).toBe(201);
    const row = await database.db
      .selectFrom('contact')
      .where('id', '=', stranger.id)
      .selectAll()
      .executeTakeFirst();
    expect(row?.first_name).toBe('Other');
  });
});

describe('changing a contact', () => {
  it('adds and removes tags whatever their case', async () => {
    const contact = await make.contact(workspace.id, { tags: ['VIP', 'old'] });
    const { body } = await change(contact.id, { addTags: ['vip', 'new'], removeTags: ['OLD'] });
    expect(body).toMatchObject({ outcome: 'updated', contact: { tags: ['VIP', 'new'] } });
    expect((await auditOf(contact.id))[0]?.detail).toMatchObject({
      tagsAdded: ['new'],
      tagsRemoved: ['old'],
    });
  });

  it('clears what is null', async () => {
    const contact = await make.contact(workspace.id, { lifecycle: 'lead', phone: '+491701234567' });
    const { body } = await change('phone:+49 170 1234567', { lifecycle: null, phone: null });
    expect(body).toMatchObject({ contact: { id: contact.id, lifecycle: null, phone: null } });
  });

  it('adds an address for a new phone and keeps the old one with its window', async () => {
    const contact = await make.contact(workspace.id, { phone: '+491701234567', country: 'AT' });
    await make.identity(contact, whatsapp, {
      address: '+491701234567',
      last_inbound_at: new Date(NOON - HOUR),
    });
    await change(contact.id, { phone: '0660 1234567' });
    expect(await addressesOf(contact.id)).toEqual(['whatsapp +436601234567', 'whatsapp +491701234567']);
    const row = await database.db
      .selectFrom('contact')
      .where('id', '=', contact.id)
      .selectAll()
      .executeTakeFirst();
    expect(row).toMatchObject({ phone: '+436601234567', channels: ['whatsapp'] });
    expect(row?.window_closes_at).toEqual(new Date(NOON + 23 * HOUR));
  });

  it('leaves an address with the contact that has it', async () => {
    const holder = await make.contact(workspace.id);
    await make.identity(holder, email, { address: 'shared@example.com' });
    const contact = await make.contact(workspace.id);
    expect((await change(contact.id, { email: 'shared@example.com' })).status).toBe(200);
    expect(await addressesOf(contact.id)).toEqual([]);
    expect(await addressesOf(holder.id)).toEqual(['email shared@example.com']);
  });

  it('sets and removes the owner', async () => {
    const contact = await make.contact(workspace.id);
    const agent = await make.agent(workspace.id, { name: 'Bea', external_id: 'bea' });
    const token = await server.agentToken({ sub: 'bea', name: 'Bea' });
    expect((await change(contact.id, { owner: 'me' }, token)).body).toMatchObject({
      contact: { owner: { id: agent.id, name: 'Bea' } },
    });
    expect((await change(contact.id, { owner: null })).body).toMatchObject({ contact: { owner: null } });
    expect(await change(contact.id, { owner: 'me' })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'owner' }] },
    });
    expect(await change(contact.id, { owner: contact.id })).toMatchObject({
      status: 404,
      body: { code: 'agent_not_found', errors: [{ field: 'owner' }] },
    });
  });
});

describe('bad input', () => {
  it.each([
    ['nothing that tells the contact apart', { firstName: 'Ada' }, 'external, email, phone'],
    ['an e-mail that is none', { email: 'ada at home' }, 'email'],
    ['a phone that is none', { phone: 'call me' }, 'phone'],
    ['a country that is none', { email: 'a@example.com', country: 'Germany' }, 'country'],
    ['a language that is none', { email: 'a@example.com', language: '???' }, 'language'],
    ['a time zone that is none', { email: 'a@example.com', timeZone: 'Berlin' }, 'timeZone'],
    ['a source with a slash', { external: { source: 'a/b', id: '1' } }, 'external.source'],
    ['an id without a source', { external: { id: '1' } }, 'external.source'],
    ['a member that is unknown', { email: 'a@example.com', fristName: 'Ada' }, 'fristName'],
    ['a custom field that is a list', { email: 'a@example.com', customFields: { a: [] } }, 'customFields.a'],
    ['an empty tag', { email: 'a@example.com', addTags: [' '] }, 'addTags.0'],
  ])('%s is named, and nothing is written', async (_what, body, field) => {
    const before = await everything(database.db);
    const answer = await save(body);
    expect(answer.status).toBe(422);
    const fields = (answer.body.errors as { field: string }[]).map((error) => error.field);
    expect(fields).toContain(field);
    expect(await everything(database.db)).toBe(before);
  });

  it('names every field at fault at once', async () => {
    const { body } = await save({ email: 'x', phone: 'y', timeZone: 'z' });
    expect(body.errors).toMatchObject([{ field: 'email' }, { field: 'phone' }, { field: 'timeZone' }]);
    expect(JSON.stringify(body)).not.toContain('"y"');
  });
});

describe('an agent restricted to own contacts', () => {
  let token: string;
  let agentId: string;
  beforeEach(async () => {
    agentId = (await make.agent(workspace.id, { external_id: 'olga', role: 'agent_own' })).id;
    token = await server.agentToken({ sub: 'olga', role: 'agent_own' });
  });

  it('adds no contacts, and does not learn who is there', async () => {
    await make.contact(workspace.id, { email: 'secret@example.com' });
    const answers = [
      await save({ email: 'secret@example.com' }, token),
      await save({ email: 'new@example.com' }, token),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [403, 'forbidden'],
      [403, 'forbidden'],
    ]);
    expect(answers[0]?.text).toBe(answers[1]?.text);
  });

  it('changes an own contact and no other', async () => {
    const own = await make.contact(workspace.id);
    await make.conversation(own, { assignee_id: agentId });
    const other = await make.contact(workspace.id);
    await make.conversation(other);
    expect((await change(own.id, { addTags: ['x'] }, token)).status).toBe(200);
    expect(await change(other.id, { addTags: ['x'] }, token)).toMatchObject({
      status: 404,
      body: { code: 'contact_not_found' },
    });
  });
});
