import {
  always,
  type CountsOpener,
  type FoldedWindow,
  firstOf,
  instantOf,
  type WindowEvent,
} from './fold.js';

/** The window state as a database row keeps it: four plain values. Instants are epoch milliseconds. */
export interface WindowRow extends FoldedWindow {
  /** The latest outbound message ever, or null. */
  readonly lastOutboundAt: number | null;
}

export const EMPTY_ROW: WindowRow = Object.freeze({
  lastInboundAt: null,
  opener: 'message',
  outboundSinceInbound: 0,
  lastOutboundAt: null,
});

export interface Advance {
  readonly row: WindowRow;
  /**
   * True when the event came late and lies before messages of ours: then `outboundSinceInbound` cannot be told from
   * the row and must be counted again, `count(*) where direction = 'outbound' and at >= row.lastInboundAt`.
   * The row's other values are right.
   */
  readonly recount: boolean;
}

/**
 * Takes one new event into a stored row. Call it once for each message that was really inserted: the unique id of
 * the message table is what tells duplicates, a row cannot. A late event is told from an ordinary one, see `recount`.
 *
 * @throws RangeError when the event's `at` is no instant.
 */
export function advanceWindow(row: WindowRow, event: WindowEvent, counts: CountsOpener = always): Advance {
  const at = instantOf(event);
  const lastIn = row.lastInboundAt ?? -Infinity;
  const lastOut = row.lastOutboundAt ?? -Infinity;
  if (event.direction === 'outbound') {
    const counted = at >= lastIn ? row.outboundSinceInbound + 1 : row.outboundSinceInbound;
    return {
      row: { ...row, outboundSinceInbound: counted, lastOutboundAt: Math.max(at, lastOut) },
      recount: false,
    };
  }
  const opener = event.opener ?? 'message';
  if (!counts(opener) || at < lastIn) return { row, recount: false };
  if (at === lastIn) return { row: { ...row, opener: firstOf(opener, row.opener) }, recount: false };
  const inOrder = at > lastOut;
  return {
    row: { ...row, lastInboundAt: at, opener, outboundSinceInbound: inOrder ? 0 : row.outboundSinceInbound },
    recount: !inOrder,
  };
}
