import type { TemplateOut } from '@outbound-composer/core/contract';
import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Model } from '../model.js';
import { suggestions } from '../utils/prefill.js';
import { variableLabel } from '../utils/variable-label.js';

/** One field a variable, with what we know of the contact to choose from. */
export function templateVariables(model: Model, template: TemplateOut): TemplateResult {
  const { compose, host, open } = model;
  const t = host.translate;
  const values = compose.variablesOf(template);
  return html`<fieldset class="variables">
    <legend class="visually-hidden">${t('variables')}</legend>
    <datalist id="suggestions">${suggestions(open.contact).map((value) => html`<option .value=${value}></option>`)}</datalist>
    ${template.variables.map((name) => {
      const error = compose.errors[`variables.${name}`];
      return html`<label class="field">
        <span>${variableLabel(name)}</span>
        <input
          id=${`variables.${name}`}
          list="suggestions"
          autocomplete="off"
          dir="auto"
          placeholder=${template.examples[name] ?? ''}
          aria-invalid=${error ? 'true' : 'false'}
          aria-describedby=${`variable-error-${name}`}
          .value=${live(values[name] ?? '')}
          @input=${(event: InputEvent) => {
            model.sending.reset();
            compose.setVariable(name, (event.target as HTMLInputElement).value);
          }}
        />
        <span id=${`variable-error-${name}`} class="field-error">${error}</span>
      </label>`;
    })}
  </fieldset>`;
}
