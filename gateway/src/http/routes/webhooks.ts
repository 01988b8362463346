import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { DispatchAccount } from '../../app/deps.js';
import { ProblemError } from '../../app/problem.js';
import { receiveChannelEvents } from '../../app/receive-channel-events.js';
import { type ChannelEvent, WebhookPayloadError, type WebhookRequest } from '../../channels/adapter.js';
import type { WebhookOutcome } from '../../metrics/metrics.js';
import { findAccount } from '../find-account.js';
import type { HttpContext } from '../server.js';

/** A mail with its attachments. */
const BODY_LIMIT = 32 * 1024 * 1024;

/**
 * Where providers tell us what happened: `/webhooks/<workspace>/<account key>`. The signature is checked over
 * the raw bytes before anything is read; what is not genuine changes nothing.
 */
export function webhookRoutes(app: FastifyInstance, context: HttpContext): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => body,
  );
  app.route<{ Params: { workspace: string; accountKey: string } }>({
    method: ['GET', 'POST'],
    url: '/webhooks/:workspace/:accountKey',
    bodyLimit: BODY_LIMIT,
    schema: { hide: true },
    handler: async (request, reply) => {
      const account = findAccount(context, request.params);
      const { webhook } = account.adapter;
      if (!webhook)
        throw new ProblemError('channel_account_not_found', 'This channel account has no webhooks.');

      const { deps } = context;
      const { id, workspaceId, channel } = account;
      const call = webhookRequest(request);
      let outcome: WebhookOutcome = 'failed';
      try {
        const challenge = webhook.challenge?.(account, call);
        if (challenge) {
          outcome = 'challenge';
          return await reply.code(challenge.status).type(challenge.contentType).send(challenge.body);
        }
        if (!webhook.verify(account, call)) {
          outcome = 'signature_invalid';
          throw new ProblemError(
            'webhook_signature_invalid',
            `The signature of this call does not fit the secret of ${account.key}.`,
          );
        }
        outcome = 'malformed';
        const events = await parse(account, webhook, call);
        outcome = 'failed';
        const received = await receiveChannelEvents(deps, { account: { id, workspaceId, channel }, events });
        outcome = 'taken';
        deps.metrics?.received(channel, received);
        const words = webhook.reply?.(account, call);
        return words ? reply.code(words.status).type(words.contentType).send(words.body) : received;
      } catch (error) {
        // The reason names a field or an account, never a value.
        if (error instanceof ProblemError)
          request.log.warn({ code: error.code, reason: error.message }, 'webhook refused');
        throw error;
      } finally {
        deps.metrics?.webhookAnswered(channel, outcome);
      }
    },
  });
}

async function parse(
  account: DispatchAccount,
  webhook: NonNullable<DispatchAccount['adapter']['webhook']>,
  call: WebhookRequest,
): Promise<ChannelEvent[]> {
  try {
    return await webhook.parse(account, call);
  } catch (cause) {
    if (!(cause instanceof WebhookPayloadError)) throw cause;
    throw new ProblemError(
      'validation_failed',
      `The body is not what the provider documents: ${cause.message}`,
      {
        cause,
      },
    );
  }
}

function webhookRequest({ method, url, headers, query, body }: FastifyRequest): WebhookRequest {
  return {
    method,
    search: url.includes('?') ? url.slice(url.indexOf('?')) : '',
    headers: singleValues(headers),
    query: singleValues(query as Record<string, string | string[] | undefined>),
    body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
  };
}

function singleValues(
  values: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
}
