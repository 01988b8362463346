import type { ChannelEvent } from '../channels/adapter.js';

/** Before this no provider of ours was there; a time before it is a mistake, e.g. seconds taken for milliseconds. */
const EARLIEST = Date.UTC(2000, 0, 1);
/** An index of PostgreSQL takes about 2,700 bytes a row, and an id stands there beside two of ours. */
const ID_BYTES = 2_000;
const NAME_LENGTH = 200;

/**
 * An event as the database can keep it: PostgreSQL knows neither NUL nor half a surrogate pair, and a call that
 * fails because of one would be repeated for ever, with all that waits behind it. What has no usable time or address
 * is of no use to us.
 */
export function storableEvent(given: ChannelEvent): ChannelEvent {
  if (given.type === 'ignored') return given;
  const event = storable(given);
  if ('at' in event && !(event.at >= EARLIEST && event.at < Infinity))
    return { type: 'ignored', kind: `${event.type}_time` };
  if (event.type === 'receipt' && !(event.upTo >= EARLIEST)) return { type: 'ignored', kind: 'receipt_time' };
  if (idsOf(event).some((id) => Buffer.byteLength(id) > ID_BYTES)) {
    return { type: 'ignored', kind: `${event.type}_id` };
  }
  return event.type === 'message' && event.name !== null
    ? { ...event, name: storable(event.name.slice(0, NAME_LENGTH)) }
    : event;
}

function idsOf(event: Exclude<ChannelEvent, { type: 'ignored' }>): string[] {
  const { providerId, from, to, alias, name } = event as Readonly<Record<string, unknown>>;
  const ids = [providerId, from, to, alias, event.type === 'template' ? name : null];
  return ids.filter((id) => typeof id === 'string');
}

function storable<T>(value: T): T {
  if (typeof value === 'string')
    return value.replaceAll('\0', '\uFFFD').replace(/\p{Surrogate}/gu, '\uFFFD') as T;
  if (Array.isArray(value)) return value.map(storable) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, storable(one)])) as T;
}
