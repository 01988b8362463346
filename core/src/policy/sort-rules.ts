import { dateToEpoch } from './instant.js';
import {
  type AccountFlag,
  ALWAYS,
  type ConsentThen,
  type DatedRule,
  type ExcludeThen,
  type FormThen,
  type NoteThen,
  type PriceThen,
  type QuietHoursThen,
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

/**
 * Puts each rule where its question is asked.
 *
 * @throws RangeError when two rules answer one question at once or none says when free text is allowed.
 */
export function sortRules(channel: Channel, valid: readonly DatedRule[]): SortedRules {
  const found: Omit<SortedRules, 'window'> & { window: Said<WindowThen> | null } = {
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
  const once = (before: unknown, rule: DatedRule, what: string): void => {
    if (before === null) return;
    throw new RangeError(`only one rule of ${channel} may say ${what} at a time, ${rule.id} is the second`);
  };
  for (const rule of valid) {
    const { says } = rule;
    const ref = refOf(rule);
    if ('window' in says) {
      if (says.accounts === undefined) {
        once(found.window, rule, 'when free text is allowed');
        found.window = { says, ref };
      } else {
        once(found.special, rule, 'when special accounts may send free text');
        found.special = { says, ref, flag: says.accounts };
      }
    } else if ('forms' in says) {
      once(found.forms, rule, 'which forms are allowed');
      found.forms = { says: says.forms, ref };
    } else if ('consent' in says) {
      once(found.consent, rule, 'what consent is needed');
      found.consent = { says: says.consent, ref };
    } else if ('exclude' in says) found.exclusions.push({ says: says.exclude, ref });
    else if ('quietHours' in says) found.quietHours.push({ says: says.quietHours, ref });
    else if ('monthlyQuota' in says) {
      once(found.quota, rule, 'that a monthly quota holds');
      found.quota = ref;
    } else if ('price' in says) {
      once(found.price, rule, 'the price');
      found.price = says.price;
    } else found.notes.push(says.note);
  }
  if (found.window === null)
    throw new RangeError(`a rule of ${channel} must say when free text is allowed, none does`);
  return { ...found, window: found.window };
}

/**
 * Start and end of a rule as epoch milliseconds, infinite where open.
 *
 * @throws RangeError when a date is none or the end is not later than the start.
 */
export function validity({ id, validFrom, validTo }: DatedRule): readonly [number, number] {
  const from = validFrom === ALWAYS ? Number.NEGATIVE_INFINITY : dateToEpoch(validFrom);
  const until = validTo === null ? Number.POSITIVE_INFINITY : dateToEpoch(validTo);
  if (Number.isNaN(from)) throw new RangeError(`validFrom must be a date, got ${validFrom} in ${id}`);
  if (Number.isNaN(until)) throw new RangeError(`validTo must be a date or null, got ${validTo} in ${id}`);
  if (until > from) return [from, until];
  throw new RangeError(`validTo must be later than validFrom, got ${validFrom} and ${validTo} in ${id}`);
}

/** The part of a rule that a decision shows. */
export function refOf({ id, validFrom, validTo, source }: DatedRule): RuleRef {
  return Object.freeze({ id, validFrom, validTo, source });
}
