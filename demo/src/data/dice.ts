import { en, Faker, generateMersenne53Randomizer } from '@faker-js/faker';

/** Seeded chance: the same seed gives the same sample. */
export interface Dice {
  /** True in `share` of all cases (0 to 1). */
  chance(share: number): boolean;
  /** A whole number, both ends included. */
  between(min: number, max: number): number;
  pick<T>(choices: readonly T[]): T;
  /** Each `#` becomes a digit. */
  digits(pattern: string): string;
  /** Lower-case hexadecimal text. */
  hex(length: number): string;
  /** What someone calls themselves in a mail address, e.g. `quiet.otter`. */
  handle(): string;
}

export function makeDice(seed: number): Dice {
  const faker = new Faker({ locale: en, randomizer: generateMersenne53Randomizer(seed) });
  return {
    chance: (share) => faker.number.float({ min: 0, max: 1 }) < share,
    between: (min, max) =>
      faker.number.int({ min: Math.ceil(min), max: Math.max(Math.ceil(min), Math.floor(max)) }),
    pick: (choices) => faker.helpers.arrayElement(choices),
    digits: (pattern) => pattern.replaceAll('#', () => String(faker.number.int(9))),
    hex: (length) => faker.string.hexadecimal({ length, casing: 'lower', prefix: '' }),
    handle: () => `${faker.word.adjective()}.${faker.animal.type()}`.toLowerCase().replaceAll(/[^a-z.]/g, ''),
  };
}
