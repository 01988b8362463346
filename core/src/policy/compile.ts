import { dateToEpoch } from './instant.js';
import {
  type AccountFlag,
  ALWAYS,
  type Allowance,
  type ConsentThen,
  type ExcludeThen,
  type FormThen,
  type NoteThen,
  type PriceThen,
  type QuietHoursThen,
  type Rule,
  type Spans,
  type WindowThen,
} from './rule.js';
import {
  type Channel,
  type Note,
  PURPOSES,
  type Purpose,
  type RuleRef,
  VERDICTS,
  type Verdict,
  type Way,
  type WindowLimits,
} from './types.js';

/** One opener's span with the figures and the note that a decision points to. */
export interface OpenSpan {
  readonly lasts: number;
  readonly max: number;
  readonly limits: WindowLimits;
  readonly note: Note | null;
}

export interface CompiledWindow {
  readonly kind: 'none' | 'template_only' | 'spans';
  readonly ref: RuleRef;
  readonly firstContact: boolean;
  /** Of the opener `message`, which is nearly every one. */
  readonly message: OpenSpan | undefined;
  readonly spans: Readonly<Record<string, OpenSpan>>;
}

export interface CompiledForm {
  readonly way: Way;
  readonly insideToo: boolean;
  readonly humanOnly: boolean;
  readonly automationOnly: boolean;
  readonly needs: AccountFlag | null;
  /** Bit n stands for `PURPOSES[n]`. */
  readonly purposes: number;
  readonly within: number;
  readonly onlyCountries: readonly string[] | null;
  readonly exceptCountries: readonly string[] | null;
}

export interface CompiledExclusion extends ExcludeThen {
  readonly ref: RuleRef;
  readonly purposeMask: number;
}

export interface CompiledQuietHours {
  readonly ref: RuleRef;
  /** Minutes of the day. */
  readonly from: number;
  readonly to: number;
  readonly zone: string | null;
  readonly purposeMask: number;
  readonly countries: readonly string[] | null;
  readonly advice: Note | null;
}

export interface CompiledAllowance {
  readonly perMonth: number;
  readonly createdBefore: number;
}

export interface CompiledConsent {
  readonly ref: RuleRef;
  readonly optOutMask: number;
  readonly marketingNeedsOptIn: boolean;
  readonly threadDeletionEnds: boolean;
}

/** Everything that holds for a channel between two dates. Arrays and references are shared by all decisions. */
export interface Policy {
  readonly channel: Channel;
  readonly from: number;
  readonly until: number;
  readonly window: CompiledWindow;
  readonly special: { readonly flag: AccountFlag; readonly window: CompiledWindow } | null;
  readonly forms: readonly CompiledForm[];
  readonly formsRef: RuleRef;
  /** The forms that are also offered while the window is open. */
  readonly insideSet: number;
  /** `ways` by the bit set of forms that hold: with free text before them, and without. */
  readonly waysInside: readonly (readonly Way[])[];
  readonly waysOutside: readonly (readonly Way[])[];
  readonly allowance: CompiledAllowance | null;
  readonly consent: CompiledConsent;
  readonly exclusions: readonly CompiledExclusion[];
  readonly quietHours: readonly CompiledQuietHours[];
  /** Purposes for which anything but the window can refuse. */
  readonly gatedPurposes: number;
  readonly quota: RuleRef | null;
  readonly price: PriceThen;
  /** By verdict, then purpose. */
  readonly notes: Readonly<Record<Verdict, readonly (readonly Note[])[]>>;
}

export const ALL_PURPOSES = (1 << PURPOSES.length) - 1;
const FREE_FORM: Way = Object.freeze({ form: 'free_form' });
const UNKNOWN_PRICE: PriceThen = Object.freeze({
  open: Object.freeze({ kind: 'unknown', reason: 'not_published' }),
  outside: Object.freeze({ kind: 'unknown', reason: 'not_published' }),
});

/** What the contact said holds on every channel. */
export const COMMON_CONSENT: RuleRef = commonRef('common.consent');
/** What a question must contain; our own rule. */
export const COMMON_REQUEST: RuleRef = commonRef('common.valid_request');

function commonRef(id: string): RuleRef {
  return Object.freeze({ id, validFrom: ALWAYS, validTo: null, source: 'docs/channels.md#every-channel' });
}

/**
 * Turns a channel's rules into one `Policy` between any two dates on which one of them starts or ends, so that a
 * decision picks one entry and asks no dates again.
 *
 * @throws RangeError when a date is none or two rules of one kind hold at once, naming them.
 */
