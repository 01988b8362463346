import { fill, forCount, number, type Pattern, placeholdersIn } from '../message/pattern.js';
import { toEpoch } from '../policy/instant.js';
import type { Channel, Decision, Note, UnlockedBy, Way } from '../policy/types.js';
import type { Catalog, SentenceKey } from './catalog.js';
import { de } from './de.js';
import { en } from './en.js';
import { duration, instant, languageOf, oneOf, type Speech } from './format.js';
import { germanNotes } from './notes.de.js';
import { germanRequestNote } from './request-notes.de.js';

const NO_DETAIL: Note = { code: '', text: '' };

export interface ExplainOptions {
  /** IANA zone in which instants are shown; `UTC` unless told, because the host's zone is not read. */
  readonly timeZone?: string;
}

/**
 * The decision in one sentence with its figures: what may be sent, until when, and what would unlock more.
 *
 * @param locale BCP 47; English and German have texts, others get English with their own figures.
 * @throws RangeError when the locale or time zone is unknown to this runtime.
 * @example
 * explain(decision, 'en') // 'The 24-hour window on WhatsApp closed on Tue, Nov 24, 09:00 AM UTC; possible now: an approved template.'
 */
export function explain(decision: Decision, locale = 'en', options: ExplainOptions = {}): string {
  const speech = speechOf(locale, options);
  const catalog = catalogOf(locale);
  const { remaining, closesAt, closedAt, limits, verdict } = decision;
  const lasts = limits?.lasts ?? null;
  const max = limits?.max ?? null;
  const detail = describeNote(decision.notes[0] ?? NO_DETAIL, locale);
  const figures = {
    channel: channelName(decision.channel, locale),
    lasts: lasts === null ? '' : duration(lasts, locale),
    max: max === null ? '' : number(max, locale),
    remaining: remaining === null ? '' : number(remaining, locale),
    closesAt: closesAt === null ? '' : instant(closesAt, speech),
    closedAt: closedAt == null ? '' : instant(closedAt, speech),
    ways: oneOf(
      decision.ways.map((way) => describeWay(way, locale)),
      locale,
    ),
    unlocks: oneOf(
      decision.unlockedBy.map((unlock) => describeUnlock(unlock, locale, options)),
      locale,
    ),
    detail,
    held: max === null && decision.unlockedBy[0] === 'inbound' ? detail : '',
  };
  const count = (verdict === 'open' ? remaining : (max ?? remaining)) ?? 0;
  return fill(
    sentenceFor(decision, catalog, figures, (pattern) => forCount(pattern, count, locale)),
    figures,
  );
}

/** A form as a noun phrase, e.g. "an approved template". */
export function describeWay(way: Way, locale = 'en'): string {
  return fill(catalogOf(locale).ways[way.form], { tag: way.form === 'tag' ? way.tag : '' });
}

/** What unlocks more, as a clause that follows "until", e.g. "the contact writes". */
export function describeUnlock(unlock: UnlockedBy, locale = 'en', options: ExplainOptions = {}): string {
  const { unlocks } = catalogOf(locale);
  if (!isInstant(unlock)) return unlocks[unlock];
  return fill(unlocks.at, { at: instant(toEpoch(unlock.slice('at:'.length)), speechOf(locale, options)) });
}

/** A note in the reader's language. */
export function describeNote(note: Note, locale = 'en'): string {
  const { text, de } = note;
  return languageOf(locale) === 'de' ? (de ?? germanNotes[text] ?? germanRequestNote(text) ?? text) : text;
}

/** The channel as people call it. */
export function channelName(channel: Channel, locale = 'en'): string {
  return catalogOf(locale).channels[channel] ?? channel;
}

function isInstant(unlock: UnlockedBy): unlock is `at:${string}` {
  return unlock.startsWith('at:');
}

type Figures = Readonly<Record<string, string>>;

/** The most telling sentence whose figures are all known. */
function sentenceFor(
  { verdict, reason }: Decision,
  { sentences }: Catalog,
  figures: Figures,
  counted: (pattern: Pattern) => string,
): string {
  const key: SentenceKey = `${verdict}.${reason}`;
  for (const candidate of [`${key}.counted`, `${key}.until`, `${key}.since`, key] as const) {
    const pattern = sentences[candidate];
    if (pattern === undefined) continue;
    const sentence = counted(pattern);
    if (placeholdersIn(sentence).every((name) => figures[name] !== '')) return sentence;
  }
  return reason;
}

function catalogOf(locale: string): Catalog {
  return languageOf(locale) === 'de' ? de : en;
}

function speechOf(locale: string, { timeZone = 'UTC' }: ExplainOptions): Speech {
  return { locale, timeZone };
}
