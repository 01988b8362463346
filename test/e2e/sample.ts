import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { makeSample, type SampleContact, SHOWCASE_COUNT } from '@outbound-composer/demo';
import { expect, inject } from 'vitest';
import { SAMPLE } from './sample-order.js';

let contacts: SampleContact[] | null = null;
/** Contacts that a test of this file has taken for itself: no other test meets them changed. */
const taken = new Set<string>();

function all(): SampleContact[] {
  contacts ??= [...makeSample({ ...SAMPLE, now: inject('demo').now })];
  return contacts;
}

/** One of the contacts that the README calls by name. */
export function named(lastName: string): SampleContact {
  const found = all().find((contact) => contact.lastName?.includes(lastName));
  if (found === undefined) throw new Error(`There is no ${lastName} in the sample`);
  return found;
}

/** A contact for this test alone. Each test file has a share of the sample to itself. */
export function anyContact(fits: (contact: SampleContact) => boolean): SampleContact {
  const { share, shares } = ownShare();
  const found = all().find(
    (contact, index) =>
      index >= SHOWCASE_COUNT &&
      shareOf(contact, shares) === share &&
      !taken.has(contact.externalId) &&
      fits(contact),
  );
  if (found === undefined) throw new Error('The sample has no contact that fits');
  taken.add(found.externalId);
  return found;
}

/** By a hash, because states and channels follow the order in which contacts were made. */
function shareOf({ externalId }: SampleContact, shares: number): number {
  return createHash('sha256').update(externalId).digest().readUInt32BE() % shares;
}

function ownShare(): { share: number; shares: number } {
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.test.ts'));
  const own = basename(expect.getState().testPath ?? '');
  return { share: files.indexOf(own), shares: files.length };
}

export function nameOf({ firstName, lastName }: SampleContact): string {
  return [firstName, lastName].filter(Boolean).join(' ');
}

/** How callers name a contact of the sample. */
export function refOf({ externalId }: SampleContact): string {
  return `external:crm/${externalId}`;
}
