import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../policy/runs.test.util.js';
import { OPENERS } from '../policy/types.js';
import { EMPTY_FOLD, type FoldedWindow, foldWindow, foldWindows, type WindowEvent } from './fold.js';
import { opensWindow } from './opens.js';
import { advanceWindow, EMPTY_ROW, type WindowRow } from './row.js';

const inbound = (id: string, at: number, opener?: (typeof OPENERS)[number]): WindowEvent => ({
  id,
  at,
  direction: 'inbound',
  ...(opener === undefined ? {} : { opener }),
});
const outbound = (id: string, at: number): WindowEvent => ({ id, at, direction: 'outbound' });
const oneByOne = (events: readonly WindowEvent[], counts = opensWindow('email')) =>
  events.reduce((state, event) => foldWindow(state, event, counts), EMPTY_FOLD);
const plain = ({ lastInboundAt, opener, outboundSinceInbound }: FoldedWindow): FoldedWindow => ({
  lastInboundAt,
  opener,
  outboundSinceInbound,
});

describe('A window’s state', () => {
  it('starts with a contact who never wrote', () => {
    const never = { lastInboundAt: null, opener: 'message', outboundSinceInbound: 0 };
    expect(foldWindows([])).toEqual(never);
    expect(plain(EMPTY_FOLD)).toEqual(never);
  });

  it.each([
    [
      'the last message counts',
      [inbound('a', 1), inbound('b', 5)],
      { lastInboundAt: 5, opener: 'message', outboundSinceInbound: 0 },
    ],
    [
      'a late one does not',
      [inbound('b', 5), inbound('a', 1)],
      { lastInboundAt: 5, opener: 'message', outboundSinceInbound: 0 },
    ],
    [
      'our messages since are counted',
      [inbound('a', 1), outbound('x', 2), outbound('y', 3)],
      { lastInboundAt: 1, opener: 'message', outboundSinceInbound: 2 },
    ],
    [
      'a reply resets the count',
      [inbound('a', 1), outbound('x', 2), inbound('b', 3)],
      { lastInboundAt: 3, opener: 'message', outboundSinceInbound: 0 },
    ],
    [
      'a late reply counts what came after it',
      [inbound('a', 1), outbound('x', 2), outbound('y', 4), inbound('b', 3)],
      { lastInboundAt: 3, opener: 'message', outboundSinceInbound: 1 },
    ],
    [
      'ours before any of theirs are counted',
      [outbound('x', 1)],
      { lastInboundAt: null, opener: 'message', outboundSinceInbound: 1 },
    ],
    [
      'one of ours at the same instant was sent after',
      [outbound('x', 3), inbound('a', 3)],
      { lastInboundAt: 3, opener: 'message', outboundSinceInbound: 1 },
    ],
    [
      'one taken twice counts once',
      [inbound('a', 1), outbound('x', 2), outbound('x', 2)],
      { lastInboundAt: 1, opener: 'message', outboundSinceInbound: 1 },
    ],
    [
      'a message outranks another act at the same instant',
      [inbound('a', 1, 'reaction'), inbound('b', 1, 'message')],
      { lastInboundAt: 1, opener: 'message', outboundSinceInbound: 0 },
    ],
    [
      'whichever came first',
      [inbound('b', 1), inbound('a', 1, 'reaction')],
      { lastInboundAt: 1, opener: 'message', outboundSinceInbound: 0 },
    ],
    [
      'the act is remembered',
      [inbound('a', 1), inbound('b', 2, 'payment')],
      { lastInboundAt: 2, opener: 'payment', outboundSinceInbound: 0 },
    ],
    [
      'an old outbound one is not counted',
      [inbound('a', 5), outbound('x', 4)],
      { lastInboundAt: 5, opener: 'message', outboundSinceInbound: 0 },
    ],
  ])('%s', (_title, events, expected) => {
    expect(foldWindows(events)).toEqual(expected);
    expect(plain(oneByOne(events))).toEqual(expected);
  });

  it('takes ISO 8601 text for instants', () => {
    const at = '2026-11-24T12:00:00Z';
    expect(foldWindows([{ id: 'a', at, direction: 'inbound' }]).lastInboundAt).toBe(Date.parse(at));
  });

  it('names the event whose time cannot be read', () => {
    const bad: WindowEvent = { id: 'm7', at: 'noon', direction: 'inbound' };
    const message = 'at must be epoch milliseconds or ISO 8601 text with an offset, got noon in event m7';
    expect(() => foldWindow(EMPTY_FOLD, bad)).toThrow(message);
    expect(() => foldWindows([bad])).toThrow(message);
    expect(() => advanceWindow(EMPTY_ROW, bad)).toThrow(message);
  });

  it('is left alone by an act that does not open the channel', () => {
    const events = [inbound('a', 1), outbound('x', 2), inbound('b', 3, 'reaction')];
    const kept = { lastInboundAt: 1, opener: 'message', outboundSinceInbound: 1 };
    expect(foldWindows(events, opensWindow('whatsapp'))).toEqual(kept);
    expect(plain(oneByOne(events, opensWindow('whatsapp')))).toEqual(kept);
    expect(foldWindows(events, opensWindow('messenger')).lastInboundAt).toBe(3);
  });

  it('counts every act where there is no window', () => {
    expect(OPENERS.every(opensWindow('telegram'))).toBe(true);
    expect(OPENERS.every(opensWindow('fax' as 'email'))).toBe(true);
    expect(OPENERS.filter(opensWindow('wechat'))).toEqual(['message', 'menu', 'follow', 'qr', 'payment']);
  });

  it('is the same object when nothing changed', () => {
    const state = oneByOne([inbound('a', 5), outbound('x', 6)]);
    expect(foldWindow(state, outbound('x', 6))).toBe(state);
    expect(foldWindow(state, inbound('z', 4))).toBe(state);
    expect(foldWindow(state, inbound('a', 5))).toBe(state);
  });
});

