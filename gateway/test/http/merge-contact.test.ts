import { Contact, Duplicates } from '@outbound-composer/core/contract';
import { type Selectable, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { receiveChannelEvents } from '../../src/app/receive-channel-events.js';
import { renderEvent } from '../../src/app/webhooks/render-event.js';
import type { Database } from '../../src/store/database.js';
import { HISTORY, MOVED } from '../../src/store/merge-contacts.js';
import { HOUR, NOON } from '../support/clock.js';
import { useDatabase } from '../support/database.js';
import { dispatchAccount, testDeps } from '../support/deps.js';
import { factories } from '../support/factories.js';
import { fakeAdapter } from '../support/fake-adapter.js';
import { everything, httpServer } from '../support/http.js';

const database = useDatabase();

let make: ReturnType<typeof factories>;
let server: Awaited<ReturnType<typeof httpServer>>;
let workspace: { id: string; name: string };
let key: string;
let whatsapp: Selectable<Database['channel_account']>;
let email: Selectable<Database['channel_account']>;
let deps: ReturnType<typeof testDeps>;

beforeEach(async () => {
  make = factories(database.db);
  workspace = await make.workspace();
  whatsapp = await make.account(workspace.id, 'whatsapp');
  email = await make.account(workspace.id, 'email');
  key = (await make.apiKey(workspace.id)).key;
  const accounts = [
    dispatchAccount(whatsapp, fakeAdapter('whatsapp')),
    dispatchAccount(email, fakeAdapter('email')),
  ];
  deps = testDeps(database.db, { accounts });
  server = await httpServer(deps, workspace);
});
afterEach(() => server.app.close());

const get = (url: string, token = key) => server.call('GET', url, { token });
const merge = (from: string, into: string, token = key) =>
  server.call('POST', `/v1/contacts/${from}/merge`, { token, body: { into } });
const countOf = async (table: 'message' | 'identity' | 'conversation', contactId: string) =>
  (await database.db.selectFrom(table).where('contact_id', '=', contactId).select('id').execute()).length;

/** Two records of one person: an open conversation on WhatsApp, a closed one by e-mail. */
async function twins() {
  const agent = await make.agent(workspace.id, { name: 'Ada' });
  const old = await make.contact(workspace.id, {
    first_name: 'G.',
    last_name: null,
    phone: '+491701234567',
    email: 'GRACE@example.com',
    tags: ['VIP', 'old'],
    source: 'shop',
    external_id: '1',
    custom_fields: JSON.stringify({ plan: 'gold', seats: '3' }),
    country: 'DE',
  });
  const kept = await make.contact(workspace.id, {
    email: 'grace@example.com',
    tags: ['vip', 'new'],
    source: 'shop',
    external_id: '2',
    custom_fields: JSON.stringify({ plan: 'silver' }),
  });
  const wa = await make.identity(old, whatsapp, {
    address: '+491701234567',
    last_inbound_at: new Date(NOON - HOUR),
  });
  const mail = await make.identity(kept, email, { address: 'grace@example.com' });
  const open = await make.conversation(old, {
    status: 'open',
    assignee_id: agent.id,
    last_activity_at: new Date(NOON - HOUR),
  });
  const closed = await make.conversation(kept, {
    closing_category: 'solved',
    last_activity_at: new Date(NOON - 5 * HOUR),
  });
  await make.message(open, wa);
  await make.message(open, wa, { direction: 'outbound', status: 'queued', purpose: 'support' });
  await make.message(closed, mail);
  return { agent, old, kept, wa, mail, open, closed };
}

describe('duplicates', () => {
  it('are the others with the same phone or e-mail address, with what they share', async () => {
    const { old, kept } = await twins();
    const third = await make.contact(workspace.id, { phone: '+491701234567', email: 'grace@EXAMPLE.com' });
    await make.contact(workspace.id, { email: 'someone@example.com' });
    const { items } = Duplicates.parse((await get(`/v1/contacts/${old.id}/duplicates`)).body);
    const shared = new Map(items.map(({ contact, sharedBy }) => [contact.id, sharedBy]));
    expect(shared).toEqual(
      new Map([
        [third.id, ['phone', 'email']],
        [kept.id, ['email']],
      ]),
    );
  });

  it('are none of a contact without phone and e-mail', async () => {
    const { id } = await make.contact(workspace.id);
    await make.contact(workspace.id);
    expect((await get(`/v1/contacts/${id}/duplicates`)).body).toEqual({ items: [] });
  });

  it('out of reach are not shown', async () => {
    const { old, agent } = await twins();
    const token = await server.agentToken({ sub: agent.external_id, role: 'agent_own' });
    expect((await get(`/v1/contacts/${old.id}/duplicates`, token)).body).toEqual({ items: [] });
  });
});

describe('merging', () => {
  it('moves messages, addresses and conversation, and fills what the other has not', async () => {
    const { agent, old, kept, closed } = await twins();
    const answer = await merge(old.id, kept.id);
    expect(answer.status).toBe(200);
    expect(Contact.parse(answer.body)).toMatchObject({
      id: kept.id,
      firstName: 'Grace',
      lastName: 'Hopper',
      email: 'grace@example.com',
      phone: '+491701234567',
      country: 'DE',
      tags: ['vip', 'new', 'old'],
      customFields: { plan: 'silver', seats: '3' },
      conversation: {
        id: closed.id,
        status: 'open',
        assignee: { id: agent.id },
        lastActivityAt: new Date(NOON - HOUR).toISOString(),
        closedAt: null,
        closing: { category: 'solved' },
      },
    });
    expect((answer.body.channels as { channel: string }[]).map(({ channel }) => channel).sort()).toEqual([
      'email',
      'whatsapp',
    ]);
    expect(await countOf('message', kept.id)).toBe(3);
    const row = await database.db
      .selectFrom('contact')
      .where('id', '=', kept.id)
      .selectAll()
      .executeTakeFirst();
    expect(row).toMatchObject({
      conversation_status: 'open',
      assignee_id: agent.id,
      channels: ['email', 'whatsapp'],
      window_closes_at: new Date(NOON + 23 * HOUR),
    });
    const messages = await database.db
      .selectFrom('message')
      .where('workspace_id', '=', workspace.id)
      .select('conversation_id')
      .distinct()
      .execute();
    expect(messages).toEqual([{ conversation_id: closed.id }]);
  });

  it('takes over the conversation of the one where the other has none', async () => {
    const from = await make.contact(workspace.id);
    const conversation = await make.conversation(from, { status: 'open' });
    const into = await make.contact(workspace.id);
    const { body } = await merge(from.id, into.id);
    expect(body).toMatchObject({ conversation: { id: conversation.id, contactId: into.id, status: 'open' } });
  });

  it('is in the audit trail and in the event stream, for both contacts', async () => {
    const { old, kept, open } = await twins();
    await merge(old.id, kept.id);
    const [entry] = await database.db
      .selectFrom('audit')
      .where('workspace_id', '=', workspace.id)
      .where('action', '=', 'contact_merged')
      .selectAll()
      .execute();
    expect(entry).toMatchObject({
      contact_id: kept.id,
      actor_kind: 'machine',
      detail: { merged: old.id, messages: 2, identities: 1, mergedConversation: open.id },
    });
    const events = await database.db
      .selectFrom('event')
      .where('workspace_id', '=', workspace.id)
      .select(['type', 'contact_id'])
      .orderBy('id')
      .execute();
    expect(events).toEqual([
      { type: 'contact.changed', contact_id: old.id },
      { type: 'contact.changed', contact_id: kept.id },
      { type: 'conversation.changed', contact_id: kept.id },
    ]);
  });

  it('leaves a pointer under the old id, on every route that takes a contact', async () => {
    const { old, kept } = await twins();
    await merge(old.id, kept.id);
    const gone = { status: 410, body: { code: 'contact_merged', contactId: kept.id } };
    expect(await get(`/v1/contacts/${old.id}`)).toMatchObject(gone);
    expect(await get(`/v1/contacts/${old.id}/messages`)).toMatchObject(gone);
    expect(await get(`/v1/contacts/${old.id}/duplicates`)).toMatchObject(gone);
    const patch = await server.call('PATCH', `/v1/contacts/${old.id}`, {
      token: key,
      body: { lastName: 'X' },
    });
    expect(patch).toMatchObject(gone);
    const send = await server.call('POST', '/v1/messages', {
      token: key,
      headers: { 'idempotency-key': 'k-1' },
      body: { contact: old.id, content: { kind: 'text', text: 'Hello' } },
    });
    expect(send).toMatchObject({
      ...gone,
      body: { ...gone.body, errors: [{ field: 'contact', expected: kept.id }] },
    });
    const checked = await server.call('POST', '/v1/eligibility', {
      token: key,
      body: { items: [{ contact: old.id }, { contact: kept.id }] },
    });
    expect(checked.body).toMatchObject({
      items: [
        {
          ok: false,
          problem: { code: 'contact_merged', errors: [{ field: 'items.0.contact', expected: kept.id }] },
        },
        { ok: true },
      ],
    });
  });

  it('keeps both external ids, and an upsert by the old one makes no new contact', async () => {
    const { old, kept } = await twins();
    await merge(old.id, kept.id);
    for (const ref of ['external:shop/1', 'external:shop/2'])
      expect((await get(`/v1/contacts/${encodeURIComponent(ref)}`)).body.id).toBe(kept.id);
    const saved = await server.call('POST', '/v1/contacts', {
      token: key,
      body: { external: { source: 'shop', id: '1' }, firstName: 'Grace' },
    });
    expect(saved.body).toMatchObject({ contact: { id: kept.id } });
  });

  it('lets pointers follow when the contact that stayed is merged again', async () => {
    const { old, kept } = await twins();
    const last = await make.contact(workspace.id);
    await merge(old.id, kept.id);
    await merge(kept.id, last.id);
    for (const { id } of [old, kept])
      expect(await get(`/v1/contacts/${id}`)).toMatchObject({ status: 410, body: { contactId: last.id } });
  });

  it('asked for again changes nothing more', async () => {
    const { old, kept } = await twins();
    await merge(old.id, kept.id);
    const before = await everything(database.db);
    expect(await merge(old.id, kept.id)).toMatchObject({ status: 200, body: { id: kept.id } });
    expect(await everything(database.db)).toBe(before);
  });

  it('of a contact with itself is refused', async () => {
    const { id } = await make.contact(workspace.id);
    expect(await merge(id, id)).toMatchObject({ status: 422, body: { errors: [{ field: 'into' }] } });
  });

  it('needs both within reach, and says nothing of one that is not', async () => {
    const { agent, old, kept } = await twins();
    const token = await server.agentToken({ sub: agent.external_id, role: 'agent_own' });
    await get('/v1/me', token);
    const other = await make.workspace();
    const stranger = await make.contact(other.id);
    const before = await everything(database.db);
    const answers = [await merge(old.id, kept.id, token), await merge(kept.id, old.id, token)];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [404, 'contact_not_found'],
      [404, 'contact_not_found'],
    ]);
    expect((await merge(old.id, stranger.id)).status).toBe(404);
    expect(await everything(database.db)).toBe(before);
  });

  it('shows a pointer only to those who may reach where it points', async () => {
    const { old, kept } = await twins();
    await merge(old.id, kept.id);
    const token = await server.agentToken({ sub: 'olga', role: 'agent_own' });
    expect(await get(`/v1/contacts/${old.id}`, token)).toMatchObject({
      status: 404,
      body: { code: 'contact_not_found' },
    });
  });
});

