import { html, type TemplateResult } from 'lit';
import type { Model } from '../model.js';
import { backIcon } from './icons.js';

/** Shown where there is room for one side only. */
export function backButton(model: Model): TemplateResult {
  return html`<button
    id="back"
    class="icon-button back"
    type="button"
    aria-label=${model.host.translate('back')}
    @click=${() => model.closeContact()}
  >
    ${backIcon}
  </button>`;
}
