import { AsYouType, type CountryCode } from 'libphonenumber-js/min';

/** One thing that a contact must match; all of them must. */
export type Word =
  /** Part of a name, a phone's digits, or the start of an e-mail address. */
  | { readonly kind: 'text'; readonly text: string }
  /** All parts of a double name, or the start of an e-mail address, which keeps its hyphens. */
  | { readonly kind: 'compound'; readonly parts: readonly string[]; readonly text: string }
  /** The start of an e-mail address, up to and beyond its `@`. */
  | { readonly kind: 'email'; readonly text: string }
  | {
      readonly kind: 'phone';
      /** The digits as typed; may also stand in a name. Null after `+`, which only begins a phone. */
      readonly digits: string | null;
      /** How a stored phone (E.164, without `+`) would begin. */
      readonly starts: readonly string[];
      /** What a stored phone would hold somewhere: a national number of another country. */
      readonly contains: readonly string[];
    };

const PHONE_PIECE = /^[+\d()./-]+$/;
/** From so many digits on, a national number is looked for under any country code. */
const NATIONAL_DIGITS = 6;

/**
 * What a search text asks for. Pieces of one phone number (`0170 12 34`, `+49 (0)170/1234`) count as one word.
 * @param text Folded as the index is: see `Folder`.
 * @param defaultCountry ISO 3166-1 alpha-2, completes national phone numbers.
 */
export function searchWords(text: string, defaultCountry: string): Word[] {
  const words: Word[] = [];
  let phone = '';
  const endPhone = () => {
    if (/\d/.test(phone)) words.push(phoneWord(phone, defaultCountry));
    else words.push(...textWord(phone));
    phone = '';
  };
  for (const piece of text.split(/\s+/).filter((one) => one !== '')) {
    if (PHONE_PIECE.test(piece) && !(phone !== '' && piece.startsWith('+'))) {
      phone += piece;
      continue;
    }
    endPhone();
    if (PHONE_PIECE.test(piece)) phone = piece;
    else if (/^[^@]+@/.test(piece)) words.push({ kind: 'email', text: piece });
    else words.push(...textWord(piece));
  }
  endPhone();
  return words;
}

/** In the index, `@` and `-` of a name are spaces. No e-mail address begins with `@`. */
function textWord(piece: string): Word[] {
  const text = piece.replace(/^@+/, '');
  const parts = text.split(/[@-]+/).filter((part) => part !== '');
  if (parts.length > 1) return [{ kind: 'compound', parts, text }];
  return parts.map((part) => ({ kind: 'text', text: part }));
}

/** How many conditions a search makes of its words. */
export function countConditions(words: readonly Word[]): number {
  return words.reduce((count, word) => count + (word.kind === 'compound' ? word.parts.length : 1), 0);
}

function phoneWord(typed: string, defaultCountry: string): Word {
  const international = typed.startsWith('+') || /^\(?00/.test(typed);
  // "+49 (0)170": the zero is only dialled inside the country.
  const digits = (international ? typed.replace('(0)', '') : typed).replace(/\D/g, '');
  const plus = typed.startsWith('+');
  const parser = new AsYouType(defaultCountry as CountryCode);
  parser.input(plus ? `+${digits}` : digits);
  // E.164, also of "+49 0170", where the zero is one too many.
  const complete = parser.getNumber()?.number.slice(1);
  if (plus) {
    const starts = [...new Set([digits, complete ?? digits])];
    return { kind: 'phone', digits: null, starts, contains: [] };
  }
  const national = /^0[1-9]/.test(digits) && digits.length > NATIONAL_DIGITS ? [digits.slice(1)] : [];
  // What is held by another part is not asked for twice.
  const isHeld = (start: string) =>
    [...(digits.length >= 3 ? [digits] : []), ...national].some((part) => start.includes(part));
  return {
    kind: 'phone',
    digits,
    starts: complete === undefined || isHeld(complete) ? [] : [complete],
    contains: national,
  };
}
