import type { ContactListItem } from '@outbound-composer/core/contract';
import { html, nothing } from 'lit';

type Match = ContactListItem['matches'][number];

/** A field of a search result with what matched in it marked. Overlapping matches become one. */
export function highlighted(text: string | null, field: Match['field'], matches: readonly Match[]) {
  if (!text) return nothing;
  const parts: unknown[] = [];
  let at = 0;
  const own = matches.filter((match) => match.field === field).sort((a, b) => a.start - b.start);
  for (const { start, end } of own) {
    const from = Math.max(start, at);
    if (end <= from) continue;
    parts.push(text.slice(at, from), html`<mark>${text.slice(from, end)}</mark>`);
    at = end;
  }
  parts.push(text.slice(at));
  return parts;
}
