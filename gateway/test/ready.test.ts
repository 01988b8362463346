import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkReady } from '../src/app/check-ready.js';
import { dispatchQueueOf } from '../src/queue/boss.js';
import { connect } from '../src/store/connect.js';
import { useDatabase } from './support/database.js';
import { type WholeGateway, whatsAppConfig, wholeGateway } from './support/whole-gateway.js';

const database = useDatabase();
let gateway: WholeGateway;
beforeAll(async () => {
  gateway = await wholeGateway(database.url, whatsAppConfig('http://127.0.0.1:1'));
});
afterAll(() => gateway.served.close());

const ask = async (path: string) => {
  const answer = await fetch(`${gateway.served.url}${path}`);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

test('a gateway is ready with a database, the schema it needs, and its queue', async () => {
  expect(await ask('/ready')).toEqual({ status: 200, body: { status: 'ok' } });
  expect(await ask('/health')).toEqual({ status: 200, body: { status: 'ok' } });
});

test('a gateway whose schema was taken back names the migrations, and is still alive', async () => {
  const [last] = await database.db
    .withTables<{ kysely_migration: { name: string; timestamp: string } }>()
    .deleteFrom('kysely_migration')
    .where('name', '=', (from) =>
      from.selectFrom('kysely_migration').select(sql<string>`max(name)`.as('last')),
    )
    .returningAll()
    .execute();
  const { status, body } = await ask('/ready');
  expect([status, body.code, body.detail]).toEqual([503, 'unavailable', expect.stringContaining(last!.name)]);
  expect((await ask('/health')).status).toBe(200);
  await database.db
    .withTables<{ kysely_migration: { name: string; timestamp: string } }>()
    .insertInto('kysely_migration')
    .values(last!)
    .execute();
  expect((await ask('/ready')).status).toBe(200);
});

test('a gateway without its queue is not ready', async () => {
  const name = dispatchQueueOf(gateway.served.workspaceId);
  await database.connection.pool.query('select pgboss.delete_queue($1)', [name]);
  const { status, body } = await ask('/ready');
  expect([status, body.detail]).toEqual([503, 'The queue does not answer.']);
});

test('a gateway whose database cannot be reached is not ready, and says nothing of where it is', async () => {
  const away = connect('postgres://oc:hunter2@127.0.0.1:1/oc');
  const refusal = await checkReady({ db: away.db, checkQueue: async () => {} }).catch(
    (error: unknown) => error,
  );
  expect(refusal).toMatchObject({ code: 'unavailable', message: 'The database does not answer.' });
  await away.close();
});
