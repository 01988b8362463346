import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import Fastify from 'fastify';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { AGENTS } from '../agents.js';
import { CRM_PAGE } from '../pages.js';
import type { CrmAccount } from './accounts.js';

export interface CrmOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly gatewayUrl: string;
  readonly sandboxUrl: string;
  readonly workspace: string;
  /** Shared with the gateway: how it knows that a token is ours. */
  readonly agentTokens: { readonly issuer: string; readonly secret: string };
  readonly accounts: readonly CrmAccount[];
}

export interface RunningCrm {
  readonly url: string;
  stop(): Promise<void>;
}

/** Seconds; the gateway takes ten minutes at most. */
const TOKEN_LIFETIME = 300;
const AgentId = z.enum(AGENTS.map(({ id }) => id) as [string, ...string[]]);
const DEFAULT_AGENT = 'jonas';

/** The CRM's backend: its page, its session, and the tokens for its agents. */
export async function startCrm(options: CrmOptions): Promise<RunningCrm> {
  const { gatewayUrl, sandboxUrl } = options;
  const page = await readFile(`${CRM_PAGE}index.html`, 'utf8');
  const app = Fastify({ forceCloseConnections: true });

  app.addHook('onSend', async (_request, reply) => {
    reply.header(
      'content-security-policy',
      [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        `connect-src 'self' ${gatewayUrl}`,
        `frame-src ${sandboxUrl}`,
        "base-uri 'none'",
      ].join('; '),
    );
  });

  // Which agent sits here. A real CRM knows it by its login.
  const agentOf = (cookie: string | undefined) => {
    const id = /(?:^|;\s*)agent=([\w-]+)/.exec(cookie ?? '')?.[1];
    return AGENTS.find((agent) => agent.id === (id ?? DEFAULT_AGENT)) ?? AGENTS[0];
  };
  const token = async (cookie: string | undefined) => {
    const agent = agentOf(cookie);
    if (agent === undefined) throw new Error('The demo has no agents');
    return new SignJWT({ workspace: options.workspace, name: agent.name, role: agent.role })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(options.agentTokens.issuer)
      .setAudience('outbound-composer')
      .setSubject(agent.id)
      .setIssuedAt()
      .setExpirationTime(`${TOKEN_LIFETIME}s`)
      .sign(new TextEncoder().encode(options.agentTokens.secret));
  };

  app.get('/', async (request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(
        page
          .replace('{{gateway}}', gatewayUrl)
          .replace('{{sandbox}}', sandboxUrl)
          .replace('{{token}}', await token(request.headers.cookie)),
      ),
  );
  app.get('/token', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    return { token: await token(request.headers.cookie) };
  });
  app.get('/session', async (request) => ({
    agent: agentOf(request.headers.cookie)?.id,
    agents: AGENTS.map(({ id, name, title }) => ({ id, name, title })),
    accounts: options.accounts,
    sandbox: sandboxUrl,
  }));
  app.post('/session', async (request, reply) => {
    const session = z.object({ agent: AgentId }).safeParse(request.body);
    if (!session.success) return reply.status(422).send({ message: z.prettifyError(session.error) });
    return reply
      .header('set-cookie', `agent=${session.data.agent}; Path=/; HttpOnly; SameSite=Strict`)
      .send({ agent: session.data.agent });
  });

  const widget = fileURLToPath(import.meta.resolve('@outbound-composer/widget/standalone'));
  app.get('/vendor/outbound-composer.js', async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(await readFile(widget)),
  );
  await app.register(fastifyStatic, { root: CRM_PAGE, index: false });
  await app.listen({ host: options.host, port: options.port });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return { url: `http://${options.host}:${port}`, stop: () => app.close() };
}
