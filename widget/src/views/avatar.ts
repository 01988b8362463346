import { html, type TemplateResult } from 'lit';
import { hueOf } from '../utils/person.js';
import { personIcon } from './icons.js';

/** A tinted circle with the contact's initials. Decoration: the name stands beside it. */
export function avatar(contact: { id: string }, letters: string): TemplateResult {
  return html`<span class="avatar hue-${hueOf(contact)}" aria-hidden="true">${letters || personIcon}</span>`;
}
