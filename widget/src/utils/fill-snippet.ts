import type { Contact, Me } from '@outbound-composer/core/contract';
import { fillVariables } from '@outbound-composer/core/message';
import { personName } from './person.js';

/** A text that is written often. Variables stand as `{{contact.first_name | "there"}}`, with a fallback or without. */
export interface Snippet {
  title: string;
  text: string;
}

/**
 * The snippet's text for one contact. Known: `contact.first_name`, `last_name`, `name`, `email`, `phone` and each
 * custom field, and `agent.name`. What has neither a value nor a fallback stays as it was, to be seen and replaced.
 */
export function fillSnippet({ text }: Snippet, contact: Contact, me: Me | null): string {
  const fields = Object.entries(contact.customFields).filter(([, value]) =>
    ['string', 'number'].includes(typeof value),
  ) as [string, string | number][];
  const { firstName, lastName, email, phone } = contact;
  return fillVariables(text, {
    contact: {
      ...Object.fromEntries(fields),
      first_name: firstName,
      last_name: lastName,
      name: personName(contact),
      email,
      phone,
    },
    agent: { name: me?.actor.kind === 'agent' ? me.actor.agent.name : null },
  }).text;
}

/** The first variable in a text that nobody has replaced, or null. */
export function openVariable(text: string): string | null {
  return /\{\{[^{}]{1,120}\}\}/.exec(text)?.[0] ?? null;
}