describe('a webhook that was written down before a merge', () => {
  it('names the contact that stayed when it leaves', async () => {
    const { old, kept } = await twins();
    const event = await database.db
      .insertInto('webhook_event')
      .values({
        workspace_id: workspace.id,
        type: 'message.received',
        at: new Date(NOON),
        contact_id: old.id,
        seen: '{}',
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await merge(old.id, kept.id);
    const body = JSON.parse(await renderEvent(database.db, workspace, event));
    expect(body.data.contact).toMatchObject({ id: kept.id, phone: '+491701234567' });
  });
});

describe('merging while other things happen', () => {
  it('there and back at once leaves one contact with everything', async () => {
    const { old, kept } = await twins();
    const answers = await Promise.all([merge(old.id, kept.id), merge(kept.id, old.id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410]);
    const left = await database.db
      .selectFrom('contact')
      .where('workspace_id', '=', workspace.id)
      .select('id')
      .execute();
    expect(left).toHaveLength(1);
    expect(await countOf('message', left[0]!.id)).toBe(3);
    expect(await countOf('identity', left[0]!.id)).toBe(2);
    expect(await countOf('conversation', left[0]!.id)).toBe(1);
  });

  it('into two at once goes into one of them', async () => {
    const { old, kept } = await twins();
    const third = await make.contact(workspace.id);
    const answers = await Promise.all([merge(old.id, kept.id), merge(old.id, third.id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410]);
  });

  it('loses no message that comes or goes meanwhile', async () => {
    const { old, kept } = await twins();
    const account = { id: whatsapp.id, workspaceId: workspace.id, channel: whatsapp.channel };
    const incoming = Array.from({ length: 5 }, (_, index) =>
      receiveChannelEvents(deps, {
        account,
        events: [
          {
            type: 'message',
            providerId: `in-${index}`,
            from: '+491701234567',
            name: null,
            at: NOON,
            opener: 'message',
            content: { kind: 'text', text: 'Hi' },
          },
        ],
      }),
    );
    const outgoing = Array.from({ length: 5 }, (_, index) =>
      server.call('POST', '/v1/messages', {
        token: key,
        headers: { 'idempotency-key': `out-${index}` },
        body: {
          contact: 'phone:+491701234567',
          channel: 'whatsapp',
          content: { kind: 'text', text: 'Hello' },
        },
      }),
    );
    const [merged, sent] = await Promise.all([
      merge(old.id, kept.id),
      Promise.all(outgoing),
      Promise.all(incoming),
    ]);
    expect(merged.status).toBe(200);
    const accepted = sent.filter(({ status }) => status === 202).length;
    expect(sent.every(({ status }) => [202, 404, 410].includes(status))).toBe(true);
    expect(await countOf('message', kept.id)).toBe(3 + 5 + accepted);
    expect(await countOf('conversation', kept.id)).toBe(1);
  });
});

describe('the schema', () => {
  it('has no table that names contacts and that a merge forgets', async () => {
    const { rows } = await sql<{ name: string }>`
      select c.table_name as name from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and c.column_name = 'contact_id' and t.table_type = 'BASE TABLE'
      order by 1`.execute(database.db);
    expect(rows.map(({ name }) => name)).toEqual([...MOVED, ...HISTORY, 'conversation'].sort());
  });
});
