import { makeDice } from './dice.js';
import { makePerson, type Taken } from './people.js';
import { REGIONS } from './regions.js';
import type { SampleContact } from './sample.js';
import { makeShowcase, SHOWCASE_COUNT } from './showcase.js';

export interface SampleOrder {
  readonly contacts: number;
  /** Epoch milliseconds that every state is relative to. */
  readonly now: number;
  readonly seed: number;
}

/** The sample, one contact after the other: the showcase first. The same order gives the same sample. */
export function* makeSample({ contacts, now, seed }: SampleOrder): Generator<SampleContact> {
  const dice = makeDice(seed);
  // Each its own chance: with one seed for all, every region would begin with the same letter.
  for (const [index, region] of REGIONS.entries()) region.names.seed(seed + index);
  const taken: Taken = { phones: new Set(), emails: new Set() };
  for (let index = 0; index < contacts; index++) {
    if (index < SHOWCASE_COUNT) {
      const contact = makeShowcase(index, now, dice);
      if (contact.phone !== null) taken.phones.add(contact.phone);
      if (contact.email !== null) taken.emails.add(contact.email);
      yield contact;
    } else yield makePerson(index, now, dice, taken);
  }
}
