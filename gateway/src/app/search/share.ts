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
      : sample.filter(({ text }) => words.every((word) => has(text, word))).length /
        Math.max(1, sample.length);
  return filters
    .map((names) =>
      Math.min(
        1,
        names.reduce((sum, name) => sum + shareOf(name), 0),
      ),
    )
    .reduce((product, share) => product * share, inText);
}

/** Less likely than this is taken as impossible. */
const NEVER = 1e-7;

/**
 * Whether the sample leaves no doubt that more contacts under these statuses have the words.
 * @returns false also where it cannot tell: for e-mail addresses and for phones, of which a sampled text has too little
 */
export function surelyMoreThan(
  cap: number,
  { sample, contacts }: ContactStatistics,
  words: readonly Word[],
  workspaceId: string,
  statuses: readonly string[],
): boolean {
  if (words.some(({ kind }) => kind === 'email' || kind === 'phone')) return false;
  const met = sample.filter(
    (one) =>
      one.workspaceId === workspaceId &&
      statuses.includes(one.status) &&
      words.every((word) => has(one.text, word)),
  ).length;
  return chanceOf(met, (cap * sample.length) / Math.max(1, contacts)) < NEVER;
}

/** How likely it is to meet as many or more where so many are expected (Poisson). */
function chanceOf(met: number, expected: number): number {
  let chance = Math.exp(-expected);
  let fewer = 0;
  for (let count = 0; count < met; count++) {
    fewer += chance;
    chance *= expected / (count + 1);
  }
  return 1 - fewer;
}

/** `contact.search`, ' first last phone @ local-part', has a word; of phones a little more is taken than matches. */
function has(text: string, word: Word): boolean {
  switch (word.kind) {
    case 'text':
      return hasText(text, word.text);
    case 'compound':
      return text.includes(`@ ${word.text}`) || word.parts.every((part) => hasText(text, part));
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

/** As `matchesWord` in `store/contact-match.ts` has it: short texts begin a word, others are nowhere inside an e-mail. */
function hasText(text: string, part: string): boolean {
  if ([...part].length < 3) return text.includes(` ${part}`);
  const at = text.indexOf(part);
  return at >= 0 && (at < text.indexOf('@') || text.includes(`@ ${part}`));
}
