import { ContactListItem } from '@outbound-composer/core/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeConversation } from '../src/app/close-conversation.js';
import { closeSilent } from '../src/app/close-silent.js';
import type { Actor } from '../src/app/deps.js';
import { DEFAULT_RULES, type WorkspaceRules } from '../src/app/workspace-rules.js';
import { HOUR, NOON, testClock } from './support/clock.js';
import { useDatabase } from './support/database.js';
import { testDeps } from './support/deps.js';
import { asAgent, factories } from './support/factories.js';
import { everything, httpServer } from './support/http.js';

const database = useDatabase();
let make: ReturnType<typeof factories>;
let workspace: { id: string; name: string };
let ada: Actor;
let key: string;
let server: Awaited<ReturnType<typeof httpServer>> | undefined;

beforeEach(async () => {
  make = factories(database.db);
  workspace = await make.workspace();
  ada = asAgent(await make.agent(workspace.id, { name: 'Ada' }));
  key = (await make.apiKey(workspace.id)).key;
});
afterEach(async () => {
  await server?.app.close();
  server = undefined;
});

const withRules = (rules: Partial<WorkspaceRules>, clock = testClock()) =>
  testDeps(database.db, { clock, rules: { ...DEFAULT_RULES, ...rules } });

async function serving(rules: Partial<WorkspaceRules>) {
  server = await httpServer(withRules(rules), workspace);
  const { call } = server;
  return (url: string, token = key) => call('GET', url, { token });
}

const auditOf = (conversationId: string) =>
  database.db
    .selectFrom('audit')
    .where('conversation_id', '=', conversationId)
    .select(['action', 'actor_kind', 'detail'])
    .execute();

describe('closing categories', () => {
  const closing = { categories: ['solved', 'spam'], categoryRequired: true, autoCloseHours: null };
  const open = async () => make.conversation(await make.contact(workspace.id), { status: 'open' });

  test('are the only ones that a note may have', async () => {
    const { id } = await open();
    const deps = withRules({ closing });
    const ask = { actor: ada, conversationId: id };
    const before = await everything(database.db);
    await expect(closeConversation(deps, { ...ask, category: 'Solved' })).rejects.toMatchObject({
      code: 'validation_failed',
      errors: [{ field: 'category', expected: 'one of: solved, spam' }],
    });
    await expect(closeConversation(deps, ask)).rejects.toMatchObject({
      errors: [{ field: 'category', message: 'is missing', expected: 'one of: solved, spam' }],
    });
    expect(await everything(database.db)).toBe(before);
    const closed = await closeConversation(deps, { ...ask, category: 'spam', summary: 'again' });
    expect(closed).toMatchObject({ status: 'closed', closing: { category: 'spam', summary: 'again' } });
  });

  test('may be left out where none is required, or when a note is changed', async () => {
    const { id } = await open();
    const optional = withRules({ closing: { ...closing, categoryRequired: false } });
    expect(await closeConversation(optional, { actor: ada, conversationId: id })).toMatchObject({
      status: 'closed',
    });
    const noted = await closeConversation(withRules({ closing }), {
      actor: ada,
      conversationId: id,
      summary: 'called back',
    });
    expect(noted.closing?.summary).toBe('called back');
  });

  test('are listed', async () => {
    const get = await serving({ closing });
    expect((await get('/v1/closing-categories')).body).toEqual({ items: ['solved', 'spam'], required: true });
  });
});

