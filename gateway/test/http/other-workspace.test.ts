import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useDatabase } from '../support/database.js';
import { dispatchAccount, testDeps } from '../support/deps.js';
import { fakeAdapter } from '../support/fake-adapter.js';
import { fullWorkspace } from '../support/full-workspace.js';
import { httpServer } from '../support/http.js';
import { type Operation, operations, type Schema, urlOf } from '../support/openapi.js';
import { fitting } from '../support/schema-arbitrary.js';

const database = useDatabase();

/** Stands in every text of the other workspace, and in none of ours. */
const MARK = 'Zzyzx';
const THEIR_PHONE = '+491700000001';
/** Requests to each route, each as an owner and with a key. */
const EACH = 25;

let theirs: Awaited<ReturnType<typeof fullWorkspace>>;
let server: Awaited<ReturnType<typeof httpServer>>;
let tokens: Record<'owner' | 'machine', string>;

beforeAll(async () => {
  theirs = await fullWorkspace(database.db, MARK, THEIR_PHONE);
  const ours = await fullWorkspace(database.db, 'Ours', '+491700000002');
  server = await httpServer(
    testDeps(database.db, {
      accounts: [dispatchAccount(ours.account, fakeAdapter('sms'))],
    }),
    ours.workspace,
  );
  tokens = {
    owner: await server.agentToken({ sub: 'olga', role: 'owner' }),
    machine: ours.key.key,
  };
});
afterAll(() => server.app.close());

type Named = keyof typeof theirs.ids;

/** What a member of a request that is an id, or refers to a contact, names. A new one must be put here. */
const NAMES: Readonly<Record<string, Named>> = {
  contact: 'contacts',
  into: 'second',
  assignee: 'agents',
  owner: 'agents',
  actor: 'agents',
  channelAccountId: 'accounts',
  templateId: 'templates',
  attachmentId: 'attachments',
  subscriptionId: 'subscriptions',
  conversation: 'conversations',
  '/v1/channel-accounts/id': 'accounts',
  '/v1/messages/id': 'messages',
  '/v1/attachments/id': 'attachments',
  '/v1/surveys/id': 'surveys',
  '/v1/conversations/id': 'conversations',
  '/v1/webhook-subscriptions/id': 'subscriptions',
  '/v1/webhook-deliveries/id': 'deliveries',
};

function foreign({ path: route }: Operation) {
  return (path: readonly string[], schema: Schema): fc.Arbitrary<unknown> | null => {
    const isReference = schema.$ref?.endsWith('/ContactRefInput') ?? false;
    if (schema.format === 'uri') return fc.constantFrom('https://10.0.0.1/x', 'http://127.0.0.1:1/');
    if (!isReference && schema.format !== 'uuid') return null;
    const member = path.findLast((name) => name !== '*') ?? '';
    const [, v1, first] = route.split('/');
    const name = NAMES[member] ?? NAMES[`/${v1}/${first}/${member}`];
    if (!name) throw new Error(`${route} takes an id as ${path.join('.')}; say in NAMES what it names.`);
    const id = fc.constant(theirs.ids[name]);
    if (!isReference || name !== 'contacts') return id;
    return fc.oneof(
      id,
      fc.constantFrom(`email:${MARK}@example.com`, `phone:${THEIR_PHONE}`, `external:crm/1-${MARK}`),
    );
  };
}

/** Requests that fit the document and name nothing but what is the other workspace's. */
function requests(operation: Operation) {
  const override = foreign(operation);
  const parameters = Object.fromEntries(
    operation.parameters.map(({ name, schema }) => [name, fitting(schema, override, [name])]),
  );
  const required = operation.parameters.filter((one) => one.required).map(({ name }) => name);
  return fc.sample(
    fc.record({
      parameters: fc.record(parameters, { requiredKeys: required }),
      body: operation.body ? fitting(operation.body, override) : fc.constant(undefined),
    }),
    { numRuns: EACH, seed: 5 },
  );
}

