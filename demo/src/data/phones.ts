import { parsePhoneNumberFromString } from 'libphonenumber-js';
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

/** The number as people type it into a CRM. Only German numbers drop the country code: the others need it. */
export function asTyped(phone: string, country: string, dice: Dice): string {
  const parsed = parsePhoneNumberFromString(phone);
  if (parsed === undefined) return phone;
  const international = parsed.formatInternational();
  const notations =
    country === 'DE'
      ? [
          parsed.formatNational(),
          parsed.formatNational().replace(' ', '/').replaceAll(' ', ''),
          parsed.formatNational().replaceAll(' ', '-'),
          `0${parsed.nationalNumber}`,
          international,
          phone.replace('+', '00'),
        ]
      : [
          phone,
          international,
          international.replaceAll(' ', '-'),
          international.replaceAll(' ', '.'),
          phone.replace('+', '00'),
          international.replace(/^(\+\d+) (\d+)/, '$1 ($2)'),
        ];
  return dice.pick(notations);
}
