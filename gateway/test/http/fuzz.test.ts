import { randomUUID } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { useDatabase } from '../support/database.js';
import { dispatchAccount, testDeps } from '../support/deps.js';
import { fakeAdapter } from '../support/fake-adapter.js';
import { fullWorkspace } from '../support/full-workspace.js';
import { httpServer } from '../support/http.js';
import { type Operation, openApiDocument, operations, type Schema, urlOf } from '../support/openapi.js';
import { broken, fitting, nasty } from '../support/schema-arbitrary.js';

/** Requests in all; 20,000 for a whole run. */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 1_000);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
/** Streams do not end by themselves; they have tests of their own. */
const STREAMS = ['events', 'chatEvents'];

const database = useDatabase();
let ours: Awaited<ReturnType<typeof fullWorkspace>>;
let server: Awaited<ReturnType<typeof httpServer>>;
let owner: string;

beforeAll(async () => {
  ours = await fullWorkspace(database.db, 'Ours', '+491700000001');
  const accounts = [dispatchAccount(ours.account, fakeAdapter('sms'))];
  server = await httpServer(testDeps(database.db, { accounts }), ours.workspace, {
    allowPrivateUrls: ['http://127.0.0.1:*'],
  });
  owner = await server.agentToken({ sub: 'olga', role: 'owner' });
});
afterAll(() => server.app.close());

interface Request {
  readonly operation: Operation;
  readonly url: string;
  readonly token: string | undefined;
  readonly headers: Record<string, string>;
  readonly payload: string | Buffer | undefined;
}

/** Ids that exist half of the time, and addresses that nobody answers on. */
function known(_: readonly string[], schema: Schema): fc.Arbitrary<unknown> | null {
  const ids = fc.constantFrom(...Object.values(ours.ids));
  if (schema.$ref?.endsWith('/ContactRefInput')) return fc.oneof(ids, fitting(schema));
  if (schema.format === 'uuid') return fc.oneof(ids, fc.uuid());
  if (schema.format === 'uri') return fc.constantFrom('https://10.0.0.1/x', 'http://127.0.0.1:1/');
  return null;
}

const times = (weight: number, arbitrary: fc.Arbitrary<unknown>) => ({ weight, arbitrary });

function requestTo(operation: Operation): fc.Arbitrary<Request> {
  const parameters = (values: (schema: Schema, name: string) => fc.Arbitrary<unknown>) =>
    fc.record(
      Object.fromEntries(operation.parameters.map(({ name, schema }) => [name, values(schema, name)])),
      { requiredKeys: operation.parameters.filter((one) => one.required).map(({ name }) => name) },
    );
  const fitted = (schema: Schema, name: string) => fitting(schema, known, [name]);
  const body = operation.body && fitting(operation.body, known);
  const asText = (value: unknown) => JSON.stringify(value);
  const payload = body
    ? fc.oneof(
        times(8, body.map(asText)),
        times(8, broken(body).map(asText)),
        times(1, nasty.map(asText)),
        times(1, fc.string({ unit: 'binary' })),
        times(
          1,
          fc.uint8Array().map((bytes) => Buffer.from(bytes)),
        ),
        times(
          1,
          fc.nat({ max: 50_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
        ),
        times(
          1,
          body.map((value) => asText(withLongText(value))),
        ),
      )
    : fc.constant(undefined);
  return fc
    .record({
      given: fc.oneof(
        times(6, parameters(fitted)),
        times(
          4,
          parameters((schema, name) => fc.oneof(fitted(schema, name), nasty)),
        ),
      ),
      payload,
      credentials: fc.constantFrom('owner', 'owner', 'owner', 'key', 'key', 'none', 'garbage'),
      idempotencyKey: fc.oneof(fc.uuid(), fc.constantFrom('k', '', 'two words')),
    })
    .map(({ given, payload, credentials, idempotencyKey }) => ({
      operation,
      url: urlOf(operation, given as Record<string, unknown>),
      token: { owner, key: ours.key.key, none: undefined, garbage: 'x.y.z' }[credentials],
      headers: {
        'idempotency-key': idempotencyKey,
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      },
      payload: payload as string | Buffer | undefined,
    }));
}

/** Its first text a megabyte long. */
function withLongText(value: unknown): unknown {
  let done = false;
  return JSON.parse(JSON.stringify(value), (_, one: unknown) => {
    if (done || typeof one !== 'string') return one;
    done = true;
    return 'ß'.repeat(500_000);
  });
}

const ajv = new Ajv2020({ strict: false, allErrors: false });
addFormats.default(ajv);
ajv.addSchema(openApiDocument, 'openapi');

/** Null when the answer is one that the document has for the operation. */
function misfit({ path, method, answers }: Operation, status: number, body: unknown): string | null {
  const named = String(status) in answers ? String(status) : 'default';
  if (!(named in answers)) return `no answer ${status} is documented`;
  if (answers[named] === null) return null;
  const escaped = path.replace(/~/g, '~0').replace(/\//g, '~1');
  const media = named === 'default' ? 'application~1problem+json' : 'application~1json';
  const $ref = `openapi#/paths/${escaped}/${method.toLowerCase()}/responses/${named}/content/${media}/schema`;
  const validate = ajv.getSchema($ref) ?? ajv.compile({ $ref });
  return validate(body) ? null : ajv.errorsText(validate.errors);
}

it(
  'no request makes the gateway fail, and every answer is one that its document has',
  async () => {
    const asked = operations.filter(({ id }) => !STREAMS.includes(id));
    const requests = fc.sample(fc.oneof(...asked.map(requestTo)), { numRuns: REQUESTS, seed: SEED });
    const wrong = new Map<string, string>();
    const answered = new Map<number, number>();
    for (const { operation, url, token, headers, payload } of requests) {
      const from = server.log.length;
      const answer = await server.call(operation.method, url, {
        ...(token === undefined ? {} : { token }),
        headers: { ...headers, 'x-request': randomUUID() },
        ...(payload === undefined ? {} : { payload }),
      });
      answered.set(answer.status, (answered.get(answer.status) ?? 0) + 1);
      const why =
        answer.status >= 500 && !answer.text.includes('OUTBOUND_SECRET_KEYS is not set')
          ? server.log.slice(from).join('').slice(0, 2_000)
          : misfit(operation, answer.status, answer.body);
      if (why !== null)
        wrong.set(
          `${operation.id} ${answer.status}: ${why.replace(/[0-9a-f-]{36}|"(?:time|ms)":[\d.]+/g, '…')}`.slice(
            0,
            700,
          ),
          `${url} ${String(payload).slice(0, 300)} ${answer.text.slice(0, 300)}`,
        );
    }
    if (process.env.FUZZ_REQUESTS !== undefined)
      console.info(`${REQUESTS} requests, seed ${SEED}:`, Object.fromEntries([...answered].sort()));
    expect(Object.fromEntries(wrong)).toEqual({});
    // Neither all refused nor all taken: both sides were tried.
    expect(answered.get(200) ?? 0).toBeGreaterThan(REQUESTS / 10);
    expect((answered.get(400) ?? 0) + (answered.get(422) ?? 0)).toBeGreaterThan(REQUESTS / 10);
  },
  20_000 + REQUESTS * 60,
);
