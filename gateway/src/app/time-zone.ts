import type { MessageSchedule } from '@outbound-composer/core/contract';
import { Temporal } from 'temporal-polyfill';

export interface LocalInstant {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly timeZone: string;
  readonly timeZoneFrom: NonNullable<MessageSchedule['timeZoneFrom']>;
}

export interface Whereabouts {
  readonly timeZone: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
}

/**
 * When the recipient's clock shows a time: in the contact's zone; else in its country's, if all zones of that
 * country mean the same instant by it; else in the workspace's. Null when there is no such day or hour.
 *
 * What a change of the clocks leaves out is one hour later, what comes twice is meant the first time (RFC 5545).
 *
 * @example instantOf('2026-11-25T09:00', { timeZone: null, country: 'DE' }, 'Etc/UTC') // 8:00 UTC, from the country
 */
export function instantOf(
  localTime: string,
  { timeZone, country }: Whereabouts,
  workspaceZone: string,
): LocalInstant | null {
  let local: Temporal.PlainDateTime;
  try {
    local = Temporal.PlainDateTime.from(localTime, { overflow: 'reject' });
  } catch {
    return null;
  }
  const own = timeZone === null ? null : at(local, timeZone);
  if (own !== null && timeZone !== null) return { at: own, timeZone, timeZoneFrom: 'contact' };
  const zones = zonesOf(country);
  const instants = new Set(zones.map((zone) => at(local, zone)));
  const [zone] = zones;
  const [shared] = instants;
  if (zone !== undefined && instants.size === 1 && shared != null)
    return { at: shared, timeZone: zone, timeZoneFrom: 'country' };
  const there = at(local, workspaceZone);
  return there === null ? null : { at: there, timeZone: workspaceZone, timeZoneFrom: 'workspace' };
}

/** Whether it is a zone that this runtime knows. */
export const isTimeZone = (zone: string): boolean =>
  at(Temporal.PlainDateTime.from('2026-01-01'), zone) !== null;

/** The zone of a whole country; null where it has several that differ. */
export function zoneOfCountry(country: string): string | null {
  const noons = ['2026-01-15T12:00', '2026-07-15T12:00'];
  const found = noons.map((noon) => instantOf(noon, { timeZone: null, country }, 'Etc/UTC'));
  const everywhere = found.every((one) => one?.timeZoneFrom === 'country');
  return everywhere ? (found[0]?.timeZone ?? null) : null;
}

function at(local: Temporal.PlainDateTime, zone: string): number | null {
  try {
    return local.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
  } catch {
    // RangeError: no such zone.
    return null;
  }
}

/** Part of ECMA-402's Intl Locale Info; TypeScript does not know it yet. */
interface LocaleInfo {
  getTimeZones?(): string[] | undefined;
}

function zonesOf(country: string | null): readonly string[] {
  if (country === null || !/^[A-Za-z]{2}$/.test(country)) return [];
  return (new Intl.Locale(`und-${country}`) as LocaleInfo).getTimeZones?.() ?? [];
}
