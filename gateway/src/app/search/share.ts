import type { ContactStatistics } from '../../store/contact-statistics.js';
import type { Word } from './words.js';

/**
 * Which share of contacts probably fits: that of a sample which has the words, times the share that each further
 * filter leaves. Decides what is tried first, never what is found.
 * @param filters Names as `ContactStatistics.shareOf` knows them; one of each list is enough.
 */
export function shareOfMatches(
  { sample, shareOf }: ContactStatistics,
  words: readonly Word[],
  filters: readonly (readonly string[])[],
): number {
  const inText =
    words.length === 0
      ? 1
      : sample.filter((text) => words.every((word) => has(text, word))).length / Math.max(1, sample.length);
  return filters
    .map((names) =>
      Math.min(
        1,
        names.reduce((sum, name) => sum + shareOf(name), 0),
      ),
    )
    .reduce((product, share) => product * share, inText);
}

/** `contact.search`, ' first last phone @ local-part', has a word; a little more is taken than really matches. */
function has(text: string, word: Word): boolean {
  switch (word.kind) {
    case 'text':
      return hasText(text, word.text);
    case 'compound':
      return word.parts.every((part) => hasText(text, part));
    case 'email':
      return text.endsWith(` @ ${word.text.split('@')[0]}`);
    case 'phone':
      return (
        (word.digits !== null && hasText(text, word.digits)) ||
        word.starts.some((start) => text.includes(` ${start}`)) ||
        word.contains.some((part) => text.includes(part))
      );
  }
}

const hasText = (text: string, part: string): boolean =>
  text.includes([...part].length < 3 ? ` ${part}` : part);
