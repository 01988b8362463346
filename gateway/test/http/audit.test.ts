import { Audit } from '@outbound-composer/core/contract';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuditEntry, audit } from '../../src/store/audit.js';
import { HOUR, MINUTE, NOON } from '../support/clock.js';
import { useDatabase } from '../support/database.js';
import { testDeps } from '../support/deps.js';
import { asAgent, factories } from '../support/factories.js';
import { httpServer } from '../support/http.js';

const database = useDatabase();

let server: Awaited<ReturnType<typeof httpServer>>;
let token: string;
let key: string;
let agentId: string;
let contactId: string;
let othersId: string;
const COUNT = 25;

beforeAll(async () => {
  const make = factories(database.db);
  const workspace = await make.workspace();
  const agent = await make.agent(workspace.id, { external_id: 'ada', name: '=HYPERLINK("x")' });
  agentId = agent.id;
  contactId = (await make.contact(workspace.id, { email: 'ada@example.com' })).id;
  othersId = (await make.contact(workspace.id)).id;
  const entries = Array.from(
    { length: COUNT },
    (_, index): AuditEntry => ({
      workspaceId: workspace.id,
      // Several at one instant.
      at: new Date(NOON + Math.floor(index / 4) * MINUTE),
      by: index % 5 === 0 ? asAgent(agent) : 'system',
      action: index % 2 === 0 ? 'conversation_closed' : 'conversation_woken',
      contactId: index % 3 === 0 ? othersId : contactId,
      detail: { index, category: 'a, "b"' },
    }),
  );
  await audit(database.db, ...entries);
  const elsewhere = await make.workspace();
  await audit(database.db, {
    workspaceId: elsewhere.id,
    at: new Date(NOON),
    by: 'system',
    action: 'contact_created',
    contactId: (await make.contact(elsewhere.id)).id,
  });
  key = (await make.apiKey(workspace.id)).key;
  server = await httpServer(testDeps(database.db), workspace);
  token = await server.agentToken({ sub: 'mia', name: 'Mia', role: 'manager' });
});
afterAll(() => server.app.close());

const get = async (query = '', as = token) => {
  const { status, body } = await server.call('GET', `/v1/audit${query}`, { token: as });
  return { status, body, items: status === 200 ? Audit.array().parse(body.items) : [] };
};
const indexes = (items: readonly Audit[]) => items.map(({ detail }) => Number(detail.index));

describe('the audit trail', () => {
  it('comes newest first, with who acted by name', async () => {
    const { items, body } = await get();
    expect(items).toHaveLength(COUNT);
    expect(body.nextCursor).toBeNull();
    expect(items.map(({ at }) => at)).toEqual(
      items
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
    const byAgent = items.find(({ detail }) => detail.index === 5);
    expect(byAgent).toMatchObject({
      actor: { kind: 'agent', id: agentId, name: '=HYPERLINK("x")' },
      action: 'conversation_woken',
      contactId,
    });
  });

  it('comes in pages that leave nothing out and tell nothing twice', async () => {
    const whole = indexes((await get()).items);
    const paged: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { items, body }: Awaited<ReturnType<typeof get>> = await get(
        `?limit=7${cursor ? `&cursor=${cursor}` : ''}`,
      );
      paged.push(...indexes(items));
      cursor = body.nextCursor as string | null;
    }
    expect(paged).toEqual(whole);
  });

  it.each([
    ['contact', () => `?contact=email:ada@example.com`, (index: number) => index % 3 !== 0],
    ['action', () => '?action=conversation_woken', (index: number) => index % 2 === 1],
    ['actor', () => `?actor=${agentId}`, (index: number) => index % 5 === 0],
    [
      'time, its end left out',
      () => `?from=${new Date(NOON + MINUTE).toISOString()}&to=${new Date(NOON + 3 * MINUTE).toISOString()}`,
      (index: number) => index >= 4 && index < 12,
    ],
  ])('is narrowed by %s', async (_by, query, fits) => {
    const expected = Array.from({ length: COUNT }, (_, index) => index).filter(fits);
    expect(indexes((await get(query())).items).toSorted((a, b) => a - b)).toEqual(expected);
  });

  it('of a contact includes what was done to one that was merged into it', async () => {
    const make = factories(database.db);
    const { workspace_id } = await database.db
      .selectFrom('contact')
      .where('id', '=', contactId)
      .select('workspace_id')
      .executeTakeFirstOrThrow();
    const from = await make.contact(workspace_id);
    await audit(database.db, {
      workspaceId: workspace_id,
      at: new Date(NOON - HOUR),
      by: 'contact',
      action: 'contact_created',
      contactId: from.id,
    });
    const into = await make.contact(workspace_id);
    await server.call('POST', `/v1/contacts/${from.id}/merge`, { token: key, body: { into: into.id } });
    const { items } = await get(`?contact=${into.id}`);
    expect(items.map(({ action, contactId: id }) => [action, id])).toEqual([
      ['contact_merged', into.id],
      ['contact_created', from.id],
    ]);
  });

  it('says which part of a question is wrong', async () => {
    const at = new Date(NOON).toISOString();
    expect(await get(`?from=${at}&to=${at}`)).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'to' }] },
    });
    expect(await get('?from=yesterday')).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'from' }] },
    });
    expect(await get('?cursor=x')).toMatchObject({ status: 422, body: { errors: [{ field: 'cursor' }] } });
    expect(await get('?contact=email:nobody@example.com')).toMatchObject({ status: 404 });
  });

  it('is for owners and managers alone', async () => {
    const agent = await server.agentToken({ sub: 'bea', role: 'agent' });
    const owner = await server.agentToken({ sub: 'olaf', role: 'owner' });
    for (const path of ['/v1/audit', '/v1/audit.csv']) {
      for (const as of [agent, key])
        expect(await server.call('GET', path, { token: as })).toMatchObject({
          status: 403,
          body: { code: 'forbidden' },
        });
      expect((await server.call('GET', path, { token: owner })).status).toBe(200);
    }
  });
});

describe('its export', () => {
  it('holds the same entries as CSV, with what a spreadsheet would run made harmless', async () => {
    const { headers, text } = await server.call('GET', '/v1/audit.csv?action=conversation_closed', { token });
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const rows: Record<string, string>[] = parse(text, { columns: true });
    const { items } = await get('?action=conversation_closed');
    expect(rows.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
    expect(rows.map(({ detail }) => JSON.parse(detail!))).toEqual(items.map(({ detail }) => detail));
    const byAgent = rows.find(({ actor_id }) => actor_id === agentId);
    expect(byAgent?.actor_name).toBe(`'=HYPERLINK("x")`);
  });

  it('goes on beyond what is held in memory at once', async () => {
    const make = factories(database.db);
    const workspace = await make.workspace();
    const contact = await make.contact(workspace.id);
    const entry: AuditEntry = {
      workspaceId: workspace.id,
      at: new Date(NOON),
      by: 'system',
      action: 'conversation_woken',
      contactId: contact.id,
    };
    await audit(database.db, ...Array.from({ length: 2_345 }, () => entry));
    const other = await httpServer(testDeps(database.db), workspace);
    const { text } = await other.call('GET', '/v1/audit.csv', {
      token: await other.agentToken({ role: 'owner' }),
    });
    await other.app.close();
    const rows: Record<string, string>[] = parse(text, { columns: true });
    const ids = rows.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2_345);
    expect(ids).toHaveLength(2_345);
  });
});
