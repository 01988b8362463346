import type { TemplateOut } from '@outbound-composer/core/contract';
import { renderTemplate } from '@outbound-composer/core/message';
import { html, nothing, type TemplateResult } from 'lit';
import type { Model } from '../model.js';

/** The message as the customer will see it; what is still missing stands out. */
export function templatePreview({ compose, host }: Model, template: TemplateOut): TemplateResult {
  const filled = Object.entries(compose.variablesOf(template)).filter(([, value]) => value.trim() !== '');
  const { header, body, footer, buttons } = renderTemplate(template, Object.fromEntries(filled));
  return html`<div class="preview" role="group" aria-label=${host.translate('preview')}>
    <div class="bubble">
      ${header ? html`<p class="preview-header" dir="auto">${withGaps(header)}</p>` : nothing}
      <p class="bubble-text" dir="auto">${withGaps(body)}</p>
      ${footer ? html`<p class="preview-footer" dir="auto">${footer}</p>` : nothing}
    </div>
    ${
      buttons.length === 0
        ? nothing
        : html`<ul class="preview-buttons">
            ${buttons.map(({ text }) => html`<li dir="auto">${text}</li>`)}
          </ul>`
    }
  </div>`;
}

function withGaps(text: string): unknown[] {
  return text
    .split(/(\{\{[^}]*\}\})/)
    .map((part, index) => (index % 2 === 1 ? html`<span class="gap">${part}</span>` : part));
}
