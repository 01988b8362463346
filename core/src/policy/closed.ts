import { allowanceOf } from './allowance.js';
import { BAD_STATE, COMMON_REQUEST, NO_LIMITS, NO_WAYS } from './common.js';
import { endOf, formsThatHold, personFormEnd } from './forms.js';
import { earliest, nextMonth } from './instant.js';
import { completed, made } from './made.js';
import type { Closed, FullDecision, Policy, TimedRequest } from './policy.js';
import type { Decision, Reason, UnlockedBy } from './types.js';

const BY_TERMS: readonly UnlockedBy[] = Object.freeze(['accept_terms', 'inbound', 'next_month']);

/**
 * No free text: whichever other forms hold, or nothing.
 *
 * @param answers What is answered for the reason why there is none.
 * @param last Epoch milliseconds of the contact's last act; null when there is none or it cannot be trusted.
 * @param closedAt When the window ended; null when none did.
 * @param staleAt When the reason ends by itself, or null.
 */
export function closed(
  policy: Policy,
  request: TimedRequest,
  answers: Closed,
  last: number | null,
  closedAt: number | null,
  staleAt: number | null,
): FullDecision {
  const set = formsThatHold(policy, request, last);
  if (set === 0) return nothing(policy, request, answers, last, closedAt, staleAt);
  const { restricted } = answers;
  let { price } = restricted;
  let remaining: number | null = null;
  if (policy.allowance !== null) {
    ({ price, remaining } = allowanceOf(policy.allowance, request.account));
    if (remaining === 0) return termsRequired(policy, request, answers, closedAt, staleAt);
  }
  const closesAt = endOf(last, policy.lastsOutside[set]!);
  const ways = policy.waysOutside[set]!;
  return completed(restricted, ways, price, closesAt, remaining, closedAt, earliest(closesAt, staleAt));
}

/** Nothing can be sent, unless a person could where an automation may not. */
function nothing(
  policy: Policy,
  request: TimedRequest,
  answers: Closed,
  last: number | null,
  closedAt: number | null,
  staleAt: number | null,
): FullDecision {
  let answer = answers.blocked;
  let stale = staleAt;
  if (policy.personForms.length > 0 && request.sender === 'automation') {
    const until = personFormEnd(policy, request, last);
    if (until !== null) {
      answer = answers.person;
      stale = until === Infinity ? null : until;
    }
  }
  if (closedAt === null && stale === null) return answer;
  return completed(answer, NO_WAYS, answer.price, null, answer.remaining, closedAt, stale);
}

/** `closed` for the reasons that few questions meet: their answers are made on the spot. */
export function closedBecause(
  policy: Policy,
  request: TimedRequest,
  reason: Reason,
  unlockedBy: readonly UnlockedBy[],
  last: number | null,
  staleAt: number | null,
): FullDecision {
  const { restricted, blocked, person } = policy.never;
  const instead = (answer: FullDecision, says: Partial<Decision>) =>
    made({
      ...answer,
      ...says,
      ...(reason === 'invalid_request' && { rule: COMMON_REQUEST, notes: [BAD_STATE, ...answer.notes] }),
    });
  const says = { reason, unlockedBy };
  const answers = {
    restricted: instead(restricted, says),
    blocked: instead(blocked, says),
    person: instead(person, {}),
  };
  return closed(policy, request, answers, last, null, staleAt);
}

/** A form holds, but its month's allowance is used up and its terms are not accepted. */
function termsRequired(
  policy: Policy,
  request: TimedRequest,
  { blocked }: Closed,
  closedAt: number | null,
  staleAt: number | null,
): FullDecision {
  return {
    ...blocked,
    reason: 'terms_required',
    remaining: 0,
    unlockedBy: BY_TERMS,
    rule: policy.formsRef,
    limits: NO_LIMITS,
    closedAt,
    staleAt: earliest(staleAt, nextMonth(request.at)),
  };
}
