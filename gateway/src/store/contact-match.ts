import { type RawBuilder, sql } from 'kysely';
import type { Word } from '../app/search/words.js';
import { likePattern } from './like.js';

/**
 * A word as a condition on `contact.search` (' first last phone @ local-part'; see the migration) and
 * `contact.email`. Every branch is something that the trigram, the phone or the e-mail index can look up.
 */
export function matchesWord(word: Word): RawBuilder<boolean> {
  switch (word.kind) {
    case 'text':
      return textMatches(word.text);
    case 'compound': {
      const { parts, text } = word;
      const everyPart = sql.join(parts.map(textMatches), sql` and `);
      return sql<boolean>`((${everyPart}) or ${search(`%@ ${likePattern(text)}%`)})`;
    }
    case 'email':
      return sql<boolean>`fold(contact.email) like ${`${likePattern(word.text)}%`}`;
    case 'phone': {
      const { digits, starts, contains } = word;
      const branches = [
        ...(digits === null ? [] : [textMatches(digits)]),
        ...starts.map((start) => sql<boolean>`contact.phone like ${`+${start}%`}`),
        ...contains.map((part) => search(`%${part}%@%`)),
      ];
      return sql<boolean>`(${sql.join(branches, sql` or `)})`;
    }
  }
}

/** No index can look up one or two letters in the middle of a word, so they match where a word begins. */
function textMatches(text: string): RawBuilder<boolean> {
  const pattern = likePattern(text);
  if ([...text].length < 3) return search(`% ${pattern}%`);
  // The index looks up the first; the rest leaves out the middle of an e-mail address, and is written so that
  // the index is not asked for it once more.
  return sql<boolean>`(${search(`%${pattern}%`)} and
    case when ${search(`%${pattern}%@%`)} then true else ${search(`%@ ${pattern}%`)} end)`;
}

const search = (pattern: string): RawBuilder<boolean> => sql<boolean>`contact.search like ${pattern}`;
