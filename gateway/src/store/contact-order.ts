import type { SORTS } from '@outbound-composer/core/contract';
import { type RawBuilder, sql } from 'kysely';

export type Sort = (typeof SORTS)[number];

/** Where a page ended: the sort key of its last contact as exact text, and the id that breaks ties. */
export interface Position {
  readonly segment: number;
  readonly key: string;
  readonly id: string;
}

/** A stretch of a sort that one index can be walked along. Segments follow each other. */
export interface Segment {
  /** What the index is made of, as the migration has it. */
  readonly key: RawBuilder<unknown>;
  /** Of key and id alike. */
  readonly direction: RawBuilder<unknown>;
  /** Which contacts belong here; null: all. */
  readonly holds: RawBuilder<boolean> | null;
  /** The index carries what a walk compares. */
  readonly covers: boolean;
  /** Those that come after a position in this segment. */
  readonly after: (position: Position) => RawBuilder<boolean>;
}

const closedAt = sql`coalesce(contact.closed_at, '-infinity'::timestamptz)`;
const windowClosesAt = sql`coalesce(contact.window_closes_at, '-infinity'::timestamptz)`;

/** @param at Epoch milliseconds at which the first page was asked for: it divides open windows from closed ones. */
export function segmentsOf(sort: Sort, at: number): readonly Segment[] {
  const now = sql`${new Date(at).toISOString()}::timestamptz`;
  switch (sort) {
    case 'recently_closed':
      return [descending(closedAt, null)];
    case 'last_activity':
      return [descending(sql`contact.last_activity_at`, null)];
    case 'name':
      return [{ ...ascending(sql`contact.sort_name`, null, sql`text`), covers: false }];
    case 'window_closing':
      return [
        ascending(windowClosesAt, sql<boolean>`${windowClosesAt} > ${now}`, sql`timestamptz`),
        descending(windowClosesAt, sql<boolean>`${windowClosesAt} <= ${now}`),
      ];
  }
}

function descending(key: RawBuilder<unknown>, holds: RawBuilder<boolean> | null): Segment {
  return {
    key,
    holds,
    covers: true,
    direction: sql`desc`,
    after: (position) =>
      sql<boolean>`(${key}, contact.id) < (${position.key}::timestamptz, ${position.id}::uuid)`,
  };
}

function ascending(
  key: RawBuilder<unknown>,
  holds: RawBuilder<boolean> | null,
  type: RawBuilder<unknown>,
): Segment {
  return {
    key,
    holds,
    covers: true,
    direction: sql`asc`,
    after: (position) =>
      sql<boolean>`(${key}, contact.id) > (${position.key}::${type}, ${position.id}::uuid)`,
  };
}
