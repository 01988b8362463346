import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useDatabase } from '../support/database.js';
import { dispatchAccount, testDeps } from '../support/deps.js';
import { fakeAdapter } from '../support/fake-adapter.js';
import { fullWorkspace } from '../support/full-workspace.js';
import { httpServer } from '../support/http.js';

const database = useDatabase();
let ours: Awaited<ReturnType<typeof fullWorkspace>>;
let server: Awaited<ReturnType<typeof httpServer>>;
let token: string;

beforeAll(async () => {
  ours = await fullWorkspace(database.db, 'Ours', '+491700000001');
  const accounts = [dispatchAccount(ours.account, fakeAdapter('sms'))];
  server = await httpServer(testDeps(database.db, { accounts }), ours.workspace);
  token = await server.agentToken({ sub: 'olga', role: 'owner' });
});
afterAll(() => server.app.close());

const patch = (body: object) => server.call('PATCH', `/v1/contacts/${ours.ids.contacts}`, { token, body });

/** Texts that mean something to a browser, a terminal, a spreadsheet, a template or a database. */
const TEXTS: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '&lt;b&gt; &amp;',
  '\u202egnp.exe',
  '\u2066left\u2069 \u200f',
  'bell\u0007 escape\u001b[31m',
  'two\nlines\r\nthree\ttabs',
  '=HYPERLINK("https://evil.example";"x")',
  '@SUM(1+1)|cmd',
  "'; drop table contact; --",
  '{{1}} #{x} %s \\u0000 \\',
  '👩‍👩‍👧‍👦 é e\u0301 ﬁ İ ß',
];

describe('a text that is stored', () => {
  it.each(TEXTS)('comes out of the API as it went in: %j', async (text) => {
    const saved = await patch({
      firstName: text,
      lastName: text,
      lifecycle: text,
      addTags: [text],
      customFields: { [text]: text },
    });
    expect(saved.status).toBe(200);
    const contact = (await server.call('GET', `/v1/contacts/${ours.ids.contacts}`, { token })).body;
    expect(contact).toMatchObject({
      firstName: text,
      lastName: text,
      lifecycle: text,
      customFields: { [text]: text },
    });
    expect(contact.tags).toContain(text);

    const sent = await server.call('POST', '/v1/messages', {
      token,
      headers: { 'idempotency-key': randomUUID() },
      body: {
        contact: ours.ids.contacts,
        takeOver: true,
        content: { kind: 'text', text },
        reopenReason: text,
      },
    });
    expect([sent.status, sent.text]).toEqual([202, expect.stringContaining('"queued"')]);
    const { items } = (
      await server.call('GET', `/v1/contacts/${ours.ids.contacts}/messages?limit=1`, { token })
    ).body as { items: { content: { text: string } }[] };
    expect(items[0]?.content.text).toBe(text);

    const closed = await server.call('POST', `/v1/conversations/${ours.ids.conversations}/close`, {
      token,
      body: { category: text, summary: text },
    });
    expect(closed.body).toMatchObject({ closing: { category: text, summary: text } });
  });

  it('comes out as it went in, whatever it is made of', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }).filter((one) => one.trim() !== ''),
        async (text) => {
          const saved = await patch({ customFields: { text } });
          if (text.includes('\0') || !text.isWellFormed())
            expect(saved.body).toMatchObject({
              code: 'validation_failed',
              errors: [{ field: 'customFields.text', expected: 'Unicode text' }],
            });
          else expect(saved.body).toMatchObject({ contact: { customFields: { text } } });
        },
      ),
      { numRuns: 100, seed: 6 },
    );
  });

  it('of a megabyte is refused by its field, and nothing of the request is kept', async () => {
    const long = 'ß'.repeat(500_000);
    for (const [field, body] of [
      ['firstName', { firstName: long, lifecycle: 'lost' }],
      ['customFields.note', { customFields: { note: long }, lifecycle: 'lost' }],
      ['addTags.0', { addTags: [long], lifecycle: 'lost' }],
    ] as const)
      expect(await patch(body)).toMatchObject({
        status: 422,
        body: { code: 'validation_failed', errors: [{ field }] },
      });
    const contact = await server.call('GET', `/v1/contacts/${ours.ids.contacts}`, { token });
    expect(contact.body.lifecycle).not.toBe('lost');
  });
});
