import { decide, nextChange, type Purpose, presets, type Sender } from '@outbound-composer/core';
import type { ContactChannel, DecisionOut } from '@outbound-composer/core/contract';
import { describeNote, explain } from '@outbound-composer/core/explain';

interface Question {
  /** Epoch milliseconds by the gateway's clock. */
  at: number;
  sender: Sender;
  purpose: Purpose;
  /** Id of the gateway's preset. */
  preset: string;
}

/**
 * Decides from the facts that came with a channel, by the same rules as the gateway: what a countdown turns into
 * when it ends. Null when the gateway decides by rules of its own that we do not have.
 */
export function decideHere(channel: ContactChannel, question: Question, locale: string): DecisionOut | null {
  const { preset: presetId, ...who } = question;
  const preset = Object.entries(presets).find(([id]) => id === presetId)?.[1];
  if (!preset) return null;
  const decision = decide({ ...channel.facts, ...who, channel: channel.channel }, preset);
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const iso = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString());
  return {
    ...decision,
    ways: decision.ways.map((way) =>
      way.form === 'template' ? { ...way, categories: [...way.categories] } : way,
    ),
    unlockedBy: [...decision.unlockedBy],
    notes: decision.notes.map((note) => ({ code: note.code, text: describeNote(note, locale) })),
    explanation: explain(decision, locale, { timeZone }),
    closesAt: iso(decision.closesAt),
    nextChangeAt: iso(nextChange(decision)),
  };
}
