import type {
  ConsentThen,
  ExcludeThen,
  FormThen,
  QuietHoursThen,
  Says,
  Span,
  WindowThen,
} from '../policy/rule.js';
import { OPENERS, PURPOSES, type Way } from '../policy/types.js';

/**
 * Whether a rule would allow anything that the rule it replaces does not. Prices and notes allow nothing.
 *
 * @returns What it would allow, as the end of a sentence, or null.
 */
export function allowsMore(now: Says, instead: Says): string | null {
  if ('window' in now && 'window' in instead) return windowAllowsMore(now, instead);
  if ('forms' in now && 'forms' in instead) return formsAllowMore(now.forms, instead.forms);
  if ('consent' in now && 'consent' in instead) return consentAllowsMore(now.consent, instead.consent);
  if ('exclude' in now && 'exclude' in instead) return exclusionAllowsMore(now.exclude, instead.exclude);
  if ('quietHours' in now && 'quietHours' in instead)
    return quietHoursAllowMore(now.quietHours, instead.quietHours);
  if ('recipientLimit' in now && 'recipientLimit' in instead) {
    const more = (instead.recipientLimit.max ?? Infinity) > (now.recipientLimit.max ?? Infinity);
    return more ? 'more people in 24 hours' : null;
  }
  if ('marketingCap' in now && 'marketingCap' in instead) {
    return instead.marketingCap.lasts < now.marketingCap.lasts ? 'marketing sooner after a refusal' : null;
  }
  return null;
}

function windowAllowsMore(now: WindowThen, instead: WindowThen): string | null {
  if (now.accounts !== instead.accounts) return 'another window for other accounts';
  if ((now.firstContact ?? 'allowed') === 'refused' && instead.firstContact !== 'refused')
    return 'writing first';
  if (now.window === 'none' || instead.window === 'template_only') return null;
  if (instead.window === 'none') return 'free text at any time';
  if (now.window === 'template_only') return Object.keys(instead.window).length === 0 ? null : 'free text';
  for (const opener of OPENERS) {
    const longer = spanAllowsMore(now.window[opener], instead.window[opener], opener);
    if (longer !== null) return longer;
  }
  return null;
}

function spanAllowsMore(now: Span | undefined, instead: Span | undefined, opener: string): string | null {
  if (instead === undefined || instead.lasts === 0 || instead.max === 0) return null;
  if (now === undefined) return `free text after ${opener}`;
  if (instead.lasts > now.lasts) return `a longer window after ${opener}`;
  return (instead.max ?? Infinity) > (now.max ?? Infinity) ? `more messages after ${opener}` : null;
}

function formsAllowMore(now: readonly FormThen[], instead: readonly FormThen[]): string | null {
  const wider = instead.find((form) => !now.some((old) => formIsWithin(form, old)));
  return wider === undefined ? null : `the form ${nameOf(wider.way)} where it is not allowed now`;
}

/** Whether all that `form` allows is allowed by `old`. */
function formIsWithin(form: FormThen, old: FormThen): boolean {
  return (
    wayIsWithin(form.way, old.way) &&
    (old.insideToo === true || form.insideToo !== true) &&
    (old.sender === undefined || old.sender === form.sender) &&
    (old.needs === undefined || old.needs === form.needs) &&
    isWithin(form.purposes, old.purposes) &&
    (form.within ?? Infinity) <= (old.within ?? Infinity) &&
    isWithin(form.onlyCountries, old.onlyCountries) &&
    exceptsAll(form, old.exceptCountries) &&
    allowanceIsWithin(form.allowance, old.allowance)
  );
}

function wayIsWithin(way: Way, old: Way): boolean {
  if (way.form === 'template' && old.form === 'template') return isWithin(way.categories, old.categories);
  if (way.form === 'tag' && old.form === 'tag') return way.tag === old.tag;
  return way.form === old.form;
}

function exceptsAll(form: FormThen, countries: readonly string[] | undefined): boolean {
  if (countries === undefined) return true;
  const reached = (country: string) =>
    (form.onlyCountries?.includes(country) ?? true) && !(form.exceptCountries?.includes(country) ?? false);
  return !countries.some(reached);
}

/** With a later date or none more accounts are held to the allowance. */
function allowanceIsWithin(now: FormThen['allowance'], old: FormThen['allowance']): boolean {
  if (old === undefined) return true;
  if (now === undefined || now.perMonth > old.perMonth) return false;
  return (now.accountsCreatedBefore ?? '9999') >= (old.accountsCreatedBefore ?? '9999');
}

function consentAllowsMore(now: ConsentThen, instead: ConsentThen): string | null {
  const covered = (covers: ConsentThen['optOutCovers']) => (covers === 'everything' ? PURPOSES : covers);
  if (!isWithin(covered(now.optOutCovers), covered(instead.optOutCovers))) return 'messages after an opt-out';
  if (now.marketingNeedsOptIn === true && instead.marketingNeedsOptIn !== true)
    return 'marketing without consent';
  if (now.threadDeletionEnds === true && instead.threadDeletionEnds !== true)
    return 'messages to a deleted conversation';
  return null;
}

function exclusionAllowsMore(now: ExcludeThen, instead: ExcludeThen): string | null {
  const kept =
    isWithin(now.purposes ?? PURPOSES, instead.purposes ?? PURPOSES) &&
    isWithin(now.recipientCountries ?? [], instead.recipientCountries ?? []) &&
    isWithin(now.accountRegions ?? [], instead.accountRegions ?? []);
  return kept ? null : 'what is excluded now';
}

function quietHoursAllowMore(now: QuietHoursThen, instead: QuietHoursThen): string | null {
  if (now.zone !== instead.zone) return 'other hours by the clock of another zone';
  if (!isWithin(now.purposes, instead.purposes)) return 'purposes in quiet hours';
  if (!isWithin(now.countries, instead.countries)) return 'recipients in quiet hours';
  return hoursAreWithin(now, instead) ? null : 'hours that are quiet now';
}

/** Minute by minute round the clock: both may run over midnight. */
function hoursAreWithin(now: QuietHoursThen, instead: QuietHoursThen): boolean {
  for (let minute = 0; minute < 24 * 60; minute++) {
    if (isQuiet(now, minute) && !isQuiet(instead, minute)) return false;
  }
  return true;
}

function isQuiet({ from, to }: QuietHoursThen, minute: number): boolean {
  const [start, end] = [minuteOf(from), minuteOf(to)];
  return start > end ? minute >= start || minute < end : minute >= start && minute < end;
}

function minuteOf(wallClock: string): number {
  return Number(wallClock.slice(0, 2)) * 60 + Number(wallClock.slice(3));
}

/** Whether a list is part of another, where no list means all. */
function isWithin<T>(part: readonly T[] | undefined, whole: readonly T[] | undefined): boolean {
  if (whole === undefined) return true;
  return part?.every((item) => whole.includes(item)) ?? false;
}

function nameOf(way: Way): string {
  return way.form === 'tag' ? way.tag : way.form;
}
