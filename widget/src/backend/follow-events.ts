import type { GatewayEvent } from '@outbound-composer/core/contract';
import { createParser } from 'eventsource-parser';
import type { Clock } from '../utils/clock.js';
import type { ConnectionState } from './backend.js';
import type { TokenSource } from './token-source.js';

interface FollowEvents {
  url: string;
  tokens: TokenSource;
  clock: Clock;
  onEvent: (event: GatewayEvent) => void;
  onState: ((state: ConnectionState) => void) | undefined;
  signal: AbortSignal;
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Reads the gateway's event stream until the signal aborts. After a break it comes back with `Last-Event-ID`,
 * so that nothing is missed, and waits twice as long after each failure. `EventSource` could not do this: it
 * sends no Authorization header, and a token does not belong into an address.
 */
export async function followEvents(options: FollowEvents): Promise<void> {
  const { clock, onState, signal } = options;
  const place = { lastEventId: '' };
  let failures = 0;
  while (!signal.aborted) {
    try {
      await readStream(options, place, () => {
        failures = 0;
        onState?.('live');
      });
    } catch {
      // Whatever broke the stream, the answer is the same: wait and come back.
    }
    if (signal.aborted) return;
    onState?.('reconnecting');
    await pause(clock, Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS), signal);
    failures += 1;
  }
}

async function readStream(
  { url, tokens, onEvent, signal }: FollowEvents,
  place: { lastEventId: string },
  onOpen: () => void,
): Promise<void> {
  const response = await fetch(url, {
    signal,
    cache: 'no-store',
    headers: {
      accept: 'text/event-stream',
      authorization: `Bearer ${await tokens.current()}`,
      ...(place.lastEventId === '' ? {} : { 'last-event-id': place.lastEventId }),
    },
  });
  if (response.status === 401) await tokens.renew();
  if (!response.ok || response.body === null) return;
  onOpen();
  const parser = createParser({
    onEvent: ({ id, data }) => {
      if (id !== undefined) place.lastEventId = id;
      onEvent(JSON.parse(data) as GatewayEvent);
    },
  });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    parser.feed(value);
  }
}

/** Waits, but no longer than until the browser says that it is online again. */
function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clock.cancel(timer);
      removeEventListener('online', end);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = clock.after(ms, end);
    addEventListener('online', end);
    signal.addEventListener('abort', end);
  });
}
