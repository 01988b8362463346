import { toEpoch } from '../policy/instant.js';
import { OPENERS, type Opener } from '../policy/types.js';

/** Something that happened between one contact and one of our sender accounts. Instants: epoch ms or ISO 8601. */
export type WindowEvent =
  | {
      readonly id: string;
      readonly at: number | string;
      readonly direction: 'inbound';
      readonly opener?: Opener;
    }
  | { readonly id: string; readonly at: number | string; readonly direction: 'outbound' };

/** What `decide()` asks for, with plain values. */
export interface FoldedWindow {
  /** Epoch milliseconds, or null when the contact never acted. */
  readonly lastInboundAt: number | null;
  readonly opener: Opener;
  readonly outboundSinceInbound: number;
}

/**
 * The state of a fold that takes events one by one, in any order, late or twice. It remembers the outbound messages
 * since the last inbound one, because a late inbound message may turn out to lie between them.
 */
export interface WindowFold extends FoldedWindow {
  readonly outbound: readonly { readonly id: string; readonly at: number }[];
}

/** Whether an opener counts on this channel; `opensWindow(channel)` makes one. */
export type CountsOpener = (opener: Opener) => boolean;

export const EMPTY_FOLD: WindowFold = Object.freeze({
  lastInboundAt: null,
  opener: 'message',
  outboundSinceInbound: 0,
  outbound: Object.freeze([]),
});

/**
 * Takes one event into the state. The result depends on the set of events alone, never on their order, and an event
 * taken twice changes nothing.
 *
 * An outbound message at the very instant of the inbound one counts as sent after it, the stricter reading.
 * Inbound events whose opener does not count on the channel leave the state alone.
 *
 * @throws RangeError when the event's `at` is no instant.
 * @example
 * foldWindow(EMPTY_FOLD, { id: 'm1', at: 1000, direction: 'inbound' }).lastInboundAt // 1000
 */
export function foldWindow(state: WindowFold, event: WindowEvent, counts: CountsOpener = always): WindowFold {
  const at = instantOf(event);
  const last = state.lastInboundAt ?? -Infinity;
  if (event.direction === 'outbound') {
    if (at < last || state.outbound.some((message) => message.id === event.id)) return state;
    return withOutbound(state, [...state.outbound, { id: event.id, at }]);
  }
  const opener = event.opener ?? 'message';
  if (!counts(opener) || at < last) return state;
  if (at === last) {
    const stands = firstOf(opener, state.opener);
    return stands === state.opener ? state : { ...state, opener: stands };
  }
  return withOutbound(
    { ...state, lastInboundAt: at, opener },
    state.outbound.filter((message) => message.at >= at),
  );
}

/**
 * All events at once: the same result as folding them one by one, in two passes.
 *
 * @throws RangeError when an event's `at` is no instant.
 */
export function foldWindows(events: Iterable<WindowEvent>, counts: CountsOpener = always): FoldedWindow {
  let last = -Infinity;
  let opener: Opener = 'message';
  let candidates: { id: string; at: number }[] = [];
  for (const event of events) {
    const at = instantOf(event);
    if (event.direction === 'outbound') {
      if (at >= last) candidates.push({ id: event.id, at });
      continue;
    }
    const how = event.opener ?? 'message';
    if (at < last || !counts(how)) continue;
    if (at > last) {
      last = at;
      opener = how;
      // Most lists are nearly in order, so few candidates ever wait.
      if (candidates.length > 0) candidates = candidates.filter((message) => message.at >= at);
    } else opener = firstOf(how, opener);
  }
  return {
    lastInboundAt: last === -Infinity ? null : last,
    opener,
    outboundSinceInbound: new Set(candidates.map((message) => message.id)).size,
  };
}

function withOutbound(state: WindowFold, outbound: WindowFold['outbound']): WindowFold {
  return { ...state, outbound, outboundSinceInbound: outbound.length };
}

/** The event's instant in epoch milliseconds. */
export function instantOf(event: WindowEvent): number {
  const at = toEpoch(event.at);
  if (Number.isNaN(at)) {
    throw new RangeError(
      `at must be epoch milliseconds or ISO 8601 text with an offset, got ${event.at} in event ${event.id}`,
    );
  }
  return at;
}

/** Two acts at one instant: the one listed first in `OPENERS` stands, whichever arrived first. */
export function firstOf(a: Opener, b: Opener): Opener {
  return OPENERS.indexOf(a) < OPENERS.indexOf(b) ? a : b;
}

/** Every opener counts. */
export function always(): boolean {
  return true;
}
