import { toEpoch } from './instant.js';
import type { CompiledAllowance } from './policy.js';
import type { AccountFacts, Price } from './types.js';

const ALLOWANCE: Price = Object.freeze({ kind: 'free', reason: 'monthly_allowance' });
const COMMERCIAL: Price = Object.freeze({ kind: 'paid', reason: 'commercial_terms' });
const AGE_UNKNOWN: Price = Object.freeze({ kind: 'unknown', reason: 'account_age_unknown' });
const USE_UNKNOWN: Price = Object.freeze({ kind: 'unknown', reason: 'monthly_use_unknown' });

/** What is left of a monthly number of bot-initiated messages, and what one costs. */
export interface AllowanceState {
  /** False: the commercial terms must be accepted first. */
  readonly allowed: boolean;
  /** Messages left this month; null: not counted. */
  readonly remaining: number | null;
  readonly price: Price;
}

/**
 * Accounts from before the date have the allowance, later ones pay for every message. An account of unknown age is
 * held to the allowance, which is the stricter of the two.
 */
export function allowanceOf(
  allowance: CompiledAllowance,
  account: AccountFacts | null | undefined,
): AllowanceState {
  const created = account?.createdAt == null ? Number.NaN : toEpoch(account.createdAt);
  if (created >= allowance.createdBefore) return { allowed: true, remaining: null, price: COMMERCIAL };
  const legacy = allowance.createdBefore === Number.POSITIVE_INFINITY || created < allowance.createdBefore;
  const used = account?.monthlyBotInitiated;
  if (typeof used !== 'number' || !(used >= 0)) return { allowed: true, remaining: null, price: USE_UNKNOWN };
  if (used < allowance.perMonth) {
    return { allowed: true, remaining: allowance.perMonth - used, price: legacy ? ALLOWANCE : AGE_UNKNOWN };
  }
  if (account?.commercialTermsAccepted === true) return { allowed: true, remaining: null, price: COMMERCIAL };
  return { allowed: false, remaining: 0, price: COMMERCIAL };
}