describe('silence', () => {
  const closing = { categories: [], categoryRequired: false, autoCloseHours: 24 };
  const silentFor = async (hours: number, given: object = {}) =>
    make.conversation(await make.contact(workspace.id), {
      status: 'open',
      last_activity_at: new Date(NOON - hours * HOUR),
      ...given,
    });
  const statusOf = async (id: string) =>
    (await database.db.selectFrom('conversation').where('id', '=', id).select('status').executeTakeFirst())
      ?.status;

  test('of a day closes an open conversation, by nobody, and leaves a trail', async () => {
    const quiet = await silentFor(24, { assignee_id: ada.kind === 'agent' ? ada.agentId : null });
    const lively = await silentFor(23.9);
    const snoozed = await silentFor(99, { status: 'snoozed', snoozed_until: new Date(NOON + HOUR) });
    expect(await closeSilent(withRules({ closing }), workspace.id)).toBe(1);
    expect(await statusOf(quiet.id)).toBe('closed');
    expect(await statusOf(lively.id)).toBe('open');
    expect(await statusOf(snoozed.id)).toBe('snoozed');
    const row = await database.db
      .selectFrom('conversation')
      .where('id', '=', quiet.id)
      .selectAll()
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ closed_by: null, closed_at: new Date(NOON), assignee_id: quiet.assignee_id });
    expect(await auditOf(quiet.id)).toMatchObject([
      { action: 'conversation_closed', actor_kind: 'system', detail: { because: 'silence', from: 'open' } },
    ]);
  });

  test('closes once, however many processes look', async () => {
    const quiet = await Promise.all(Array.from({ length: 120 }, () => silentFor(30)));
    const deps = withRules({ closing });
    const counts = await Promise.all([1, 2, 3].map(() => closeSilent(deps, workspace.id)));
    expect(counts.reduce((sum, count) => sum + count)).toBe(quiet.length);
    for (const { id } of quiet.slice(0, 5)) expect(await auditOf(id)).toHaveLength(1);
  });

  test('takes the assignee away where the workspace’s closing logic does', async () => {
    await database.db
      .updateTable('workspace')
      .set({ keep_assignee_on_close: false })
      .where('id', '=', workspace.id)
      .execute();
    const quiet = await silentFor(25, { assignee_id: ada.kind === 'agent' ? ada.agentId : null });
    await closeSilent(withRules({ closing }), workspace.id);
    const mirror = await database.db
      .selectFrom('contact')
      .where('id', '=', quiet.contact_id)
      .select(['assignee_id', 'conversation_status'])
      .executeTakeFirst();
    expect(mirror).toEqual({ assignee_id: null, conversation_status: 'closed' });
  });

  test('closes nothing where no time is configured, nor in another workspace', async () => {
    const other = await make.workspace();
    const theirs = await make.conversation(await make.contact(other.id), {
      status: 'open',
      last_activity_at: new Date(NOON - 99 * HOUR),
    });
    const { id } = await silentFor(99);
    expect(await closeSilent(withRules({}), workspace.id)).toBe(0);
    await closeSilent(withRules({ closing }), workspace.id);
    expect([await statusOf(id), await statusOf(theirs.id)]).toEqual(['closed', 'open']);
  });
});

describe('VIP', () => {
  const segments = [
    {
      key: 'key',
      name: 'Key accounts',
      all: [{ field: 'plan', in: ['gold', 'platinum'] }, { country: 'DE' }],
    },
  ];
  type Given = Parameters<typeof make.contact>[1];
  const cases: [string, WorkspaceRules['vip'], Given, string | null][] = [
    ['a tag, whatever its case', { any: [{ tag: 'VIP' }] }, { tags: ['Vip'] }, 'Tag "Vip"'],
    [
      'a custom field',
      { any: [{ field: 'seats', is: 3 }] },
      { custom_fields: '{"seats":"3"}' },
      'seats is "3"',
    ],
    ['lifecycle', { any: [{ lifecycle: 'customer' }] }, { lifecycle: 'customer' }, 'Lifecycle "customer"'],
    [
      'a segment',
      { any: [{ segment: 'key' }] },
      { custom_fields: '{"plan":"gold"}', country: 'DE' },
      'Segment "Key accounts"',
    ],
    [
      'all of several',
      { all: [{ tag: 'vip' }, { language: 'de' }] },
      { tags: ['vip'], language: 'de' },
      'Tag "vip" and Language de',
    ],
    ['only one of all', { all: [{ tag: 'vip' }, { language: 'de' }] }, { tags: ['vip'] }, null],
    [
      'a segment that holds in part',
      { any: [{ segment: 'key' }] },
      { custom_fields: '{"plan":"gold"}' },
      null,
    ],
    ['a field that is not there', { any: [{ field: 'seats', is: 3 }] }, {}, null],
  ];

  test.each(cases)('by %s says why, in the contact and in the list', async (_by, vip, given, reason) => {
    const get = await serving({ segments, vip });
    const { id } = await make.contact(workspace.id, given);
    const expected = reason === null ? null : { reason };
    expect((await get(`/v1/contacts/${id}`)).body.vip).toEqual(expected);
    expect((await get('/v1/contacts?status=any')).body).toMatchObject({ items: [{ id, vip: expected }] });
  });
});

