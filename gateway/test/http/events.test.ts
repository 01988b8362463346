import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EventFeed, startEventFeed } from '../../src/http/events/feed.js';
import { recordEvent } from '../../src/store/record-event.js';
import { HOUR, NOON, type TestClock, testClock } from '../support/clock.js';
import { useDatabase } from '../support/database.js';
import { testDeps } from '../support/deps.js';
import { factories } from '../support/factories.js';
import { httpServer, type TokenClaims } from '../support/http.js';
import { readEvents } from '../support/read-events.js';

const database = useDatabase();

let server: Awaited<ReturnType<typeof httpServer>>;
let feed: EventFeed;
let url: string;
let workspaceId: string;
let contactId: string;
let clock: TestClock;
const failures: unknown[] = [];

beforeAll(async () => {
  const make = factories(database.db);
  const workspace = await make.workspace();
  workspaceId = workspace.id;
  contactId = (await make.contact(workspaceId)).id;
  clock = testClock();
  feed = startEventFeed({
    db: database.db,
    databaseUrl: database.url,
    workspaceId,
    clock,
    failed: (error) => failures.push(error),
    idleMs: 200,
  });
  server = await httpServer(testDeps(database.db, { clock }), workspace, {
    events: feed,
    limits: { eventStreamsPerKey: 1 },
  });
  url = await server.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.app.close();
  await feed.close();
});

const change = (assigneeId: string | null = null, db = database.db) =>
  recordEvent(db, {
    workspaceId,
    type: 'contact.changed',
    contactId,
    assigneeId,
    at: new Date(NOON),
    payload: {},
  });

const open = async ({ lastId, ...claims }: TokenClaims & { lastId?: string } = {}) =>
  readEvents(`${url}/v1/events`, {
    authorization: `Bearer ${await server.agentToken(claims)}`,
    origin: 'https://crm.example',
    ...(lastId === undefined ? {} : { 'last-event-id': lastId }),
  });

