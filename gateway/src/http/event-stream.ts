import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EventFeed, FeedReader } from './events/feed.js';

export interface EventStream {
  /** Sends an event; `data` is JSON. */
  send(event: { readonly id?: string; readonly event?: string; readonly data: unknown }): void;
  /** Keeps the connection open through proxies, and tells the reader its place. */
  beat(id?: string): void;
  end(): void;
  /** Runs once, whoever ended it. */
  onEnd(listener: () => void): void;
}

/** A reader that takes nothing in is let go; it comes back with its last id. */
const MOST_UNREAD_BYTES = 1024 * 1024;

/**
 * Answers with server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).
 *
 * @param lifetimeMs The stream ends then and the reader connects again, with credentials that are still good.
 */
export function openEventStream(
  reply: FastifyReply,
  open: Set<EventStream>,
  lifetimeMs: number,
): EventStream {
  const { raw } = reply;
  // Plugins set their headers on the reply, which is passed by from here on.
  const headers = reply.getHeaders();
  reply.hijack();
  raw.writeHead(200, {
    ...(headers as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
  });
  raw.write('retry: 1000\n\n');

  const listeners: (() => void)[] = [];
  let ended = false;
  const write = (text: string) => {
    if (ended) return;
    raw.write(text);
    if (raw.writableLength > MOST_UNREAD_BYTES) raw.destroy();
  };
  const stream: EventStream = {
    send({ id, event, data }) {
      const lines = [
        ...(id === undefined ? [] : [`id: ${id}`]),
        ...(event === undefined ? [] : [`event: ${event}`]),
        `data: ${JSON.stringify(data)}`,
      ];
      write(`${lines.join('\n')}\n\n`);
    },
    beat(id) {
      write(id === undefined ? ':\n\n' : `id: ${id}\n\n`);
    },
    end() {
      raw.end();
    },
    onEnd(listener) {
      if (ended) listener();
      else listeners.push(listener);
    },
  };
  const lifetime = setTimeout(() => stream.end(), lifetimeMs);
  open.add(stream);
  const closed = () => {
    ended = true;
    clearTimeout(lifetime);
    open.delete(stream);
    for (const listener of listeners) listener();
  };
  // Whoever hung up before we got here is told of no more.
  if (raw.closed) closed();
  else raw.on('close', closed);
  raw.on('error', () => raw.destroy());
  return stream;
}

/** Joins a stream to the feed from the reader's last id on, for as long as it is open. */
export async function follow(
  events: EventFeed,
  stream: EventStream,
  reader: FeedReader,
  request: FastifyRequest,
): Promise<void> {
  const lastId = request.headers['last-event-id'];
  try {
    const leave = await events.join(reader, typeof lastId === 'string' ? lastId : null);
    stream.onEnd(leave);
  } catch (error) {
    // The answer has begun, so there is nothing to say but goodbye; the reader comes back.
    request.log.error({ err: error }, 'event stream failed');
    stream.end();
  }
}
