import { dateToEpoch } from './instant.js';
import {
  ALWAYS,
  type ConsentThen,
  type DatedRule,
  type ExcludeThen,
  type FormThen,
  type MarketingCapThen,
  type NoteThen,
  type PriceThen,
  type QuietHoursThen,
  type RecipientLimitThen,
  type Says,
  type WindowThen,
} from './rule.js';
import type { Channel, RuleRef } from './types.js';

/** What a rule says, and the rule. */
export interface Said<T> {
  readonly says: T;
  readonly ref: RuleRef;
}

/** Rules that hold at the same time, each under the question it answers. */
export interface SortedRules {
  readonly window: Said<WindowThen>;
  /** Of accounts with a fact. */
  readonly special: Said<WindowThen> | undefined;
  readonly forms: Said<readonly FormThen[]> | undefined;
  readonly consent: Said<ConsentThen> | undefined;
  readonly exclusions: readonly Said<ExcludeThen>[];
  readonly quietHours: readonly Said<QuietHoursThen>[];
  readonly quota: Said<'plan'> | undefined;
  readonly recipientLimit: Said<RecipientLimitThen> | undefined;
  readonly marketingCap: Said<MarketingCapThen> | undefined;
  readonly price: Said<PriceThen> | undefined;
  readonly notes: readonly Said<NoteThen>[];
}

/** Everything that rules say, by the key under which they say it. */
type Sayings = { readonly [Key in Subject]: Extract<Says, { readonly [key in Key]: unknown }>[Key] };
type Subject =
  | 'forms'
  | 'consent'
  | 'exclude'
  | 'quietHours'
  | 'monthlyQuota'
  | 'recipientLimit'
  | 'marketingCap'
  | 'price'
  | 'note';

/**
 * Puts each rule where its question is asked.
 *
 * @throws RangeError when two rules answer one question at once or none says when free text is allowed.
 */
export function sortRules(channel: Channel, valid: readonly DatedRule[]): SortedRules {
  const about = <Key extends keyof Sayings>(key: Key): Said<Sayings[Key]>[] =>
    valid.flatMap((rule) =>
      key in rule.says ? [{ says: (rule.says as Sayings)[key], ref: refOf(rule) }] : [],
    );
  const one = <T>(what: string, [first, second]: readonly Said<T>[]): Said<T> | undefined => {
    if (second === undefined) return first;
    throw new RangeError(
      `only one rule of ${channel} may say its ${what} at a time, ${second.ref.id} is the second`,
    );
  };
  const only = <Key extends keyof Sayings>(key: Key) => one(key, about(key));
  const windows = valid.flatMap((rule) =>
    'window' in rule.says ? [{ says: rule.says, ref: refOf(rule) }] : [],
  );
  const window = one(
    'window',
    windows.filter(({ says }) => says.accounts === undefined),
  );
  if (window === undefined) throw new RangeError(`a rule of ${channel} must say its window, none does`);
  return {
    window,
    special: one(
      'window for accounts',
      windows.filter(({ says }) => says.accounts !== undefined),
    ),
    forms: only('forms'),
    consent: only('consent'),
    exclusions: about('exclude'),
    quietHours: about('quietHours'),
    quota: only('monthlyQuota'),
    recipientLimit: only('recipientLimit'),
    marketingCap: only('marketingCap'),
    price: only('price'),
    notes: about('note'),
  };
}

/**
 * Start and end of a rule as epoch milliseconds, infinite where open.
 *
 * @throws RangeError when a date is none or the end is not later than the start.
 */
export function validity({ id, validFrom, validTo }: DatedRule): readonly [number, number] {
  const from = validFrom === ALWAYS ? -Infinity : dateToEpoch(validFrom);
  const until = validTo === null ? Infinity : dateToEpoch(validTo);
  if (Number.isNaN(from)) throw new RangeError(`validFrom must be a date, got ${validFrom} in ${id}`);
  if (Number.isNaN(until)) throw new RangeError(`validTo must be a date or null, got ${validTo} in ${id}`);
  if (until > from) return [from, until];
  throw new RangeError(`validTo must be later than validFrom, got ${validFrom} and ${validTo} in ${id}`);
}

/** The part of a rule that a decision shows. */
export function refOf({ id, validFrom, validTo, source }: DatedRule): RuleRef {
  return Object.freeze({ id, validFrom, validTo, source });
}