export function compile(channel: Channel, rules: readonly Rule[]): readonly Policy[] {
  const starts = new Set([Number.NEGATIVE_INFINITY]);
  for (const rule of rules) {
    const [from, until] = validity(rule);
    starts.add(from);
    if (until !== Number.POSITIVE_INFINITY) starts.add(until);
  }
  const sorted = [...starts].sort((a, b) => a - b);
  return Object.freeze(
    sorted.map((from, index) => {
      const valid = rules.filter((rule) => {
        const [start, end] = validity(rule);
        return start <= from && from < end;
      });
      return policyOf(channel, from, sorted[index + 1] ?? Number.POSITIVE_INFINITY, valid);
    }),
  );
}

/** Start and end of a rule as epoch milliseconds, infinite where open. */
export function validity(rule: Rule): readonly [number, number] {
  const from = rule.validFrom === ALWAYS ? Number.NEGATIVE_INFINITY : dateToEpoch(rule.validFrom);
  const until = rule.validTo === null ? Number.POSITIVE_INFINITY : dateToEpoch(rule.validTo);
  if (Number.isNaN(from))
    throw new RangeError(`validFrom must be a date, got ${rule.validFrom} in ${rule.id}`);
  if (Number.isNaN(until))
    throw new RangeError(`validTo must be a date or null, got ${rule.validTo} in ${rule.id}`);
  if (until <= from) {
    throw new RangeError(
      `validTo must be later than validFrom, got ${rule.validFrom} and ${rule.validTo} in ${rule.id}`,
    );
  }
  return [from, until];
}

function policyOf(channel: Channel, from: number, until: number, valid: readonly Rule[]): Policy {
  const said = sort(channel, valid);
  const forms = said.forms?.says ?? [];
  const compiled = forms.map(formOf);
  const allowance = forms.find((form) => form.allowance !== undefined)?.allowance;
  const window = windowOf(said.window);
  const consent = consentOf(said.consent);
  const exclusions = said.exclusions.map(({ says, ref }) => ({
    ...says,
    ref,
    purposeMask: maskOf(says.purposes),
  }));
  const quietHours = said.quietHours.map(quietHoursOf);
  return Object.freeze({
    channel,
    from,
    until,
    window,
    special: said.special && { flag: said.special.flag, window: windowOf(said.special) },
    forms: compiled,
    formsRef: said.forms?.ref ?? window.ref,
    insideSet: compiled.reduce((set, form, bit) => set | (form.insideToo ? 1 << bit : 0), 0),
    waysInside: waysBySet(compiled, FREE_FORM),
    waysOutside: waysBySet(compiled, null),
    allowance: allowance === undefined ? null : allowanceOf(allowance),
    consent,
    exclusions,
    quietHours,
    gatedPurposes: gatesOf(consent, exclusions, quietHours),
    quota: said.quota,
    price: said.price ?? UNKNOWN_PRICE,
    notes: notesOf(said.notes),
  });
}

interface Said<T> {
  readonly says: T;
  readonly ref: RuleRef;
}
interface Sorted {
  window: Said<WindowThen>;
  special: (Said<WindowThen> & { readonly flag: AccountFlag }) | null;
  forms: Said<readonly FormThen[]> | null;
  consent: Said<ConsentThen> | null;
  exclusions: Said<ExcludeThen>[];
  quietHours: Said<QuietHoursThen>[];
  quota: RuleRef | null;
  price: PriceThen | null;
  notes: NoteThen[];
}

/** Puts each rule where its question is asked; two answers to one question are a mistake in the data. */
function sort(channel: Channel, valid: readonly Rule[]): Sorted {
  const found: Omit<Sorted, 'window'> & { window: Said<WindowThen> | null } = {
    window: null,
    special: null,
    forms: null,
    consent: null,
    exclusions: [],
    quietHours: [],
    quota: null,
    price: null,
    notes: [],
  };
  const once = (before: unknown, rule: Rule, what: string): void => {
    if (before !== null)
      throw new RangeError(`two rules answer ${what} at once on ${channel}, the second is ${rule.id}`);
  };
  for (const rule of valid) {
    const { says } = rule;
    const ref = refOf(rule);
    if ('window' in says) {
      if (says.accounts === undefined) {
        once(found.window, rule, 'the window');
        found.window = { says, ref };
      } else {
        once(found.special, rule, 'the window of special accounts');
        found.special = { says, ref, flag: says.accounts };
      }
    } else if ('forms' in says) {
      once(found.forms, rule, 'the forms');
      found.forms = { says: says.forms, ref };
    } else if ('consent' in says) {
      once(found.consent, rule, 'consent');
      found.consent = { says: says.consent, ref };
    } else if ('exclude' in says) found.exclusions.push({ says: says.exclude, ref });
    else if ('quietHours' in says) found.quietHours.push({ says: says.quietHours, ref });
    else if ('monthlyQuota' in says) {
      once(found.quota, rule, 'the quota');
      found.quota = ref;
    } else if ('price' in says) {
      once(found.price, rule, 'the price');
      found.price = says.price;
    } else found.notes.push(says.note);
  }
  if (found.window === null) throw new RangeError(`no rule says when free text is allowed on ${channel}`);
  return { ...found, window: found.window };
}

