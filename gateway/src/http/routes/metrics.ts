import { createHash, timingSafeEqual } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { ProblemError } from '../../app/problem.js';
import type { Metrics } from '../../metrics/metrics.js';
import { answerError, answerNotFound } from '../problems.js';

export interface MetricsDoor {
  readonly metrics: Metrics;
  /** What a caller must show as `Authorization: Bearer`; null: nothing, because only the right ones can call. */
  readonly token: string | null;
}

/** The metrics of this process in Prometheus' text format. */
export function metricsRoute(app: FastifyInstance, { metrics, token }: MetricsDoor): void {
  app.route({
    method: 'GET',
    url: '/metrics',
    schema: { hide: true },
    handler: async (request, reply) => {
      if (token !== null && !shows(request, token))
        throw new ProblemError(
          'token_missing',
          'Expected the metrics token as Authorization: Bearer <token>.',
        );
      const text = await metrics.registry.metrics();
      return reply
        .type(metrics.registry.contentType)
        .serializer((body: string) => body)
        .send(text);
    },
  });
}

/** A server that shows metrics and nothing else. */
export function metricsServer(door: MetricsDoor): FastifyInstance {
  const app = Fastify({
    routerOptions: { maxParamLength: 100 },
    forceCloseConnections: true,
    frameworkErrors: answerError,
  });
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerNotFound);
  metricsRoute(app, door);
  return app;
}

/** Compares hashes, which are of one length, in constant time. */
function shows({ headers }: FastifyRequest, token: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(headers.authorization ?? ''), hash(`Bearer ${token}`));
}