describe('a segment', () => {
  const segments: WorkspaceRules['segments'] = [
    { key: 'gold', name: 'Gold', any: [{ field: 'plan', is: 'gold' }, { tag: 'Gold' }] },
    {
      key: 'whatsapp-de',
      name: 'Reachable',
      all: [{ channel: 'whatsapp' }, { country: 'DE' }, { language: 'de' }],
    },
    { key: 'seats', name: 'Seats', all: [{ field: 'seats', in: [3, true] }, { lifecycle: 'customer' }] },
  ];

  test('is listed by key and name', async () => {
    const get = await serving({ segments });
    expect((await get('/v1/segments')).body.items).toEqual(segments.map(({ key, name }) => ({ key, name })));
  });

  test('holds the contacts that fit its conditions, page by page', async () => {
    const get = await serving({ segments });
    const fitting = await Promise.all([
      ...Array.from({ length: 3 }, () => make.contact(workspace.id, { custom_fields: '{"plan":"gold"}' })),
      ...Array.from({ length: 2 }, () => make.contact(workspace.id, { tags: ['GOLD'] })),
    ]);
    await make.contact(workspace.id, { custom_fields: '{"plan":"silver"}', tags: ['golden'] });
    await make.contact((await make.workspace()).id, { tags: ['gold'] });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const url: string = `/v1/segments/gold/contacts?limit=2${cursor ? `&cursor=${cursor}` : ''}`;
      const { body } = await get(url);
      const items = ContactListItem.array().parse(body.items);
      expect(items.length).toBeLessThanOrEqual(2);
      seen.push(...items.map(({ id }) => id));
      cursor = body.nextCursor as string | null;
    }
    expect(seen).toEqual(fitting.map(({ id }) => id).sort());
  });

  test('compares every kind of condition as the VIP rule does', async () => {
    const facts = { country: 'DE', language: 'de', channels: ['email', 'whatsapp'], lifecycle: 'customer' };
    const fits = await make.contact(workspace.id, { ...facts, custom_fields: '{"seats":3}' });
    const also = await make.contact(workspace.id, {
      ...facts,
      channels: [],
      custom_fields: '{"seats":true}',
    });
    await make.contact(workspace.id, { ...facts, country: 'AT', custom_fields: '{"seats":"4"}' });
    const get = await serving({
      segments,
      vip: { all: segments[2] && 'all' in segments[2] ? segments[2].all : [] },
    });
    const ids = async (key: string) =>
      ((await get(`/v1/segments/${key}/contacts`)).body.items as { id: string; vip: unknown }[]).map(
        ({ id }) => id,
      );
    expect(await ids('whatsapp-de')).toEqual([fits.id]);
    expect((await ids('seats')).sort()).toEqual([fits.id, also.id].sort());
    const { body } = await get('/v1/contacts?status=any');
    const vips = (body.items as { id: string; vip: unknown }[]).filter(({ vip }) => vip !== null);
    expect(vips.map(({ id }) => id).sort()).toEqual([fits.id, also.id].sort());
  });

  test('shows a restricted agent the own contacts alone', async () => {
    const get = await serving({ segments });
    const mine = await make.contact(workspace.id, { tags: ['gold'] });
    const olga = await make.agent(workspace.id, { external_id: 'olga', role: 'agent_own' });
    await make.conversation(mine, { assignee_id: olga.id });
    await make.contact(workspace.id, { tags: ['gold'] });
    const token = await server?.agentToken({ sub: 'olga', role: 'agent_own' });
    const { body } = await get('/v1/segments/gold/contacts', token);
    expect((body.items as { id: string }[]).map(({ id }) => id)).toEqual([mine.id]);
  });

  test('that is none is named with those there are, and a cursor of another is refused', async () => {
    const get = await serving({ segments });
    const unknown = await get('/v1/segments/silver/contacts');
    expect(unknown).toMatchObject({ status: 404, body: { code: 'segment_not_found' } });
    expect(unknown.body.detail).toContain('gold, whatsapp-de, seats');
    await Promise.all([1, 2].map(() => make.contact(workspace.id, { tags: ['gold'] })));
    const { body } = await get('/v1/segments/gold/contacts?limit=1');
    expect(await get(`/v1/segments/seats/contacts?cursor=${String(body.nextCursor)}`)).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'cursor' }] },
    });
  });
});
