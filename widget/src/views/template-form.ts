import type { ContactChannel, DecisionOut } from '@outbound-composer/core/contract';
import { html, nothing, type TemplateResult } from 'lit';
import type { Model } from '../model.js';
import { templatePicker } from './template-picker.js';
import { templatePreview } from './template-preview.js';
import { templateVariables } from './template-variables.js';
import { trouble } from './trouble.js';

/** Choosing a template the verdict lets through, filling it, and seeing what the customer will see. */
export function templateForm(model: Model, channel: ContactChannel, _decision: DecisionOut): TemplateResult {
  const { templates, compose, host, template } = model;
  const t = host.translate;
  const loaded = templates.of(channel.channelAccountId);
  if (loaded.status === 'loading') return html`<p class="hint">${t('templates_loading')}</p>`;
  if (loaded.status === 'failed')
    return trouble({ error: loaded.error, t, again: () => templates.retry(channel.channelAccountId) });
  const fitting = compose.fitting(loaded.items);
  if (fitting.length === 0) return html`<p class="notice">${t('templates_none')}</p>`;
  if (!template) return templatePicker(model, fitting);
  return html`
    <div class="template-chosen">
      <p>
        <strong>${template.name}</strong>
        <span class="muted">${template.language} · ${t(`category_${template.category}`)}</span>
      </p>
      <button class="button small" type="button" @click=${() => compose.chooseTemplate(null)}>${t('template_change')}</button>
    </div>
    <p class="field-error">${compose.errors.template}</p>
    <div class="template-fill">
      ${template.variables.length === 0 ? nothing : templateVariables(model, template)}
      ${templatePreview(model, template)}
    </div>
  `;
}
