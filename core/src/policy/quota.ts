import { held } from './hold.js';
import { nextMonth } from './instant.js';
import type { FullDecision, TimedRequest } from './policy.js';
import { badRequest } from './refusals.js';
import type { Price } from './types.js';

const PLAN: Price = Object.freeze({ kind: 'free', reason: 'plan_allowance' });
const OVERAGE: Price = Object.freeze({ kind: 'paid', reason: 'plan_overage' });

/**
 * An open decision, held to the messages that the account's plan has left this month. A plan of unknown size stays
 * open: the provider answers 429 when it is used up.
 *
 * @param usedUp What is answered when nothing is left.
 */
export function withQuota(
  decision: FullDecision,
  usedUp: FullDecision,
  { account, at }: TimedRequest,
): FullDecision {
  const quota = account?.monthlyQuota;
  if (decision.verdict === 'blocked' || quota === null || quota === undefined) return decision;
  const sent = account?.monthlySent ?? 0;
  if (!isCount(quota) || !isCount(sent)) {
    return badRequest(
      decision.channel,
      'invalid_request',
      'account.monthlyQuota and monthlySent',
      'numbers from 0',
    );
  }
  if (sent < quota) return { ...decision, remaining: quota - sent, price: PLAN };
  if (account?.overageAllowed === true) return { ...decision, price: OVERAGE };
  return { ...held(decision, usedUp, null), staleAt: nextMonth(at) };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value);
}
