import { createHash } from 'node:crypto';
import type { Role } from '@outbound-composer/core/contract';
import type { InjectOptions } from 'fastify';
import { SignJWT } from 'jose';
import { type Kysely, sql } from 'kysely';
import type { AccountsDeps } from '../../src/app/accounts/add-account.js';
import type { Deps } from '../../src/app/deps.js';
import type { AgentTokenSettings } from '../../src/http/agent-token.js';
import type { ApiLimits } from '../../src/http/api-limits.js';
import type { EventFeed } from '../../src/http/events/feed.js';
import { buildServer } from '../../src/http/server.js';
import { createLog } from '../../src/start/log.js';
import type { Database } from '../../src/store/database.js';

const SECRET = 'a-secret-that-only-the-crm-and-we-know';
const ISSUER = 'crm.example';

export interface TokenClaims {
  workspace?: string;
  sub?: string;
  name?: string;
  role?: Role;
  team?: string;
  aud?: string;
  iss?: string;
  /** Seconds from the deps' clock. */
  iat?: number;
  exp?: number;
}

/** The HTTP side over given dependencies, with what a caller needs: tokens, and answers already parsed. */
export async function httpServer(
  deps: Deps,
  workspace: { id: string; name: string },
  given: {
    events?: EventFeed;
    allowedOrigins?: string[];
    trustProxy?: string[];
    allowPrivateUrls?: string[];
    accountStore?: AccountsDeps;
    publicUrl?: string;
    agentTokens?: AgentTokenSettings;
    limits?: Partial<ApiLimits>;
  } = {},
) {
  const lines: string[] = [];
  const app = await buildServer(
    {
      deps,
      workspace: {
        ...workspace,
        preset: 'current',
        defaultCountry: 'DE',
        agentTokens: given.agentTokens ?? { issuer: ISSUER, secret: SECRET },
        allowedOrigins: given.allowedOrigins ?? ['https://crm.example'],
      },
      events: given.events ?? NO_EVENTS,
      limits: { ...UNLIMITED, ...given.limits },
      webhooks: { allowPrivateUrls: given.allowPrivateUrls ?? [] },
      publicUrl: given.publicUrl ?? null,
      accountStore: given.accountStore,
      version: '0.0.0',
      streams: new Set(),
    },
    {
      trustProxy: given.trustProxy ?? false,
      logger: createLog({ level: 'debug', destination: { write: (line) => lines.push(line) } }),
    },
  );

  async function agentToken(claims: TokenClaims = {}, secret = SECRET, algorithm = 'HS256'): Promise<string> {
    const now = Math.floor(deps.clock() / 1000);
    const { iat = 0, exp = 300, aud = 'outbound-composer', iss = ISSUER, ...own } = claims;
    return new SignJWT({ workspace: workspace.name, sub: 'ada', name: 'Ada', role: 'agent', ...own })
      .setProtectedHeader({ alg: algorithm })
      .setAudience(aud)
      .setIssuer(iss)
      .setIssuedAt(now + iat)
      .setExpirationTime(now + exp)
      .sign(new TextEncoder().encode(secret));
  }

  async function call(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS',
    url: string,
    options: {
      token?: string;
      body?: unknown;
      headers?: Record<string, string>;
      payload?: string | Buffer;
    } = {},
  ) {
    const headers: Record<string, string> = { ...options.headers };
    if (options.token !== undefined) headers.authorization = `Bearer ${options.token}`;
    const request: InjectOptions = { method, url, headers };
    if (options.body !== undefined) {
      headers['content-type'] ??= 'application/json';
      request.payload = JSON.stringify(options.body);
    } else if (options.payload !== undefined) request.payload = options.payload;
    const answer = await app.inject(request);
    const isJson = /\bjson\b/.test(String(answer.headers['content-type'] ?? ''));
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.body,
      body: (isJson ? JSON.parse(answer.body) : null) as Record<string, unknown>,
    };
  }

  return { app, call, agentToken, log: lines };
}

/** A suite asks more in a minute than anybody does. */
const UNLIMITED: ApiLimits = {
  requestsPerMinute: Number.MAX_SAFE_INTEGER,
  requestsAtOnce: Number.MAX_SAFE_INTEGER,
  refusedPerMinute: Number.MAX_SAFE_INTEGER,
  eventStreamsPerAgent: Number.MAX_SAFE_INTEGER,
  eventStreamsPerKey: Number.MAX_SAFE_INTEGER,
};

const NO_EVENTS: EventFeed = {
  join: () => Promise.reject(new Error('this test has no event feed')),
  close: async () => {},
};

const TABLES = [
  'agent',
  'attachment',
  'attachment_piece',
  'audit',
  'contact',
  'contact_external_id',
  'merged_contact',
  'conversation',
  'event',
  'idempotency',
  'identity',
  'message',
  'monthly_counter',
  'send_attempt',
  'survey',
  'template',
] as const satisfies readonly (keyof Database)[];

/** One value for everything stored: the same before and after means that nothing changed. */
export async function everything(db: Kysely<Database>): Promise<string> {
  const hash = createHash('sha256');
  for (const table of TABLES) {
    const { rows } = await sql<{ row: string }>`
      select t::text as row from ${sql.table(table)} as t order by 1`.execute(db);
    hash.update(`${table}\n${rows.map(({ row }) => row).join('\n')}\n`);
  }
  return hash.digest('hex');
}
