import type { ContactListItem } from '@outbound-composer/core/contract';
import type { Folded } from './fold.js';
import type { Word } from './words.js';

type Match = ContactListItem['matches'][number];
type Field = Match['field'];
/** The shown fields, folded; null where a contact has none. */
export type FoldedFields = Readonly<Record<Field, Folded | null>>;

/** Where the words of a search stand in the shown fields: the first place in each field, longest match first. */
export function matchesIn(fields: FoldedFields, words: readonly Word[]): Match[] {
  const found = words.flatMap((word) => [
    ...namePlaces(fields, word),
    ...emailPlaces(fields.email, word),
    ...phonePlaces(fields.phone, word),
  ]);
  return merge(found);
}

function namePlaces(fields: FoldedFields, word: Word): Match[] {
  if (word.kind === 'compound') return partsOf(word).flatMap((part) => namePlaces(fields, part));
  const text = word.kind === 'text' ? word.text : word.kind === 'phone' ? word.digits : null;
  if (text === null) return [];
  return (['firstName', 'lastName'] as const).flatMap((field) => {
    const folded = fields[field];
    if (!folded) return [];
    const start = isShort(text) ? wordStart(folded.text, text) : folded.text.indexOf(text);
    return start < 0 ? [] : [place(field, folded, start, text.length)];
  });
}

function emailPlaces(email: Folded | null, word: Word): Match[] {
  const text = word.kind === 'phone' ? word.digits : word.text;
  if (email === null || text === null) return [];
  if (email.text.startsWith(text)) return [place('email', email, 0, text.length)];
  return word.kind === 'compound' ? partsOf(word).flatMap((part) => emailPlaces(email, part)) : [];
}

/** The phone is shown in E.164, so what was typed in another notation is marked where its digits stand. */
function phonePlaces(phone: Folded | null, word: Word): Match[] {
  if (phone === null || word.kind === 'email') return [];
  if (word.kind === 'compound') return partsOf(word).flatMap((part) => phonePlaces(phone, part));
  const digits = phone.text.slice(1);
  const own = word.kind === 'text' ? word.text : word.digits;
  const starts = word.kind === 'phone' ? word.starts : [];
  const contains = word.kind === 'phone' ? word.contains : [];
  const start = starts.find((one) => digits.startsWith(one));
  if (start !== undefined) return [place('phone', phone, 0, start.length + 1)];
  for (const part of own === null ? contains : [own, ...contains]) {
    const at = part === own && isShort(part) ? (digits.startsWith(part) ? 0 : -1) : digits.indexOf(part);
    if (at >= 0) return [place('phone', phone, at + 1, part.length)];
  }
  return [];
}

const partsOf = ({ parts }: Extract<Word, { kind: 'compound' }>): Word[] =>
  parts.map((text) => ({ kind: 'text', text }));

const isShort = (text: string): boolean => [...text].length < 3;

/** A word begins at the start, after a space, and after the characters that the index takes for one. */
function wordStart(text: string, begin: string): number {
  for (let at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, at + 1))
    if (at === 0 || /[\s@-]/.test(text[at - 1]!)) return at;
  return -1;
}

function place(field: Field, folded: Folded, start: number, length: number): Match {
  const from = folded.origin[start]!;
  // A letter that folds to two ("ß" to "ss") is marked whole.
  const last = folded.origin[start + length - 1]!;
  let after = start + length;
  while (after < folded.origin.length - 1 && folded.origin[after] === last) after++;
  return { field, start: from, end: folded.origin[after]! };
}

/** Overlapping places of one field become one. */
function merge(matches: readonly Match[]): Match[] {
  const merged: Match[] = [];
  const sorted = matches.toSorted((a, b) => a.field.localeCompare(b.field) || a.start - b.start);
  for (const match of sorted) {
    const last = merged.at(-1);
    if (last && last.field === match.field && match.start <= last.end)
      merged[merged.length - 1] = { ...last, end: Math.max(last.end, match.end) };
    else merged.push(match);
  }
  return merged;
}
