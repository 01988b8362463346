import { dateToEpoch } from './instant.js';
import type { CompiledForm, CompiledQuietHours, OpenSpan, Policy, Timeline } from './policy.js';
import {
  ALWAYS,
  type Allowance,
  type DatedRule,
  type FormThen,
  type NoteThen,
  type WindowThen,
} from './rule.js';
import { type Said, type SortedRules, sortRules, validity } from './sort-rules.js';
import {
  type Channel,
  type Note,
  OPENERS,
  type Opener,
  type Price,
  PURPOSES,
  type Purpose,
  type RuleRef,
  type Verdict,
  type Way,
} from './types.js';

const FREE_FORM: Way = Object.freeze({ form: 'free_form' });
const NOT_PUBLISHED: Price = Object.freeze({ kind: 'unknown', reason: 'not_published' });

/** What the contact said holds on every channel. */
export const COMMON_CONSENT: RuleRef = commonRef('common.consent');
/** What a question must contain; our own rule. */
export const COMMON_REQUEST: RuleRef = commonRef('common.valid_request');

function commonRef(id: string): RuleRef {
  return Object.freeze({ id, validFrom: ALWAYS, validTo: null, source: 'docs/channels.md#every-channel' });
}

/**
 * Turns a channel's rules into one policy for each purpose between any two dates on which a rule begins or ends, so
 * that a decision picks one and asks no dates again.
 *
 * @returns In the order of `PURPOSES`.
 * @throws RangeError when a date is none or two rules answer one question at once, naming them.
 */
export function compile(channel: Channel, rules: readonly DatedRule[]): readonly Timeline[] {
  const dates = new Set([Number.NEGATIVE_INFINITY]);
  for (const rule of rules) for (const date of validity(rule)) dates.add(date);
  dates.delete(Number.POSITIVE_INFINITY);
  const starts = [...dates].sort((a, b) => a - b);
  const periods = starts.map((from, index) => ({
    from,
    until: starts[index + 1] ?? Number.POSITIVE_INFINITY,
    said: sortRules(
      channel,
      rules.filter((rule) => holdsAt(rule, from)),
    ),
  }));
  return PURPOSES.map((purpose) => {
    const all = periods.map(({ from, until, said }) =>
      policyOf(channel, purpose, from, until, said, said.window),
    );
    return { latest: all.at(-1)!, all };
  });
}

function holdsAt(rule: DatedRule, at: number): boolean {
  const [from, until] = validity(rule);
  return from <= at && at < until;
}

function policyOf(
  channel: Channel,
  purpose: Purpose,
  from: number,
  until: number,
  said: SortedRules,
  window: Said<WindowThen>,
): Policy {
  const forms = (said.forms?.says ?? []).filter((form) => concerns(form, purpose));
  const compiled = forms.map(formOf);
  const allowance = forms.find((form) => form.allowance !== undefined)?.allowance;
  const marketing = purpose === 'marketing';
  const covers = said.consent?.says.optOutCovers ?? 'everything';
  const needsOptIn = marketing && said.consent?.says.marketingNeedsOptIn === true;
  const exclusions = said.exclusions
    .filter(({ says }) => concerns(says, purpose))
    .map(({ says: { recipientCountries = null, accountRegions = null }, ref }) => ({
      ref,
      recipientCountries,
      accountRegions,
    }));
  const stops = (hours: SortedRules['quietHours'][number]) => hours.says.purposes.includes(purpose);
  const curfews = said.quietHours.filter(stops).map(quietHoursOf);
  const advisedHours = said.quietHours
    .filter((hours) => !stops(hours) && hours.says.advice)
    .map(quietHoursOf);
  const freeEntryPoint = said.price?.freeEntryPoint ?? false;
  return Object.freeze({
    channel,
    from,
    until,
    ...windowOf(window),
    forms: compiled,
    formsRef: said.forms?.ref ?? window.ref,
    insideSet: compiled.reduce((set, form, bit) => set | (form.insideToo ? 1 << bit : 0), 0),
    waysInside: waysBySet(compiled, [FREE_FORM]),
    waysOutside: waysBySet(compiled, []),
    allowance: allowance === undefined ? null : allowanceOf(allowance),
    consentRef: said.consent?.ref ?? COMMON_CONSENT,
    optOutStops: covers === 'everything' || covers.includes(purpose),
    marketing,
    needsOptIn,
    threadDeletionEnds: said.consent?.says.threadDeletionEnds ?? false,
    exclusions,
    curfews,
    advisedHours,
    gated: needsOptIn || exclusions.length > 0 || curfews.length > 0,
    quota: said.quota,
    priceOpen: said.price?.open ?? NOT_PUBLISHED,
    priceOutside: said.price?.outside ?? NOT_PUBLISHED,
    freeEntryPoint,
    adjusts: freeEntryPoint || said.quota !== null || curfews.length > 0 || advisedHours.length > 0,
    notesOpen: notesOf(said.notes, 'open', purpose),
    notesRestricted: notesOf(said.notes, 'restricted', purpose),
    notesBlocked: notesOf(said.notes, 'blocked', purpose),
    special:
      said.special === null || said.special === window
        ? null
        : { flag: said.special.flag, policy: policyOf(channel, purpose, from, until, said, said.special) },
  });
}

