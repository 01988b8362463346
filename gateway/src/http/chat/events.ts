import { Message } from '@outbound-composer/core/contract';
import { z } from 'zod';
import {
  linkOf,
  noteVisitorStatus,
  type Visitor,
  visitorIdentity,
  visitorMessage,
} from '../../app/visitor-chat.js';
import { problemResponse } from '../contract-route.js';
import { follow, openEventStream } from '../event-stream.js';
import type { FeedEvent } from '../events/feed.js';
import { STREAM_LIFETIME_MS } from '../routes/events.js';
import type { App, HttpContext } from '../server.js';
import { VisitorMessage } from './messages.js';
import { ChatParams, visitorOf } from './visitor.js';

const MessageEvent = z.object({ message: Message });

/** The visitor's side of the event stream: only the own chat, and only what has left. */
export function chatEventsRoute(app: App, context: HttpContext): void {
  const { deps, events, streams } = context;
  app.route({
    method: 'GET',
    url: '/chat/:workspace/:accountKey/events',
    config: { streams: true },
    schema: {
      operationId: 'chatEvents',
      summary: 'New messages of the visitor’s chat, as server-sent events; `resync`: load the history again',
      tags: ['website chat'],
      params: ChatParams,
      response: {
        200: { description: 'Events', content: { 'text/event-stream': { schema: VisitorMessage } } },
        default: problemResponse,
      },
    },
    handler: async (request, reply) => {
      const visitor = await visitorOf(context, request);
      const isOwn = ownChat(context, visitor);
      const stream = openEventStream(reply, streams, STREAM_LIFETIME_MS);
      // One after another, because finding out whose event it is takes a moment.
      let queue = Promise.resolve();
      const next = (task: () => Promise<void>) => {
        queue = queue.then(task).catch((error: unknown) => {
          request.log.error({ err: error }, 'visitor stream failed');
          stream.end();
        });
      };
      await follow(
        events,
        stream,
        {
          event: (event) =>
            next(async () => {
              const message = await isOwn(event);
              const shown =
                message && visitorMessage(deps, visitor, message, await linkOf(deps, visitor, message));
              if (!shown) return;
              // A message changes again as it is delivered and read; the page knows it by then.
              if (message.status !== 'sent' && message.status !== 'received') return;
              stream.send({ id: event.place, event: 'message', data: shown });
              if (shown.from === 'team') await noteVisitorStatus(deps, visitor, [shown.id], 'delivered');
            }),
          resync: (place) => stream.send({ id: place, event: 'resync', data: {} }),
          idle: (place) => next(async () => stream.beat(place)),
        },
        request,
      );
    },
  });
}

/** Tells the visitor's own messages from all others; a visitor who never wrote has none. */
function ownChat({ deps }: HttpContext, visitor: Visitor) {
  let identityId: string | null = null;
  return async ({ type, payload }: FeedEvent): Promise<Message | null> => {
    if (type !== 'message.created' && type !== 'message.changed') return null;
    const { message } = MessageEvent.parse(payload);
    if (message.channel !== visitor.account.channel) return null;
    identityId ??= await visitorIdentity(deps, visitor);
    return message.identityId === identityId ? message : null;
  };
}
