import { GatewayEvent } from '@outbound-composer/core/contract';
import { z } from 'zod';
import { mayReach } from '../../app/access.js';
import type { Actor } from '../../app/deps.js';
import { problemResponse } from '../contract-route.js';
import { follow, openEventStream } from '../event-stream.js';
import type { FeedEvent, FeedReader } from '../events/feed.js';
import type { App, HttpContext } from '../server.js';

/** Also of a stream that was opened with an API key. */
export const STREAM_LIFETIME_MS = 600_000;

const DESCRIPTION = `Server-sent events over \`fetch\` (an EventSource cannot send Authorization). Each \`data\` is
one GatewayEvent as JSON. After a reconnection with \`Last-Event-ID\` what was missed comes first; an event can
come twice then. \`resync\` means that too much was missed: load again. A line with an \`id\` and no data only
moves the place. The stream ends after ten minutes, and with the
agent token that opened it; connect again with a fresh one.`;

export function eventsRoute(app: App, { events, deps, streams }: HttpContext): void {
  app.route({
    method: 'GET',
    url: '/v1/events',
    config: { streams: true },
    schema: {
      operationId: 'events',
      summary: 'What changes, as it changes',
      description: DESCRIPTION,
      tags: ['events'],
      security: [{ agentToken: [] }, { apiKey: [] }],
      headers: z.object({ 'last-event-id': z.string().max(8000).optional() }),
      response: {
        200: { description: 'Events', content: { 'text/event-stream': { schema: GatewayEvent } } },
        default: problemResponse,
      },
    },
    handler: async (request, reply) => {
      const { actor } = request;
      const stream = openEventStream(reply, streams, lifetimeFor(actor, deps.clock()));
      const reader: FeedReader = {
        event(event) {
          if (mayReach(actor, event)) stream.send({ id: event.place, data: gatewayEvent(event) });
        },
        resync(place) {
          const at = new Date(deps.clock()).toISOString();
          stream.send({ id: place, data: { id: place, type: 'resync', at } });
        },
        idle: (place) => stream.beat(place),
      };
      await follow(events, stream, reader, request);
    },
  });
}

/** A stream does not outlive the token that opened it. */
function lifetimeFor(actor: Actor, now: number): number {
  if (actor.kind !== 'agent' || actor.expiresAt === undefined) return STREAM_LIFETIME_MS;
  return Math.min(STREAM_LIFETIME_MS, Math.max(0, actor.expiresAt - now));
}

function gatewayEvent({ place, type, at, contactId, payload }: FeedEvent) {
  return { ...payload, id: place, type, at: at.toISOString(), contactId };
}
