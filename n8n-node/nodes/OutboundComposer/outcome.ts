import type { DecisionOut } from '@outbound-composer/core/contract';
import type { ContentKind } from './content.js';

type Form = DecisionOut['ways'][number]['form'];

const TEXT_FORMS: readonly Form[] = ['free_form', 'tag', 'bot_initiated'];
const FORMS: Record<ContentKind, readonly Form[]> = {
  text: TEXT_FORMS,
  attachment: TEXT_FORMS,
  template: ['template', 'utility_template'],
};

/** Whether this verdict lets such content leave now; without a kind, whether anything may. */
export function permits(decision: DecisionOut, kind?: ContentKind): boolean {
  if (kind === undefined) return decision.verdict !== 'blocked';
  return decision.ways.some(({ form }) => FORMS[kind].includes(form));
}

/** A verdict as one flat part of an item, so that a builder reaches it with `$json.reason`. */
export function verdictFields(decision: DecisionOut) {
  const { channel, verdict, reason, explanation, ways, closesAt, remaining, unlockedBy, price, notes, rule } =
    decision;
  return { channel, verdict, reason, explanation, ways, closesAt, remaining, unlockedBy, price, notes, rule };
}

/** Another channel that takes something now. */
export function alternative({ channel, verdict, explanation, ways, closesAt }: DecisionOut) {
  return { channel, verdict, explanation, ways, closesAt };
}

/** A refusal by something else than a channel's rules, in the same shape. */
export function otherRefusal(reason: string, explanation: string, channel: string | null) {
  return {
    channel,
    verdict: 'blocked',
    reason,
    explanation,
    ways: [],
    closesAt: null,
    remaining: null,
    unlockedBy: [],
    notes: [],
    alternatives: [] as ReturnType<typeof alternative>[],
  };
}
