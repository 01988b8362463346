import { PROBLEMS, ROUTES } from '@outbound-composer/core/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXPLANATIONS } from '../../src/http/problem-pages.js';
import { useDatabase } from '../support/database.js';
import { testDeps } from '../support/deps.js';
import { factories } from '../support/factories.js';
import { httpServer } from '../support/http.js';

const database = useDatabase();

let server: Awaited<ReturnType<typeof httpServer>>;
beforeAll(async () => {
  server = await httpServer(testDeps(database.db), await factories(database.db).workspace());
});
afterAll(() => server.app.close());

describe('the reference', () => {
  it('has every route of the contract, and serves what it shows', async () => {
    const { body } = await server.call('GET', '/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    const paths = body.paths as Record<string, Record<string, { operationId?: string }>>;
    for (const [name, { method, path }] of Object.entries(ROUTES)) {
      const shown = path.replace(/:(\w+)/g, '{$1}');
      expect(paths[shown]?.[method.toLowerCase()]?.operationId).toBe(name);
    }
    expect(paths['/v1/events']?.get).toBeDefined();
  });

  it('names the contract’s own schemas', async () => {
    const { body } = await server.call('GET', '/openapi.json');
    const { schemas } = body.components as { schemas: Record<string, unknown> };
    for (const name of ['Contact', 'Decision', 'Message', 'Problem', 'SendMessageInput'])
      expect(Object.keys(schemas)).toContain(name);
  });

  it('is a page that loads nothing from elsewhere', async () => {
    const page = await server.call('GET', '/docs/');
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect((await server.call('GET', '/docs/js/scalar.js')).headers['content-type']).toMatch(/javascript/);
  });
});

describe('a problem code', () => {
  it('has an explanation, and an explanation has a code', () => {
    expect(Object.keys(EXPLANATIONS).sort()).toEqual(Object.keys(PROBLEMS).sort());
  });

  it.each(Object.keys(PROBLEMS))('%s is explained where its type points to', async (code) => {
    const asJson = await server.call('GET', `/problems/${code}`);
    expect(asJson.body).toMatchObject({ code, ...PROBLEMS[code as keyof typeof PROBLEMS] });
    const asPage = await server.call('GET', `/problems/${code}`, { headers: { accept: 'text/html' } });
    expect(asPage.headers['content-type']).toMatch(/^text\/html/);
    expect(asPage.text).toContain(EXPLANATIONS[code as keyof typeof PROBLEMS].helps);
  });

  it('that is none is refused with the known ones', async () => {
    const { body } = await server.call('GET', '/problems/oops');
    expect(body).toMatchObject({ code: 'validation_failed', errors: [{ field: 'code' }] });
  });
});

describe('the operator', () => {
  it('sees that the process lives and that it can serve', async () => {
    expect((await server.call('GET', '/health')).body).toEqual({ status: 'ok' });
    expect((await server.call('GET', '/ready')).body).toEqual({ status: 'ok' });
  });
});
