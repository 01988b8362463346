import { createHmac, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { createLog } from '../../src/start/log.js';
import { type Served, type ServeOptions, serve } from '../../src/start/serve.js';

const TOKEN_SECRET = 'the-crm-and-the-gateway-share-this-one';
export const APP_SECRET = 'the-app-secret-of-whatsapp';
export const ACCESS_TOKEN = 'EAAG-the-access-token-of-whatsapp';
const WORKSPACE = 'acme';

export interface WholeGateway {
  readonly served: Served;
  /** Asks as the agent Ada, or with what `headers` say. */
  call(
    method: string,
    path: string,
    options?: { body?: unknown; headers?: Record<string, string> },
  ): Promise<{ status: number; body: Record<string, unknown>; text: string }>;
  agentToken(sub?: string, name?: string): Promise<string>;
  /** Delivers a webhook of WhatsApp. */
  report(value: object, secret?: string, account?: string): Promise<number>;
  /** A customer writes, which makes the contact and opens its window. */
  writes(
    phone: string,
    text: string,
    given?: { id?: string; name?: string; account?: string },
  ): Promise<number>;
}

/** The account `whatsapp`, and those that are given by what is different about them. */
export const whatsAppConfig = (
  providerUrl: string,
  others: readonly { key: string; rate?: { perSecond: number; burst: number } }[] = [],
) => ({
  workspace: { name: WORKSPACE, agentTokens: { issuer: 'crm', secret: TOKEN_SECRET } },
  channelAccounts: [{ key: 'whatsapp' }, ...others].map((account) => ({
    channel: 'whatsapp',
    name: 'WhatsApp',
    settings: {
      baseUrl: providerUrl,
      phoneNumberId: '1',
      accessToken: ACCESS_TOKEN,
      appSecret: APP_SECRET,
      verifyToken: 'verify',
      timeoutMs: 60_000,
    },
    ...account,
  })),
});

/** A gateway as `gateway serve` runs it, with WhatsApp on a loopback provider. */
export async function wholeGateway(
  databaseUrl: string,
  config: object,
  options: Partial<ServeOptions> = {},
): Promise<WholeGateway> {
  const served = await serve({
    config,
    env: {},
    port: 0,
    databaseUrl,
    log: createLog({ level: 'error' }),
    ...options,
  });
  return { served, ...clientOf(served.url) };
}

/** How a CRM and WhatsApp talk to the gateway at this address. */
export function clientOf(url: string): Omit<WholeGateway, 'served'> {
  async function agentToken(sub = 'ada', name = 'Ada'): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ workspace: WORKSPACE, sub, name, role: 'agent' })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('crm')
      .setAudience('outbound-composer')
      .setIssuedAt(now)
      .setExpirationTime(now + 300)
      .sign(new TextEncoder().encode(TOKEN_SECRET));
  }

  async function report(value: object, secret = APP_SECRET, account = 'whatsapp'): Promise<number> {
    const body = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '1',
          changes: [
            {
              field: 'messages',
              value: {
                messaging_product: 'whatsapp',
                metadata: { display_phone_number: '1', phone_number_id: '1' },
                ...value,
              },
            },
          ],
        },
      ],
    });
    const answer = await fetch(`${url}/webhooks/${WORKSPACE}/${account}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
      },
      body,
    });
    await answer.arrayBuffer();
    return answer.status;
  }

  return {
    agentToken,
    report,
    async call(method, path, { body, headers = {} } = {}) {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await agentToken()}`,
          'idempotency-key': randomUUID(),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      const isJson = /\bjson\b/.test(answer.headers.get('content-type') ?? '');
      return { status: answer.status, text, body: isJson ? JSON.parse(text) : {} };
    },
    writes: (phone, text, { id = `wamid.${randomUUID()}`, name = 'Ana', account } = {}) => {
      const from = phone.replaceAll(/\D/g, '');
      const timestamp = String(Math.floor(Date.now() / 1000));
      const message = { from, id, timestamp, type: 'text', text: { body: text } };
      const value = { contacts: [{ profile: { name }, wa_id: from }], messages: [message] };
      return report(value, APP_SECRET, account);
    },
  };
}
