import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../app/deps.js';
import { ProblemError } from '../app/problem.js';
import type { Authenticate } from './auth.js';

/** How much one caller may ask of `/v1`, of this process. */
export interface ApiLimits {
  /** Of one credential: an agent, or an API key. */
  readonly requestsPerMinute: number;
  /** Of one credential, answered at the same time; event streams are not among them. */
  readonly requestsAtOnce: number;
  /** Requests without valid credentials, of one address. */
  readonly refusedPerMinute: number;
  readonly eventStreamsPerAgent: number;
  readonly eventStreamsPerKey: number;
}

const MINUTE_MS = 60_000;
/** Something under way ends soon; nobody knows when. */
const AT_ONCE_RETRY_SECONDS = 1;
/** A stream ends when its page is closed, or after ten minutes. */
const STREAMS_RETRY_SECONDS = 30;
/** Callers who are remembered; beyond, those who asked longest ago are forgotten. */
const REMEMBERED = 20_000;

/**
 * Says who asks, on every route of the scope, and makes those wait who ask too much. Whoever has a valid credential
 * is counted by it and by nothing else, so that a neighbour behind the same address harms nobody.
 */
export async function limitedCallers(
  scope: FastifyInstance,
  limits: ApiLimits,
  authenticate: Authenticate,
): Promise<void> {
  await scope.register(rateLimit, { global: false, timeWindow: MINUTE_MS, cache: REMEMBERED });
  const refused = scope.createRateLimit({ max: limits.refusedPerMinute });
  const asked = scope.createRateLimit({
    max: limits.requestsPerMinute,
    keyGenerator: ({ actor }) => callerOf(actor),
  });
  const requests = new Gate();
  const streams = new Gate();

  scope.addHook('onRequest', async (request, reply) => {
    try {
      request.actor = await authenticate(request);
    } catch (error) {
      if (error instanceof ProblemError && error.status === 401)
        await count(
          refused,
          request,
          `${limits.refusedPerMinute} requests a minute without valid credentials`,
        );
      throw error;
    }
    await count(asked, request, `${limits.requestsPerMinute} requests a minute`);
    const caller = callerOf(request.actor);
    if (request.routeOptions.config.streams === true) {
      const { eventStreamsPerAgent, eventStreamsPerKey } = limits;
      const most = request.actor.kind === 'agent' ? eventStreamsPerAgent : eventStreamsPerKey;
      if (!streams.enter(caller, most, reply))
        throw new ProblemError('rate_limited', `At most ${most} event streams may be open.`, {
          retryAfter: STREAMS_RETRY_SECONDS,
        });
    } else if (!requests.enter(caller, limits.requestsAtOnce, reply))
      throw new ProblemError('rate_limited', `At most ${limits.requestsAtOnce} requests at once.`, {
        retryAfter: AT_ONCE_RETRY_SECONDS,
      });
  });
}

async function count(
  limit: ReturnType<FastifyInstance['createRateLimit']>,
  request: FastifyRequest,
  most: string,
): Promise<void> {
  const counted = await limit(request);
  if (!counted.isAllowed && counted.isExceeded)
    throw new ProblemError('rate_limited', `At most ${most}.`, { retryAfter: counted.ttlInSeconds });
}

const callerOf = (actor: Actor): string =>
  actor.kind === 'agent' ? `agent ${actor.agentId}` : `key ${actor.keyId}`;

/** How many answers are under way, by caller. */
class Gate {
  readonly #inside = new Map<string, number>();

  /** @returns false where there are `most` already; else the caller is inside until its connection has the answer, or is gone. */
  enter(caller: string, most: number, { raw }: FastifyReply): boolean {
    const inside = this.#inside.get(caller) ?? 0;
    if (inside >= most) return false;
    // Who hung up meanwhile says so no second time.
    if (raw.destroyed) return true;
    this.#inside.set(caller, inside + 1);
    let left = false;
    const leave = () => {
      if (left) return;
      left = true;
      const rest = this.#inside.get(caller)! - 1;
      if (rest > 0) this.#inside.set(caller, rest);
      else this.#inside.delete(caller);
    };
    raw.once('finish', leave);
    raw.once('close', leave);
    return true;
  }
}