describe('the event stream', () => {
  it('tells what is committed, and nothing of what is rolled back', async () => {
    const stream = await open();
    await stream.placed();
    await expect(
      database.db.transaction().execute(async (tx) => {
        await change(null, tx);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow();
    await change();
    const event = await stream.next();
    expect(event).toMatchObject({ type: 'contact.changed', contactId, at: '2026-11-24T12:00:00.000Z' });
    await change();
    expect((await stream.next()).id).not.toBe(event.id);
    expect(stream.waiting()).toBe(0);
    stream.close();
  });

  it('ends with the token that opened it', async () => {
    const stream = await readEvents(`${url}/v1/events`, {
      authorization: `Bearer ${await server.agentToken({ exp: 1 })}`,
    });
    await expect(stream.next()).rejects.toThrow('the stream ended');
  });

  it('is open as often as one key may have it, and again when one was closed', async () => {
    const { key } = await factories(database.db).apiKey(workspaceId);
    const headers = { authorization: `Bearer ${key}` };
    const stream = await readEvents(`${url}/v1/events`, headers);
    const refused = await fetch(`${url}/v1/events`, { headers });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({
      code: 'rate_limited',
      detail: expect.stringMatching(/1 event/),
    });
    (await open()).close();
    stream.close();
    await expect
      .poll(() =>
        readEvents(`${url}/v1/events`, headers).then(
          (again) => {
            again.close();
            return 'open';
          },
          (error: Error) => error.message,
        ),
      )
      .toBe('open');
  });

  it('may be read by a page of an allowed origin', async () => {
    const stream = await open();
    expect(stream.headers.get('access-control-allow-origin')).toBe('https://crm.example');
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(stream.headers.get('cache-control')).toBe('no-store');
    stream.close();
  });

  it('goes on after the last event that was seen', async () => {
    const first = await open();
    await first.placed();
    await change();
    const { id } = await first.next();
    first.close();
    for (let missed = 0; missed < 3; missed++) await change();
    const second = await open({ lastId: id });
    for (let missed = 0; missed < 3; missed++) expect((await second.next()).type).toBe('contact.changed');
    await change();
    await second.next();
    expect(second.waiting()).toBe(0);
    second.close();
  });

  it('goes on after a quiet time, in which only the place moved', async () => {
    const first = await open();
    const place = await first.placed();
    first.close();
    await change();
    const second = await open({ lastId: place });
    expect((await second.next()).type).toBe('contact.changed');
    second.close();
  });

  it('tells what a transaction wrote that was open while others committed, and is not held up by it', async () => {
    const stream = await open();
    await stream.placed();
    let commit = () => {};
    const gate = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let began = () => {};
    const started = new Promise<void>((resolve) => {
      began = resolve;
    });
    const slow = database.db.transaction().execute(async (tx) => {
      await change(null, tx);
      began();
      await gate;
    });
    await started;
    await change();
    const early = await stream.next();
    stream.close();

    const again = await open({ lastId: early.id });
    await again.placed();
    commit();
    await slow;
    expect((await again.next()).type).toBe('contact.changed');
    again.close();
    // Who comes back with the place from before the slow one gets it as well.
    const late = await open({ lastId: early.id });
    expect((await late.next()).type).toBe('contact.changed');
    late.close();
  });

  it.each([
    ['is none', () => 'yesterday'],
    ['is of another server', () => `${NOON}.99999999990:99999999999:`],
    ['can be no snapshot', () => `${NOON}.5:3:`],
    ['is too old', () => `${NOON - 2 * HOUR}.1:1:`],
  ])('says to load again when the last place %s', async (_, place) => {
    const stream = await open({ lastId: place() });
    expect(await stream.next()).toMatchObject({ type: 'resync' });
    stream.close();
  });

  it('says to load again when too much was missed', async () => {
    const first = await open();
    const place = await first.placed();
    first.close();
    await recordEvent(
      database.db,
      ...Array.from({ length: 1001 }, () => ({
        workspaceId,
        type: 'contact.changed' as const,
        contactId,
        assigneeId: null,
        at: new Date(NOON),
        payload: {},
      })),
    );
    const second = await open({ lastId: place });
    expect(await second.next()).toMatchObject({ type: 'resync' });
    second.close();
  });

  it('tells an agent restricted to own contacts of these alone', async () => {
    const stream = await open({ role: 'agent_own', sub: 'olga' });
    await stream.placed();
    const { id } = await database.db
      .selectFrom('agent')
      .where('external_id', '=', 'olga')
      .select('id')
      .executeTakeFirstOrThrow();
    await change(null);
    await change(contactId);
    await change(id);
    await stream.next();
    expect(stream.waiting()).toBe(0);
    stream.close();
  });

  it('tells an agent restricted to the team of the team’s contacts, whoever is in it now', async () => {
    const make = factories(database.db);
    const [north, south, moved] = await Promise.all(
      ['north', 'south', 'south'].map((team) => make.agent(workspaceId, { team })),
    );
    const stream = await open({ role: 'agent_team', sub: 'anna', team: 'north' });
    await stream.placed();
    await change(null);
    await change(south!.id);
    await change(north!.id);
    await stream.next();
    expect(stream.waiting()).toBe(0);
    await database.db.updateTable('agent').set({ team: 'north' }).where('id', '=', moved!.id).execute();
    await change(south!.id);
    await change(moved!.id);
    await stream.next();
    expect(stream.waiting()).toBe(0);
    stream.close();
  });

  it('goes on when the connection that listens is lost', async () => {
    const stream = await open();
    await stream.placed();
    const { rows } = await database.connection.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'outbound-composer events' and datname = current_database()`,
    );
    expect(rows).toHaveLength(1);
    await change();
    expect((await stream.next()).type).toBe('contact.changed');
    expect(failures.length).toBeGreaterThan(0);
    stream.close();
  });

  it('is refused without credentials, as a problem', async () => {
    const answer = await fetch(`${url}/v1/events`);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'token_missing' });
  });

  it('ends when the server stops', async () => {
    const stream = await open();
    await stream.placed();
    await server.app.close();
    await stream.ended();
  });
});
