import { answersOf, FREE_FORM, noteOf } from './answers.js';
import { BY_INBOUND, BY_NOTHING, COMMON_CONSENT } from './common.js';
import { dateToEpoch } from './instant.js';
import { made } from './made.js';
import type { CompiledForm, CompiledHold, Policy, Timeline } from './policy.js';
import type { Allowance, DatedRule, FormThen, NoteThen, PriceThen, WindowThen } from './rule.js';
import { type Said, type SortedRules, sortRules, validity } from './sort-rules.js';
import {
  type Channel,
  type Note,
  type Price,
  PURPOSES,
  type Purpose,
  type Reason,
  type RuleRef,
  type Sender,
  type UnlockedBy,
  type Verdict,
} from './types.js';

const UNKNOWN: Price = Object.freeze({ kind: 'unknown', reason: 'not_published' });
const NOT_PUBLISHED: PriceThen = { open: UNKNOWN, outside: UNKNOWN };
const BY_OPT_IN: readonly UnlockedBy[] = Object.freeze(['opt_in']);
const BY_NEXT_MONTH: readonly UnlockedBy[] = Object.freeze(['next_month']);

/**
 * Turns a channel's rules into one policy for each purpose between any two dates on which a rule begins or ends, so
 * that a decision picks one and asks no dates again.
 *
 * @returns In the order of `PURPOSES`.
 * @throws RangeError when a date is none or two rules answer one question at once, naming them.
 */
