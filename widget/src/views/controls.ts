import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { chevronIcon } from './icons.js';

interface Select {
  label: string;
  value: string;
  options: readonly (readonly [value: string, text: string])[];
  onChange: (value: string, control: HTMLSelectElement) => void;
}

/** A native select with its label for screen readers only: the chosen text says what it is about. */
export function select({ label, value, options, onChange }: Select): TemplateResult {
  return html`<span class="select">
    <select
      aria-label=${label}
      .value=${live(value)}
      @change=${({ target }: Event) => onChange((target as HTMLSelectElement).value, target as HTMLSelectElement)}
    >
      ${options.map(([name, text]) => html`<option .value=${name} ?selected=${name === value}>${text}</option>`)}
    </select>
    ${chevronIcon}
  </span>`;
}

interface Segments {
  legend: string;
  name: string;
  value: string;
  options: readonly (readonly [value: string, text: string])[];
  onChange: (value: string) => void;
}

/** A few choices of which one holds, side by side. */
export function segments({ legend, name, value, options, onChange }: Segments): TemplateResult {
  return html`<fieldset class="segments">
    <legend class="visually-hidden">${legend}</legend>
    ${options.map(
      ([option, text]) => html`<label class="segment">
        <input
          type="radio"
          name=${name}
          .value=${option}
          .checked=${live(option === value)}
          @change=${() => onChange(option)}
        />
        <span>${text}</span>
      </label>`,
    )}
  </fieldset>`;
}
