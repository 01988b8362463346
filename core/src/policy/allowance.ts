import { toEpoch } from './instant.js';
import type { CompiledAllowance } from './policy.js';
import type { AccountFacts, Price } from './types.js';

const ALLOWANCE: Price = Object.freeze({ kind: 'free', reason: 'monthly_allowance' });
const COMMERCIAL: Price = Object.freeze({ kind: 'paid', reason: 'commercial_terms' });
const AGE_UNKNOWN: Price = Object.freeze({ kind: 'unknown', reason: 'account_age_unknown' });
const USE_UNKNOWN: Price = Object.freeze({ kind: 'unknown', reason: 'monthly_use_unknown' });

/** What is left of a monthly number of bot-initiated messages, and what one costs. */
export interface AllowanceState {
  /** Messages left this month; null: not counted. 0: the commercial terms must be accepted first. */
  readonly remaining: number | null;
  readonly price: Price;
}

/**
 * Accounts from before the date have the allowance, later ones pay for every message. An account of unknown age is
 * held to the allowance, which is the stricter of the two.
 */
export function allowanceOf(
  { perMonth, createdBefore }: CompiledAllowance,
  account: AccountFacts | null | undefined,
): AllowanceState {
  const created = toEpoch(account?.createdAt);
  const used = account?.monthlyBotInitiated;
  if (created >= createdBefore) return { remaining: null, price: COMMERCIAL };
  if (typeof used !== 'number' || !(used >= 0)) return { remaining: null, price: USE_UNKNOWN };
  if (used < perMonth) {
    const legacy = createdBefore === Infinity || created < createdBefore;
    return { remaining: perMonth - used, price: legacy ? ALLOWANCE : AGE_UNKNOWN };
  }
  return { remaining: account?.commercialTermsAccepted === true ? null : 0, price: COMMERCIAL };
}