/** A gateway without keys to seal credentials with, as this one is, adds no accounts. */
const lacksSecretKeys = (answer: string) => answer.includes('OUTBOUND_SECRET_KEYS is not set');

const isIdRoute = ({ parameters }: Operation) =>
  parameters.some((one) => one.in === 'path' && one.name !== 'key' && one.name !== 'code');

/** The rows of the other workspace, and whatever of ours points to them. */
async function theirRows(): Promise<unknown> {
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class c join pg_attribute a on attrelid = c.oid and attname = 'workspace_id'
    where relnamespace = current_schema()::regnamespace and relkind = 'r' order by 1`.execute(database.db);
  const seen: Record<string, unknown> = {};
  const ids = Object.values(theirs.ids).join('|');
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`
      select t::text as row from ${sql.table(name)} as t
      where workspace_id = ${theirs.workspace.id} or t::text ~ ${ids} order by 1`.execute(database.db);
    seen[name] = rows.map(({ row }) => row);
  }
  return seen;
}

const ours = operations.filter(({ path, id }) => path.startsWith('/v1/') && id !== 'events');

describe('what belongs to another workspace', () => {
  it('is seen there', async () => {
    const there = await httpServer(testDeps(database.db), theirs.workspace);
    const { text } = await there.call('GET', `/v1/contacts?q=${MARK}`, { token: theirs.key.key });
    expect(text).toContain(MARK);
    await there.app.close();
  });

  it.each(ours.map((operation) => [operation.id, operation] as const))(
    'is not there for %s, and stays as it is',
    async (_, operation) => {
      const before = await theirRows();
      for (const { parameters, body } of requests(operation)) {
        const given = parameters as Record<string, unknown>;
        const url = urlOf(operation, given);
        for (const token of Object.values(tokens)) {
          const answer = await server.call(operation.method, url, {
            token,
            headers: { 'idempotency-key': randomUUID() },
            ...(body === undefined ? {} : { body }),
          });
          const asked = JSON.stringify([url, body]);
          if (!lacksSecretKeys(answer.text))
            expect(answer.status, `${asked}: ${answer.text}`).toBeLessThan(500);
          if (isIdRoute(operation)) expect(answer.status, asked).toBeGreaterThanOrEqual(400);
          // Nothing of theirs comes back; what was asked may be repeated.
          for (const id of Object.values(theirs.ids))
            if (!asked.includes(id)) expect(answer.text).not.toContain(id);
          if (!asked.includes(MARK)) expect(answer.text).not.toContain(MARK);
        }
      }
      expect(await theirRows()).toEqual(before);
    },
  );

  it.each(ours.map((operation) => [operation.id, operation] as const))(
    'is no way into %s: its keys and tokens count for nothing here',
    async (_, operation) => {
      const [request] = requests(operation);
      const url = urlOf(operation, request!.parameters as Record<string, unknown>);
      const stranger = await server.agentToken({ workspace: theirs.workspace.name, role: 'owner' });
      for (const token of [theirs.key.key, stranger])
        expect((await server.call(operation.method, url, { token, body: request!.body })).status).toBe(401);
    },
  );

  it('is nothing that webhooks or visitors could name', async () => {
    const before = await theirRows();
    const { name } = theirs.workspace;
    const { key } = theirs.account;
    const paths = [`/webhooks/${name}/${key}`, `/webhooks/${theirs.workspace.id}/${theirs.account.id}`];
    const chat = operations.filter(({ path }) => path.startsWith('/chat/'));
    expect(chat.length).toBeGreaterThan(3);
    for (const url of paths)
      expect(await server.call('POST', url, { body: {} })).toMatchObject({
        status: 404,
        body: { code: 'channel_account_not_found' },
      });
    for (const { method, path } of chat)
      expect(
        (
          await server.call(method, path.replace('{workspace}', name).replace('{accountKey}', key), {
            body: {},
          })
        ).status,
      ).toBeGreaterThanOrEqual(400);
    expect(await theirRows()).toEqual(before);
  });
});
