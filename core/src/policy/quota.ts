import { nextMonth } from './instant.js';
import type { Policy, TimedRequest } from './policy.js';
import { NOTHING_TO_PAY } from './price.js';
import { badRequest, NO_WAYS } from './refusals.js';
import type { Decision, Price, RuleRef, UnlockedBy } from './types.js';

const BY_NEXT_MONTH: readonly UnlockedBy[] = Object.freeze(['next_month']);
const PLAN: Price = Object.freeze({ kind: 'free', reason: 'plan_allowance' });
const OVERAGE: Price = Object.freeze({ kind: 'paid', reason: 'plan_overage' });

/**
 * An open decision, held to the messages that the account's plan has left this month. A plan of unknown size stays
 * open: the provider answers 429 when it is used up.
 */
export function withQuota(
  decision: Decision,
  policy: Policy,
  rule: RuleRef,
  { account, at }: TimedRequest,
): Decision {
  const quota = account?.monthlyQuota;
  if (decision.verdict === 'blocked' || quota === null || quota === undefined) return decision;
  const sent = account?.monthlySent ?? 0;
  if (!isCount(quota) || !isCount(sent)) {
    return badRequest(
      policy.channel,
      'invalid_request',
      'account.monthlyQuota and monthlySent',
      'numbers from 0',
    );
  }
  if (sent < quota) return { ...decision, remaining: quota - sent, price: PLAN };
  if (account?.overageAllowed === true) return { ...decision, price: OVERAGE };
  return {
    ...decision,
    verdict: 'blocked',
    ways: NO_WAYS,
    reason: 'quota_exhausted',
    closesAt: null,
    remaining: 0,
    unlockedBy: BY_NEXT_MONTH,
    price: NOTHING_TO_PAY,
    notes: policy.notesBlocked,
    rule,
    staleAt: nextMonth(at),
  };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value);
}
