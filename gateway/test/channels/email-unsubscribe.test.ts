import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WebhookRequest } from '../../src/channels/adapter.js';
import { emailAdapter } from '../../src/channels/email/index.js';
import { TEXT } from './conformance.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const adapter = emailAdapter(() => NOW);
const HOOK = 'https://gateway.example/webhooks/acme/email';
const SECRET = 'a secret of at least 32 characters';
const TO = 'ada@customer.example';
const mails: string[] = [];
let server: SMTPServer;

beforeAll(async () => {
  server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    authOptional: true,
    logger: false,
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push(Buffer.concat(chunks).toString());
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
});
afterAll(async () => {
  await adapter.close?.();
  await new Promise<void>((done) => server.close(done));
});

const account = (over: object = { unsubscribe: { url: HOOK, secret: SECRET } }) => ({
  id: JSON.stringify(over),
  key: 'email',
  settings: adapter.settings.parse({
    host: '127.0.0.1',
    port: (server.server.address() as AddressInfo).port,
    tls: 'none',
    from: 'news@nordlicht.example',
    ...over,
  }),
});
type Account = ReturnType<typeof account>;

async function headersOf(purpose: 'support' | 'csat' | 'marketing' | null, by: Account = account()) {
  const message = { ...TEXT, to: TO, purpose };
  const outcome = await adapter.send(by, message, new AbortController().signal);
  expect(outcome.outcome).toBe('accepted');
  const { headers } = await PostalMime.parse(mails.at(-1) ?? '');
  const header = (key: string) => headers.find((one) => one.key === key)?.value ?? null;
  return { link: header('list-unsubscribe'), post: header('list-unsubscribe-post') };
}
async function link(): Promise<URL> {
  const { link } = await headersOf('marketing');
  return new URL(link?.slice(1, -1) ?? '');
}
function call(method: 'GET' | 'POST', url: URL, headers: Record<string, string> = {}): WebhookRequest {
  const body = Buffer.from(method === 'POST' ? 'List-Unsubscribe=One-Click' : '');
  return { method, headers, query: Object.fromEntries(url.searchParams), body };
}
const verify = (request: WebhookRequest, by: Account = account()) => adapter.webhook?.verify(by, request);
const page = (request: WebhookRequest) => adapter.webhook?.challenge?.(account(), request);

describe('Unsubscribing from subscription mail', () => {
  test('is offered by marketing mails alone, in the headers of RFC 8058', async () => {
    const { link, post } = await headersOf('marketing');
    expect(link).toMatch(/^<https:\/\/gateway\.example\/webhooks\/acme\/email\?unsubscribe=[\w-]+>$/);
    expect(post).toBe('List-Unsubscribe=One-Click');
    for (const purpose of ['support', 'csat', null] as const)
      expect(await headersOf(purpose)).toEqual({ link: null, post: null });
    expect(await headersOf('marketing', account({}))).toEqual({ link: null, post: null });
  });

  test('takes one POST, without a cookie or a page', async () => {
    const request = call('POST', await link());
    expect(page(request)).toBeNull();
    expect(verify(request)).toBe(true);
    expect(await adapter.webhook?.parse(account(), request)).toEqual([
      { type: 'consent', from: TO, change: 'opted_out', at: NOW },
    ]);
    expect(adapter.webhook?.reply?.(account(), request)).toMatchObject({ status: 200 });
  });

  test('does not happen by looking at the link, as scanners of mail do', async () => {
    const shown = page(call('GET', await link()));
    expect(shown).toMatchObject({ status: 200, contentType: 'text/html; charset=utf-8' });
    expect(shown?.body).toContain('<form method="post">');
    expect(page(call('GET', await link(), { 'accept-language': 'de-DE,de;q=0.9' }))?.body).toContain(
      'Abmelden',
    );
  });

  test('works for the address of the link and for no other', async () => {
    const url = await link();
    const token = url.searchParams.get('unsubscribe') ?? '';
    expect(Buffer.from(token, 'base64url').includes(TO)).toBe(false);
    const with_ = (value: string) => {
      const other = new URL(url);
      other.searchParams.set('unsubscribe', value);
      return call('POST', other);
    };
    for (const wrong of ['', 'x', token.slice(1), token.slice(0, -2), `A${token.slice(1)}`]) {
      expect(verify(with_(wrong))).toBe(false);
      expect(page({ ...with_(wrong), method: 'GET' })).toMatchObject({ status: 404 });
    }
    const another = account({ unsubscribe: { url: HOOK, secret: `${SECRET}!` } });
    expect(verify(with_(token), another)).toBe(false);
    expect(verify(with_(token), account({}))).toBe(false);
  });
});
