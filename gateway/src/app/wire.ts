import { type Decision, nextChange } from '@outbound-composer/core';
import type { DecisionOut } from '@outbound-composer/core/contract';
import { describeNote, explain } from '@outbound-composer/core/explain';

/** Languages that explanations exist in. */
export type Language = 'en' | 'de';

/** A decision as it leaves the gateway: instants as ISO text, the reason also as a sentence. */
export function decisionOut(decision: Decision, language: Language): DecisionOut {
  const { channel, verdict, ways, reason, closesAt, remaining, unlockedBy, price, notes, rule } = decision;
  return {
    channel,
    verdict,
    ways: ways.map((way) => (way.form === 'template' ? { ...way, categories: [...way.categories] } : way)),
    reason,
    explanation: explain(decision, language),
    closesAt: isoOrNull(closesAt),
    nextChangeAt: isoOrNull(nextChange(decision)),
    remaining,
    unlockedBy: [...unlockedBy],
    price,
    notes: notes.map((note) => ({ code: note.code, text: describeNote(note, language) })),
    rule,
  };
}

const isoOrNull = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
