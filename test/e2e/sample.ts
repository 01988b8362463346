import { makeSample, type SampleContact } from '@outbound-composer/demo';
import { inject } from 'vitest';
import { SAMPLE } from './sample-order.js';

let contacts: SampleContact[] | null = null;
/** Contacts that a test has taken for itself: no other test meets them changed. */
const taken = new Set<string>();

function all(): SampleContact[] {
  contacts ??= [...makeSample({ ...SAMPLE, now: inject('demo').now })];
  return contacts;
}

/** One of the contacts that the README calls by name. */
export function named(lastName: string): SampleContact {
  const found = all().find((contact) => contact.lastName?.includes(lastName));
  if (found === undefined) throw new Error(`There is no ${lastName} in the sample`);
  taken.add(found.externalId);
  return found;
}

/** A contact for this test alone. */
export function anyContact(fits: (contact: SampleContact) => boolean): SampleContact {
  const found = all().find((contact) => !taken.has(contact.externalId) && fits(contact));
  if (found === undefined) throw new Error('The sample has no contact that fits');
  taken.add(found.externalId);
  return found;
}

export function nameOf({ firstName, lastName }: SampleContact): string {
  return [firstName, lastName].filter(Boolean).join(' ');
}

/** How callers name a contact of the sample. */
export function refOf({ externalId }: SampleContact): string {
  return `external:crm/${externalId}`;
}
