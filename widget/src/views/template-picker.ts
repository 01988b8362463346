import type { TemplateOut } from '@outbound-composer/core/contract';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Model } from '../model.js';
import { select } from './controls.js';
import { searchIcon } from './icons.js';

/** The templates that fit, the recently used ones first. */
export function templatePicker(model: Model, fitting: readonly TemplateOut[]): TemplateResult {
  const { compose, host } = model;
  const t = host.translate;
  const { q, language } = compose.templateFilter;
  const languages = [...new Set(fitting.map((template) => template.language))].sort();
  const found = fitting.filter((template) => fitsFilter(template, q, language));
  const recent = model.recent.ids.flatMap((id) => found.filter((template) => template.id === id));
  const rest = found.filter((template) => !recent.includes(template));
  return html`
    <div class="picker-top">
      <div class="search small">
        ${searchIcon}
        <input
          id="template"
          type="text"
          autocomplete="off"
          spellcheck="false"
          dir="auto"
          aria-label=${t('template_search')}
          aria-invalid=${compose.errors.template ? 'true' : 'false'}
          aria-describedby="template-error"
          placeholder=${t('template_search')}
          .value=${q}
          @input=${(event: InputEvent) => compose.filterTemplates({ q: (event.target as HTMLInputElement).value })}
          @keydown=${(event: KeyboardEvent) => {
            // Enter in a search box chooses; it must not send the form around it.
            if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) event.preventDefault();
          }}
        />
      </div>
      ${
        languages.length > 1
          ? select({
              label: t('template_language'),
              value: language,
              options: [['', t('template_any_language')], ...languages.map((one) => [one, one] as const)],
              onChange: (value) => compose.filterTemplates({ language: value }),
            })
          : nothing
      }
    </div>
    <p id="template-error" class="field-error">${compose.errors.template}</p>
    ${found.length === 0 ? html`<p class="hint">${t('templates_none_fit')}</p>` : nothing}
    <div class="picker">
      ${recent.length > 0 ? group(model, t('template_recent'), recent) : nothing}
      ${group(model, recent.length > 0 && rest.length > 0 ? t('template_other') : '', rest)}
    </div>
  `;
}

function group({ compose, host }: Model, title: string, items: readonly TemplateOut[]): TemplateResult {
  const t = host.translate;
  return html`
    ${title === '' ? nothing : html`<p class="picker-title">${title}</p>`}
    <ul class="picker-list">
      ${repeat(
        items,
        ({ id }) => id,
        (template) => html`<li>
          <button class="picker-item" type="button" @click=${() => compose.chooseTemplate(template)}>
            <span class="picker-name">
              ${template.name}
              <span class="muted">${template.language} · ${t(`category_${template.category}`)}</span>
            </span>
            <span class="picker-body muted" dir="auto">${template.body}</span>
          </button>
        </li>`,
      )}
    </ul>
  `;
}

function fitsFilter({ name, body, language }: TemplateOut, q: string, wanted: string): boolean {
  if (wanted !== '' && language !== wanted) return false;
  const text = `${name} ${body}`.toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
