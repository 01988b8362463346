import { type RawBuilder, sql } from 'kysely';
import type { Condition, Conditions } from './workspace-rules.js';

/** What conditions ask about a contact. */
export interface ConditionFacts {
  readonly tags: readonly string[];
  readonly lifecycle: string | null;
  readonly country: string | null;
  readonly language: string | null;
  readonly channels: readonly string[];
  readonly custom_fields: Readonly<Record<string, unknown>>;
}

/** Which of the conditions make them hold as a whole, each in words; null when they do not hold. */
export function whyHolds<T>(
  conditions: Conditions<T>,
  why: (condition: T) => string | null,
): readonly string[] | null {
  const reasons: string[] = [];
  for (const condition of 'all' in conditions ? conditions.all : conditions.any) {
    const reason = why(condition);
    if ('any' in conditions && reason !== null) return [reason];
    if ('all' in conditions && reason === null) return null;
    if (reason !== null) reasons.push(reason);
  }
  return reasons.length > 0 ? reasons : null;
}

/** Why a condition holds, or null. Values of custom fields are compared as text: an import knows no others. */
export function whyCondition(condition: Condition, contact: ConditionFacts): string | null {
  if ('tag' in condition) {
    const tag = contact.tags.find((one) => one.toLowerCase() === condition.tag.toLowerCase());
    return tag === undefined ? null : `Tag "${tag}"`;
  }
  if ('field' in condition) {
    const value = contact.custom_fields[condition.field];
    if (value === undefined || value === null) return null;
    return valuesOf(condition).includes(String(value)) ? `${condition.field} is "${String(value)}"` : null;
  }
  if ('lifecycle' in condition)
    return contact.lifecycle === condition.lifecycle ? `Lifecycle "${condition.lifecycle}"` : null;
  if ('country' in condition)
    return contact.country === condition.country ? `Country ${condition.country}` : null;
  if ('language' in condition)
    return contact.language === condition.language ? `Language ${condition.language}` : null;
  return contact.channels.includes(condition.channel) ? `Channel ${condition.channel}` : null;
}

/** The same as a condition on `contact`. */
export function matchesConditions(conditions: Conditions): RawBuilder<boolean> {
  const parts = ('all' in conditions ? conditions.all : conditions.any).map(matchesCondition);
  return 'all' in conditions
    ? sql<boolean>`(${sql.join(parts, sql` and `)})`
    : sql<boolean>`(${sql.join(parts, sql` or `)})`;
}

function matchesCondition(condition: Condition): RawBuilder<boolean> {
  if ('tag' in condition) return sql`contact.tag_keys @> lower_all(${[condition.tag]}::text[])`;
  if ('field' in condition)
    return sql`contact.custom_fields ->> ${condition.field} = any(${valuesOf(condition)}::text[])`;
  if ('lifecycle' in condition) return sql`contact.lifecycle = ${condition.lifecycle}`;
  if ('country' in condition) return sql`contact.country = ${condition.country}`;
  if ('language' in condition) return sql`contact.language = ${condition.language}`;
  return sql`contact.channels && ${[condition.channel]}::text[]`;
}

const valuesOf = (condition: Extract<Condition, { field: string }>): string[] =>
  ('is' in condition ? [condition.is] : condition.in).map(String);