export function compile(channel: Channel, rules: readonly DatedRule[]): readonly Timeline[] {
  const dates = new Set([-Infinity]);
  for (const rule of rules) for (const date of validity(rule)) dates.add(date);
  dates.delete(Infinity);
  const starts = [...dates].sort((a, b) => a - b);
  const periods = starts.map((from, index) => ({
    from,
    until: starts[index + 1] ?? Infinity,
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
  const { consent, special, quota } = said;
  const price = said.price?.says ?? NOT_PUBLISHED;
  const notes = (verdict: Verdict) => notesOf(said.notes, verdict, purpose);
  const blocked = notes('blocked');
  const refuse = (
    reason: Reason,
    rule: RuleRef,
    unlockedBy: readonly UnlockedBy[],
    remaining: 0 | null = null,
    shown: readonly Note[] = blocked,
  ) => made({ channel, reason, rule, unlockedBy, notes: shown, remaining });

  const formsRef = said.forms?.ref ?? window.ref;
  const forms = (said.forms?.says ?? []).filter((form) => concerns(form, purpose));
  const compiled = forms.map(formOf);
  const formsFor = (sender: Sender) =>
    compiled.filter((form) => form.sender === null || form.sender === sender);
  const sets = setsOf(compiled);
  const allowance = forms.find((form) => form.allowance !== undefined)?.allowance;

  const covers = consent?.says.optOutCovers ?? 'everything';
  const consentRef = consent?.ref ?? COMMON_CONSENT;
  const optedOut = refuse('opted_out', consentRef, BY_OPT_IN);
  const marketing = purpose === 'marketing';
  const consentRequired =
    marketing && consent?.says.marketingNeedsOptIn === true
      ? refuse('marketing_consent_required', consentRef, BY_OPT_IN)
      : null;
  const exclusions = said.exclusions
    .filter(({ says }) => concerns(says, purpose))
    .map(({ says: { recipientCountries = null, accountRegions = null }, ref }) => ({
      recipientCountries,
      accountRegions,
      ofCountry: refuse('recipient_country_excluded', ref, BY_NOTHING),
      ofRegion: refuse('account_region_excluded', ref, BY_NOTHING),
    }));
  const hours = said.quietHours.map(({ says, ref }) => ({
    stops: says.purposes.includes(purpose),
    zoneRequired: refuse('time_zone_required', ref, BY_NOTHING),
    from: minuteOfDay(says.from),
    to: minuteOfDay(says.to),
    zone: says.zone === 'recipient' ? null : says.zone,
    countries: says.countries ?? null,
    advice: says.advice === undefined ? null : noteOf(says.advice),
  }));
  const curfews = hours.filter(({ stops }) => stops);
  const advisedHours = hours.filter(({ stops, advice }) => !stops && advice !== null);
  const holdOf = (
    hold: Said<{ readonly note: NoteThen }> | undefined,
    bound = Infinity,
  ): CompiledHold | null =>
    hold === undefined
      ? null
      : {
          bound,
          refusal: refuse(
            'quota_exhausted',
            hold.ref,
            BY_INBOUND,
            0,
            Object.freeze([noteOf(hold.says.note)]),
          ),
        };
  const freeEntryPoint = price.freeEntryPoint ?? false;
  return {
    from,
    until,
    ...answersOf(channel, window, {
      formsRef,
      price,
      notes: { open: notes('open'), restricted: notes('restricted'), blocked },
    }),
    humanForms: formsFor('human'),
    automationForms: formsFor('automation'),
    personForms: compiled.filter((form) => form.sender === 'human'),
    formsRef,
    insideSet: compiled.reduce((set, form) => set | (form.insideToo ? form.bit : 0), 0),
    waysInside: sets.map((set) => Object.freeze([FREE_FORM, ...set.map((form) => form.way)])),
    waysOutside: sets.map((set) => Object.freeze(set.map((form) => form.way))),
    lastsOutside: sets.map((set) => Math.min(...set.map((form) => form.within))),
    allowance: allowance === undefined ? null : allowanceOf(allowance),
    blockedByContact: refuse('blocked_by_contact', consentRef, BY_INBOUND),
    optedOut: covers === 'everything' || covers.includes(purpose) ? optedOut : null,
    optedOutMarketing: marketing ? optedOut : null,
    threadDeleted: consent?.says.threadDeletionEnds ? refuse('thread_deleted', consentRef, BY_INBOUND) : null,
    consentRequired,
    exclusions,
    curfews,
    advisedHours,
    gated: consentRequired !== null || exclusions.length + curfews.length > 0,
    quotaUsed: quota === undefined ? null : refuse('quota_exhausted', quota.ref, BY_NEXT_MONTH, 0),
    recipientLimit: holdOf(said.recipientLimit, said.recipientLimit?.says.max),
    marketingCap: marketing ? holdOf(said.marketingCap, said.marketingCap?.says.lasts) : null,
    freeEntryPoint,
    adjusts:
      freeEntryPoint ||
      (said.recipientLimit ?? said.marketingCap ?? quota) !== undefined ||
      curfews.length + advisedHours.length > 0,
    special:
      special?.says.accounts === undefined || special === window
        ? null
        : { flag: special.says.accounts, policy: policyOf(channel, purpose, from, until, said, special) },
  };
}

function concerns({ purposes }: { readonly purposes?: readonly Purpose[] }, purpose: Purpose): boolean {
  return purposes === undefined || purposes.includes(purpose);
}

function formOf(form: FormThen, place: number): CompiledForm {
  return {
    bit: 1 << place,
    way: Object.freeze(form.way),
    insideToo: form.insideToo ?? false,
    sender: form.sender ?? null,
    always: (form.needs ?? form.within ?? form.onlyCountries ?? form.exceptCountries) === undefined,
    needs: form.needs ?? null,
    within: form.within ?? Infinity,
    onlyCountries: form.onlyCountries ?? null,
    exceptCountries: form.exceptCountries ?? null,
  };
}

function allowanceOf({ perMonth, accountsCreatedBefore }: Allowance) {
  const createdBefore = accountsCreatedBefore === undefined ? Infinity : dateToEpoch(accountsCreatedBefore);
  return { perMonth, createdBefore };
}

/** Minutes since midnight of a wall clock such as `20:50`. */
function minuteOfDay(wallClock: string): number {
  return Number(wallClock.slice(0, 2)) * 60 + Number(wallClock.slice(3, 5));
}

/** Every combination of forms, in the order of bit sets; with n forms there are 2^n, and n is at most a handful. */
function setsOf(forms: readonly CompiledForm[]): readonly (readonly CompiledForm[])[] {
  return Array.from({ length: 1 << forms.length }, (_, set) =>
    forms.filter((form) => (set & form.bit) !== 0),
  );
}

function notesOf(notes: readonly Said<NoteThen>[], verdict: Verdict, purpose: Purpose): readonly Note[] {
  const apply = notes.filter(
    ({ says }) => (says.verdicts?.includes(verdict) ?? true) && concerns(says, purpose),
  );
  return Object.freeze(apply.map(({ says }) => noteOf(says)));
}
