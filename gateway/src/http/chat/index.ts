import rateLimit from '@fastify/rate-limit';
import { ProblemError } from '../../app/problem.js';
import type { App, HttpContext } from '../server.js';
import { chatEventsRoute } from './events.js';
import { messageRoutes } from './messages.js';
import { sessionRoute } from './session.js';

/** Anybody may begin a chat, so an address that asks more often than people do is made to wait. */
const REQUESTS_A_MINUTE = 120;

/** The website chat's visitors: each behind a token that is good for the own chat alone. */
export async function chatRoutes(app: App, context: HttpContext): Promise<void> {
  await app.register(rateLimit, {
    max: REQUESTS_A_MINUTE,
    timeWindow: 60_000,
    errorResponseBuilder: (_request, { ttl }) =>
      new ProblemError('rate_limited', `At most ${REQUESTS_A_MINUTE} requests a minute from one address.`, {
        retryAfter: Math.ceil(ttl / 1000),
      }),
  });
  sessionRoute(app, context);
  messageRoutes(app, context);
  chatEventsRoute(app, context);
}