function refOf(rule: Rule): RuleRef {
  const { id, validFrom, validTo, sources } = rule;
  return Object.freeze({ id, validFrom, validTo, source: sources[0].url });
}

function windowOf({ says, ref }: Said<WindowThen>): CompiledWindow {
  const spans: Record<string, OpenSpan> = Object.create(null);
  const kind = typeof says.window === 'string' ? says.window : 'spans';
  if (typeof says.window !== 'string') {
    for (const [opener, span] of Object.entries(says.window satisfies Spans)) {
      spans[opener] = {
        lasts: span.lasts,
        max: span.max ?? Number.POSITIVE_INFINITY,
        limits: Object.freeze({ lasts: span.lasts, max: span.max ?? null }),
        note: span.note === undefined ? null : noteOf(span.note),
      };
    }
  }
  return { kind, ref, firstContact: says.firstContact !== 'refused', message: spans.message, spans };
}

function formOf(form: FormThen): CompiledForm {
  return {
    way: Object.freeze(form.way),
    insideToo: form.insideToo ?? false,
    humanOnly: form.sender === 'human',
    automationOnly: form.sender === 'automation',
    needs: form.needs ?? null,
    purposes: maskOf(form.purposes),
    within: form.within ?? Number.POSITIVE_INFINITY,
    onlyCountries: form.onlyCountries ?? null,
    exceptCountries: form.exceptCountries ?? null,
  };
}

function allowanceOf(allowance: Allowance): CompiledAllowance {
  const before = allowance.accountsCreatedBefore;
  return {
    perMonth: allowance.perMonth,
    createdBefore: before === undefined ? Number.POSITIVE_INFINITY : dateToEpoch(before),
  };
}

function consentOf(said: Said<ConsentThen> | null): CompiledConsent {
  const covers = said?.says.optOutCovers ?? 'everything';
  return {
    ref: said?.ref ?? COMMON_CONSENT,
    optOutMask: covers === 'everything' ? ALL_PURPOSES : maskOf(covers),
    marketingNeedsOptIn: said?.says.marketingNeedsOptIn ?? false,
    threadDeletionEnds: said?.says.threadDeletionEnds ?? false,
  };
}

function quietHoursOf({ says, ref }: Said<QuietHoursThen>): CompiledQuietHours {
  return {
    ref,
    from: minuteOfDay(says.from),
    to: minuteOfDay(says.to),
    zone: says.zone === 'recipient' ? null : says.zone,
    purposeMask: maskOf(says.purposes),
    countries: says.countries ?? null,
    advice: says.advice === undefined ? null : noteOf(says.advice),
  };
}

function minuteOfDay(wallClock: string): number {
  const [hour, minute] = wallClock.split(':').map(Number);
  return (hour ?? Number.NaN) * 60 + (minute ?? Number.NaN);
}

function gatesOf(
  consent: CompiledConsent,
  exclusions: readonly CompiledExclusion[],
  quietHours: readonly CompiledQuietHours[],
): number {
  let mask = consent.marketingNeedsOptIn ? maskOf(['marketing']) : 0;
  for (const exclusion of exclusions) mask |= exclusion.purposeMask;
  for (const hours of quietHours) mask |= hours.advice === null ? hours.purposeMask : ALL_PURPOSES;
  return mask;
}

function maskOf(purposes: readonly Purpose[] | undefined): number {
  if (purposes === undefined) return ALL_PURPOSES;
  return purposes.reduce((mask, purpose) => mask | (1 << PURPOSES.indexOf(purpose)), 0);
}

/** Every combination of forms as one frozen array; with n forms there are 2^n, and n is at most a handful. */
function waysBySet(forms: readonly CompiledForm[], first: Way | null): readonly (readonly Way[])[] {
  const table: (readonly Way[])[] = [];
  for (let set = 0; set < 1 << forms.length; set++) {
    const ways = forms.filter((_, bit) => (set & (1 << bit)) !== 0).map((form) => form.way);
    table.push(Object.freeze(first === null ? ways : [first, ...ways]));
  }
  return Object.freeze(table);
}

function notesOf(notes: readonly NoteThen[]): Policy['notes'] {
  const of = (verdict: Verdict): readonly (readonly Note[])[] =>
    PURPOSES.map((purpose) =>
      Object.freeze(
        notes
          .filter((note) => note.verdicts?.includes(verdict) ?? true)
          .filter((note) => note.purposes?.includes(purpose) ?? true)
          .map(noteOf),
      ),
    );
  const [open, restricted, blocked] = VERDICTS.map(of) as [
    ReturnType<typeof of>,
    ReturnType<typeof of>,
    ReturnType<typeof of>,
  ];
  return { open, restricted, blocked };
}

function noteOf({ code, text, de }: NoteThen): Note {
  return Object.freeze({ code, text, de });
}