/** Few instants, so that equal ones are common. */
const events = fc
  .array(
    fc.record({
      at: fc.integer({ min: 0, max: 12 }),
      direction: fc.constantFrom('inbound' as const, 'outbound' as const),
      opener: fc.constantFrom(...OPENERS),
    }),
    { maxLength: 30 },
  )
  .map((list): WindowEvent[] =>
    list.map(({ at, direction, opener }, index) =>
      direction === 'inbound'
        ? { id: `m${index}`, at, direction, opener }
        : { id: `m${index}`, at, direction },
    ),
  );
const channel = fc.constantFrom(
  'whatsapp' as const,
  'wechat' as const,
  'messenger' as const,
  'email' as const,
);

describe('Whatever the order', () => {
  it('the same events fold to the same state, late, repeated, in bulk or one by one', () => {
    const scrambled = events.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray(list, { minLength: list.length }),
        fc.shuffledSubarray(list),
      ),
    );
    fc.assert(
      fc.property(scrambled, channel, ([list, shuffled, again], name) => {
        const counts = opensWindow(name);
        const expected = foldWindows(list, counts);
        expect(foldWindows([...shuffled, ...again], counts)).toEqual(expected);
        expect(plain(oneByOne([...shuffled, ...again], counts))).toEqual(expected);
      }),
      runs(500),
    );
  });

  it('a fold agrees with its definition: the last act that counts, and what we sent from then on', () => {
    fc.assert(
      fc.property(events, channel, (list, name) => {
        const counts = opensWindow(name);
        const acts = list.filter(
          (event) => event.direction === 'inbound' && counts(event.opener ?? 'message'),
        );
        const last = acts.length === 0 ? null : Math.max(...acts.map((event) => Number(event.at)));
        const sent = list.filter(
          (event) => event.direction === 'outbound' && Number(event.at) >= (last ?? -1),
        );
        const state = foldWindows(list, counts);
        expect(state.lastInboundAt).toBe(last);
        expect(state.outboundSinceInbound).toBe(sent.length);
      }),
      runs(500),
    );
  });

  it('a row with recounts agrees with the fold of all events', () => {
    fc.assert(
      fc.property(events, channel, (list, name) => {
        const counts = opensWindow(name);
        const stored: WindowEvent[] = [];
        let row: WindowRow = EMPTY_ROW;
        for (const event of list) {
          stored.push(event);
          const step = advanceWindow(row, event, counts);
          row = step.row;
          if (step.recount) {
            const from = row.lastInboundAt ?? Number.NEGATIVE_INFINITY;
            const sent = stored.filter(
              (one) => one.direction === 'outbound' && Number(one.at) >= from,
            ).length;
            row = { ...row, outboundSinceInbound: sent };
          }
        }
        expect(plain(row)).toEqual(foldWindows(list, counts));
      }),
      runs(500),
    );
  });
});

describe('A row', () => {
  it('needs no recount while events come in order', () => {
    let row: WindowRow = EMPTY_ROW;
    for (const event of [
      inbound('a', 1),
      outbound('x', 2),
      outbound('y', 3),
      inbound('b', 4),
      outbound('z', 5),
    ]) {
      const step = advanceWindow(row, event);
      expect(step.recount).toBe(false);
      row = step.row;
    }
    expect(row).toEqual({ lastInboundAt: 4, opener: 'message', outboundSinceInbound: 1, lastOutboundAt: 5 });
  });

  it('asks for a recount when a late act lies before messages of ours', () => {
    const row: WindowRow = {
      lastInboundAt: 1,
      opener: 'message',
      outboundSinceInbound: 2,
      lastOutboundAt: 9,
    };
    expect(advanceWindow(row, inbound('b', 5, 'call'))).toEqual({
      row: { ...row, lastInboundAt: 5, opener: 'call' },
      recount: true,
    });
    expect(advanceWindow(row, inbound('b', 9)).recount).toBe(true);
    expect(advanceWindow(row, inbound('b', 10))).toEqual({
      row: { ...row, lastInboundAt: 10, outboundSinceInbound: 0 },
      recount: false,
    });
  });

  it('keeps the act that outranks another of the same instant, and its count', () => {
    const row: WindowRow = {
      lastInboundAt: 5,
      opener: 'ad',
      outboundSinceInbound: 1,
      lastOutboundAt: 9,
    };
    expect(advanceWindow(row, inbound('b', 5, 'reaction'))).toEqual({ row, recount: false });
    expect(advanceWindow(row, inbound('b', 5, 'message'))).toEqual({
      row: { ...row, opener: 'message' },
      recount: false,
    });
  });

  it('is left alone, and needs no recount, by an act that is older or does not count', () => {
    const row: WindowRow = {
      lastInboundAt: 5,
      opener: 'message',
      outboundSinceInbound: 1,
      lastOutboundAt: 9,
    };
    expect(advanceWindow(row, inbound('b', 4))).toEqual({ row, recount: false });
    expect(advanceWindow(row, inbound('b', 7, 'reaction'), opensWindow('whatsapp'))).toEqual({
      row,
      recount: false,
    });
  });

  it('keeps the latest outbound time when an older one comes late', () => {
    const row: WindowRow = {
      lastInboundAt: 5,
      opener: 'message',
      outboundSinceInbound: 1,
      lastOutboundAt: 9,
    };
    expect(advanceWindow(row, outbound('x', 2)).row).toEqual(row);
    expect(advanceWindow(row, outbound('x', 7)).row).toEqual({ ...row, outboundSinceInbound: 2 });
  });
});