function concerns({ purposes }: { readonly purposes?: readonly Purpose[] }, purpose: Purpose): boolean {
  return purposes === undefined || purposes.includes(purpose);
}

function windowOf({ says, ref }: Said<WindowThen>) {
  const spans: { [opener in Opener]?: OpenSpan } = {};
  const kind: Policy['kind'] = typeof says.window === 'string' ? says.window : 'spans';
  if (typeof says.window !== 'string') {
    for (const opener of OPENERS) {
      const span = says.window[opener];
      if (span === undefined) continue;
      const { lasts, max, note } = span;
      spans[opener] = {
        lasts,
        max: max ?? Number.POSITIVE_INFINITY,
        limits: Object.freeze({ lasts, max: max ?? null }),
        note: note === undefined ? null : noteOf(note),
      };
    }
  }
  return {
    kind,
    windowRef: ref,
    firstContact: says.firstContact !== 'refused',
    message: spans.message,
    spans,
  };
}

function formOf(form: FormThen): CompiledForm {
  return {
    way: Object.freeze(form.way),
    insideToo: form.insideToo ?? false,
    humanOnly: form.sender === 'human',
    automationOnly: form.sender === 'automation',
    needs: form.needs ?? null,
    within: form.within ?? Number.POSITIVE_INFINITY,
    onlyCountries: form.onlyCountries ?? null,
    exceptCountries: form.exceptCountries ?? null,
  };
}

function allowanceOf({ perMonth, accountsCreatedBefore }: Allowance) {
  const createdBefore =
    accountsCreatedBefore === undefined ? Number.POSITIVE_INFINITY : dateToEpoch(accountsCreatedBefore);
  return { perMonth, createdBefore };
}

function quietHoursOf({ says, ref }: SortedRules['quietHours'][number]): CompiledQuietHours {
  return {
    ref,
    from: minuteOfDay(says.from),
    to: minuteOfDay(says.to),
    zone: says.zone === 'recipient' ? null : says.zone,
    countries: says.countries ?? null,
    advice: says.advice === undefined ? null : noteOf(says.advice),
  };
}

/** Minutes since midnight of a wall clock such as `20:50`. */
function minuteOfDay(wallClock: string): number {
  return Number(wallClock.slice(0, 2)) * 60 + Number(wallClock.slice(3, 5));
}

/** Every combination of forms as one frozen array; with n forms there are 2^n, and n is at most a handful. */
function waysBySet(forms: readonly CompiledForm[], first: readonly Way[]): readonly (readonly Way[])[] {
  return Array.from({ length: 1 << forms.length }, (_, set) =>
    Object.freeze([
      ...first,
      ...forms.filter((_form, bit) => (set & (1 << bit)) !== 0).map((form) => form.way),
    ]),
  );
}

function notesOf(notes: readonly NoteThen[], verdict: Verdict, purpose: Purpose): readonly Note[] {
  const apply = notes.filter((note) => (note.verdicts?.includes(verdict) ?? true) && concerns(note, purpose));
  return Object.freeze(apply.map(noteOf));
}

function noteOf({ code, text, de }: NoteThen): Note {
  return Object.freeze(de === undefined ? { code, text } : { code, text, de });
}
