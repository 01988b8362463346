import { type ConditionFacts, whyCondition, whyHolds } from './contact-conditions.js';
import type { WorkspaceRules } from './workspace-rules.js';

/** Why a contact counts as VIP by the workspace's rule, or null. */
export function vipOf(contact: ConditionFacts, { vip, segments }: WorkspaceRules): { reason: string } | null {
  const reasons = whyHolds(vip, (condition) => {
    if (!('segment' in condition)) return whyCondition(condition, contact);
    const segment = segments.find(({ key }) => key === condition.segment);
    if (!segment) return null;
    return whyHolds(segment, (one) => whyCondition(one, contact)) ? `Segment "${segment.name}"` : null;
  });
  return reasons === null ? null : { reason: reasons.join(' and ') };
}
