import cors from '@fastify/cors';
import Fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { v7 as uuid } from 'uuid';
import type { AccountsDeps } from '../app/accounts/add-account.js';
import type { Actor, Deps } from '../app/deps.js';
import { ProblemError } from '../app/problem.js';
import type { WebhookTargets } from '../app/webhooks/subscriptions.js';
import type { Metrics } from '../metrics/metrics.js';
import type { AgentTokenSettings } from './agent-token.js';
import { type ApiLimits, limitedCallers } from './api-limits.js';
import { authenticator } from './auth.js';
import { chatRoutes } from './chat/index.js';
import type { EventStream } from './event-stream.js';
import type { EventFeed } from './events/feed.js';
import { registerJsonBody } from './json-body.js';
import { registerOpenApi } from './openapi.js';
import { answerError, answerNotFound } from './problems.js';
import { linkedAttachmentRoute } from './routes/attachments.js';
import { v1Routes } from './routes/index.js';
import { type MetricsDoor, metricsRoute } from './routes/metrics.js';
import { operatorRoutes } from './routes/operator.js';
import { problemRoutes } from './routes/problems.js';
import { webhookRoutes } from './routes/webhooks.js';
import { surveyPageRoutes } from './survey-page/index.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set on every route under /v1. */
    actor: Actor;
  }
  interface FastifyContextConfig {
    /** The answer is an event stream, which lasts as long as somebody listens. */
    streams?: boolean;
  }
}

/** The workspace that this process serves, as configured and stored. */
export interface ServedWorkspace {
  readonly id: string;
  readonly name: string;
  readonly preset: string;
  /** ISO 3166-1 alpha-2, for phones without a country code. */
  readonly defaultCountry: string;
  readonly agentTokens: AgentTokenSettings;
  readonly allowedOrigins: readonly string[];
}

export interface HttpContext {
  readonly deps: Deps;
  readonly workspace: ServedWorkspace;
  readonly events: EventFeed;
  readonly limits: ApiLimits;
  /** Outgoing webhooks. */
  readonly webhooks: WebhookTargets;
  /** Where the gateway is reached from outside, without a trailing slash; null: unknown. */
  readonly publicUrl: string | null;
  /** Where accounts are added; absent: there are no keys to seal their credentials with. */
  readonly accountStore?: AccountsDeps | undefined;
  readonly version: string;
  /** The event streams that are open, so that they can be ended when the server stops. */
  readonly streams: Set<EventStream>;
  /** Throws ProblemError `unavailable` while the process cannot serve. Absent: it looks for the database alone. */
  readonly checkReady?: () => Promise<void>;
  /** Where and to whom metrics are shown here; absent: nowhere. */
  readonly metricsDoor?: MetricsDoor | undefined;
}

export interface ServerOptions {
  readonly logger?: FastifyServerOptions['loggerInstance'];
  /** Whose `X-Forwarded-For` counts: everybody's, or that of these addresses. Default: nobody's. */
  readonly trustProxy?: boolean | string[];
}

export type App = FastifyInstance<
  import('node:http').Server,
  import('node:http').IncomingMessage,
  import('node:http').ServerResponse,
  FastifyServerOptions['loggerInstance'] & object,
  ZodTypeProvider
>;

/** A thousand eligibility checks, or the longest e-mail, in UTF-8. */
const BODY_LIMIT = 1024 * 1024;
/** `email:` and the longest address, percent-encoded. */
const MAX_PARAM_LENGTH = 1500;

/** The HTTP side of the gateway: nothing listens yet, so that tests can `inject`. */
export async function buildServer(context: HttpContext, { logger, trustProxy = false }: ServerOptions = {}) {
  const app = Fastify({
    ...(logger ? { loggerInstance: logger } : {}),
    // Fastify's own lines hold the address with its query, and thereby names and phone numbers.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy,
    genReqId: () => uuid(),
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => answerError(error, request, reply),
  }).withTypeProvider<ZodTypeProvider>();

  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerNotFound);
  registerJsonBody(app);
  refuseWhenClosing(app, context.streams);
  logAnswers(app, context.deps.metrics);

  await app.register(cors, {
    origin: [...context.workspace.allowedOrigins],
    methods: ['GET', 'POST', 'PATCH', 'DELETE', 'OPTIONS'],
    allowedHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'Last-Event-ID', 'Accept-Language'],
    exposedHeaders: ['Retry-After'],
    maxAge: 600,
  });
  await registerOpenApi(app, context);

  operatorRoutes(app, context);
  if (context.metricsDoor) metricsRoute(app, context.metricsDoor);
  problemRoutes(app);
  linkedAttachmentRoute(app, context);
  await app.register(async (scope) => {
    await limitedCallers(scope, context.limits, authenticator(context.deps, context.workspace));
    v1Routes(scope.withTypeProvider<ZodTypeProvider>(), context);
  });
  await app.register(async (scope) => webhookRoutes(scope, context));
  await app.register(async (scope) => surveyPageRoutes(scope.withTypeProvider<ZodTypeProvider>(), context));
  await app.register(async (scope) => chatRoutes(scope.withTypeProvider<ZodTypeProvider>(), context));
  return app;
}

/** Requests that come while the process drains are told so, as a problem like any other. */
function refuseWhenClosing(app: FastifyInstance, streams: ReadonlySet<EventStream>): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
    for (const stream of streams) stream.end();
  });
  // A connection that is kept alive would keep the process until it times out.
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
  app.addHook('onRequest', async () => {
    if (closing) throw new ProblemError('unavailable', 'The gateway is stopping.', { retryAfter: 5 });
  });
}

/** One line an answer: the route's pattern instead of the address, and nobody's data. */
function logAnswers(app: FastifyInstance, metrics: Metrics | undefined): void {
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    if (request.url.startsWith('/v1/')) reply.header('cache-control', 'no-store');
  });
  app.addHook('onResponse', async (request, reply) => {
    const { url, config } = request.routeOptions;
    if (config.streams !== true)
      metrics?.answered(request.method, url, reply.statusCode, reply.elapsedTime / 1000);
    request.log.info(
      {
        method: request.method,
        route: url ?? null,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
      },
      'answered',
    );
  });
}
