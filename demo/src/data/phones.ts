import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js';
import type { Dice } from './dice.js';
import type { Region } from './regions.js';

/** A mobile number of the region that no one in the sample has yet, in E.164. */
export function makePhone(region: Region, dice: Dice, taken: Set<string>): string {
  for (let tries = 0; tries < 500; tries++) {
    const national = dice.digits(dice.pick(region.mobiles));
    const phone = `+${region.code}${national}`;
    if (taken.has(phone)) continue;
    taken.add(phone);
    return phone;
  }
  throw new Error(`The number patterns of ${region.country} hold too few numbers for this sample`);
}

/** The number as people type it into a CRM, where the record's country completes it. */
export function asTyped(phone: string, country: CountryCode, dice: Dice): string {
  const parsed = parsePhoneNumberFromString(phone);
  if (parsed === undefined) return phone;
  const international = parsed.formatInternational();
  const national = parsed.formatNational();
  const notations = [
    phone,
    international,
    international.replaceAll(' ', '-'),
    international.replaceAll(' ', '.'),
    international.replace(/^(\+\d+) (\d+)/, '$1 ($2)'),
    phone.replace('+', '00'),
    national,
    national.replace(' ', '/').replaceAll(' ', ''),
    national.replaceAll(' ', '-'),
    national.replaceAll(/\D/g, ''),
  ];
  // Not every country dials abroad with 00, or understands its own numbers in every dress.
  return dice.pick(notations.filter((one) => parsePhoneNumberFromString(one, country)?.number === phone));
}
