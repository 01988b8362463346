import type { Kysely } from 'kysely';
import type { Database } from '../../store/database.js';
import { currentSnapshot, eventsSince, purgeEvents, type StoredEvent } from '../../store/events.js';
import { listen } from '../../store/listen.js';
import { EVENT_CHANNEL } from '../../store/record-event.js';

/** An event and the place in the stream after which a reader goes on when it saw this one. */
export interface FeedEvent extends StoredEvent {
  readonly place: string;
}

export interface FeedReader {
  event(event: FeedEvent): void;
  /** Too much happened at once, or it cannot be told any more: load again. */
  resync(place: string): void;
  /** Nothing happened lately. */
  idle(place: string): void;
}

/** The events of one workspace, as they are committed, by whichever process. */
export interface EventFeed {
  /**
   * Tells a reader what happens from now on, after what it missed since `lastPlace`.
   * @returns how to leave
   */
  join(reader: FeedReader, lastPlace: string | null): Promise<() => void>;
  close(): Promise<void>;
}

export interface FeedOptions {
  readonly db: Kysely<Database>;
  readonly databaseUrl: string;
  readonly workspaceId: string;
  readonly clock: () => number;
  readonly failed?: (error: unknown) => void;
  /** How often to look without having been told, and to tell readers where they are. */
  readonly idleMs?: number;
}

/** A reader who was away for longer, or missed more, loads again instead. */
const CATCH_UP_MS = 3_600_000;
const CATCH_UP_EVENTS = 1_000;
const KEPT_MS = 24 * 3_600_000;
const PURGE_EVERY_MS = 3_600_000;

export function startEventFeed(options: FeedOptions): EventFeed {
  const { db, workspaceId, clock, failed = () => {} } = options;
  const readers = new Set<FeedReader>();
  let snapshot: string | null = null;
  let polling: Promise<void> | null = null;
  let again = false;

  const poll = async (): Promise<void> => {
    snapshot ??= await currentSnapshot(db);
    const from: string = snapshot;
    const since = await eventsSince(db, workspaceId, from, CATCH_UP_EVENTS);
    snapshot = since?.snapshot ?? (await currentSnapshot(db));
    if (!since?.events) for (const reader of readers) reader.resync(placeOf(snapshot, clock()));
    else for (const event of placed(since.events, from, since.snapshot, clock())) tell(event);
  };
  const tell = (event: FeedEvent) => {
    for (const reader of readers) reader.event(event);
  };

  /** One look at a time; who asks during one gets another after it. */
  const look = (): Promise<void> => {
    again = true;
    polling ??= (async () => {
      try {
        while (again) {
          again = false;
          await poll();
        }
      } catch (error) {
        // The next notification, reconnection or idle look tries again from the same snapshot.
        failed(error);
      } finally {
        polling = null;
      }
    })();
    return polling;
  };

  const listener = listen({
    databaseUrl: options.databaseUrl,
    channel: EVENT_CHANNEL,
    heard: (payload) => {
      // Without readers there is nobody to tell, and who joins looks first.
      if (readers.size > 0 && (payload === null || payload === workspaceId)) void look();
    },
    failed,
  });
  const idling = setInterval(async () => {
    await look();
    if (snapshot === null) return;
    for (const reader of readers) reader.idle(placeOf(snapshot, clock()));
  }, options.idleMs ?? 15_000);
  const purging = setInterval(() => {
    purgeEvents(db, workspaceId, new Date(clock() - KEPT_MS)).catch(failed);
  }, PURGE_EVERY_MS);

  return {
    async join(reader, lastPlace) {
      // Live events wait until the missed ones are told, and those among both are told once.
      const early: FeedEvent[] = [];
      const told = new Set<string>();
      let caughtUp = false;
      const gate: FeedReader = {
        ...reader,
        event: (event) => {
          if (!caughtUp) early.push(event);
          else reader.event(event);
        },
      };
      await look();
      readers.add(gate);
      const now = await currentSnapshot(db);
      const from = lastPlace === null ? null : readPlace(lastPlace);
      const tooOld = from === null || clock() - from.at > CATCH_UP_MS;
      const missed = tooOld ? null : await eventsSince(db, workspaceId, from.snapshot, CATCH_UP_EVENTS);
      if (lastPlace === null) reader.idle(placeOf(now, clock()));
      else if (!missed?.events) reader.resync(placeOf(now, clock()));
      else
        for (const event of placed(missed.events, from!.snapshot, missed.snapshot, clock())) {
          told.add(event.id);
          reader.event(event);
        }
      caughtUp = true;
      for (const event of early) if (!told.has(event.id)) reader.event(event);
      return () => readers.delete(gate);
    },
    async close() {
      clearInterval(idling);
      clearInterval(purging);
      readers.clear();
      await listener.close();
      await polling;
    },
  };
}

/** Only the last one of a batch moves a reader's place: who leaves in between is told the batch again. */
function placed(events: readonly StoredEvent[], from: string, to: string, at: number): FeedEvent[] {
  return events.map((event, index) => ({
    ...event,
    place: placeOf(index === events.length - 1 ? to : from, at),
  }));
}

const placeOf = (snapshot: string, at: number): string => `${at}.${snapshot}`;

function readPlace(place: string): { at: number; snapshot: string } | null {
  const [, at, snapshot, xmin, xmax] = /^(\d{1,16})\.((\d{1,19}):(\d{1,19}):[\d,]*)$/.exec(place) ?? [];
  if (at === undefined || snapshot === undefined) return null;
  return BigInt(xmin!) > 0n && BigInt(xmin!) <= BigInt(xmax!) ? { at: Number(at), snapshot } : null;
}
